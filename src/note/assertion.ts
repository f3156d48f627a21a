import { sectionDefaults, splitSections, type SectionDefaults } from './sections';
import { splitSentences } from './sentences';
import { findTriggers, tokensOf, type Axis, type Token, type TriggerMatch } from './triggers';
import type { Assertion, Section, Span, Trigger } from './types';

/** A sentence with its triggers, ready to be asked about any phrase in it. */
export interface ReadSentence {
  readonly text: string;
  readonly span: Span;
  readonly tokens: readonly Token[];
  readonly triggers: readonly TriggerMatch[];
  readonly section: Section | null;
  readonly defaults: SectionDefaults;
}

/** Finds the triggers of one sentence once, for all the phrases in it. */
export function readSentence(text: string, span: Span, section: Section | null): ReadSentence {
  const tokens = tokensOf(text, span.start, span.end);
  return {
    text,
    span,
    tokens,
    triggers: findTriggers(tokens),
    section,
    defaults: defaultsAt(text, span.start, section),
  };
}

const SAFETY_NET_REACH = 1500;
const NEXT_TOPIC = /\n[ \t]*\r?\n|\n[ \t]*(?:#|\d{1,2}[.)])/;

/** A safety net ends with its paragraph, or where the next numbered problem begins. */
function defaultsAt(text: string, at: number, section: Section | null): SectionDefaults {
  const defaults = sectionDefaults(section);
  if (!section || !defaults.hypothetical) return defaults;
  const { start } = section.body;
  const over = at - start > SAFETY_NET_REACH || NEXT_TOPIC.test(text.slice(start, at));
  return over ? { ...defaults, hypothetical: false } : defaults;
}

const NONE_IGNORED: ReadonlySet<string> = new Set();
const FORWARD_WITHIN = 300;
const BACKWARD_WITHIN = 12;
const COPULAS = new Set([
  'is',
  'was',
  'are',
  'were',
  'been',
  'has',
  'have',
  'be',
  'currently',
  'now',
]);
const JOINS = new Set([':', '-', '–', '—', '=', '(', 'were', 'are', 'all']);
const LISTED = new Set([',', 'and', 'or', '/', '&', '+', 'nor']);
/** Marks that end the reach of a trigger before them, by axis. */
const BARRIERS: Readonly<Record<Axis, ReadonlySet<string>>> = {
  negated: new Set([';', ':', '?', '–', '—', '→', '•', '!', '☑', '✓']),
  uncertain: new Set([';', ':', '–', '—', '→', '•']),
  historical: new Set([';', ':', '→', '•']),
  hypothetical: new Set(['•']),
  family: new Set([';', '•', ':']),
  other: new Set([';', '•', ':']),
};

/**
 * What a sentence says of the words at `span` (offsets into the note): ConText's axes, with the
 * trigger that decided. Triggers reach over lists and end at conjunctions, new subjects and
 * positive statements (Harkema et al., 2009). Rules named in `ignored` are left out.
 */
export function assertPhrase(
  sentence: ReadSentence,
  span: Span,
  ignored: ReadonlySet<string> = NONE_IGNORED,
): Assertion {
  const { tokens } = sentence;
  let first = 0;
  while (first < tokens.length && (tokens[first]?.end ?? 0) <= span.start) first++;
  let last = first;
  while (last < tokens.length && (tokens[last]?.start ?? 0) < span.end) last++;
  const decided = new Map<Axis, TriggerMatch>();
  for (const match of sentence.triggers) {
    const { axis, overlap } = match.rule;
    if (overlap && match.first < first && match.last > first && !decided.has(overlap)) {
      decided.set(overlap, match);
    }
    if (axis === 'none' || decided.has(axis) || ignored.has(match.rule.rule)) continue;
    if (!reaches(sentence, match, axis, first, last)) continue;
    decided.set(axis, match);
    for (const other of match.rule.also ?? []) if (!decided.has(other)) decided.set(other, match);
  }
  return combine(sentence, decided);
}

function reaches(
  sentence: ReadSentence,
  match: TriggerMatch,
  axis: Axis,
  first: number,
  last: number,
): boolean {
  const { rule } = match;
  if (match.first >= first && match.last <= last) {
    // "status post CABG" as one phrase is history; "no" inside a phrase belongs to the phrase.
    return (
      axis === 'historical' &&
      rule.reach === 'forward' &&
      match.first === first &&
      match.last < last
    );
  }
  if (rule.reach === 'backward') return reachesBack(sentence, match, axis, last);
  // "cough: no, fever: yes", "cough (-), fever (+)": an answer says nothing of what follows it.
  if (axis === 'negated' && isAnswer(sentence, match)) return false;
  // "no signs of" before "signs of infection": a trigger may run into the phrase it is about.
  if (match.first >= first) return false;
  if (match.last > first) return match.last < last;
  if (first - match.last > (rule.within ?? FORWARD_WITHIN)) return false;
  return isOpen(sentence, axis, match.last, first);
}

/** Whether nothing between two tokens ends the reach of an axis. */
function isOpen(sentence: ReadSentence, axis: Axis, from: number, to: number): boolean {
  for (const { rule, first } of sentence.triggers) {
    if (first >= from && first < to && rule.stops?.includes(axis)) return false;
  }
  let brackets = 0;
  for (let i = from; i < to; i++) {
    const token = sentence.tokens[i];
    if (!token || token.isWord) continue;
    if (token.lower === '(' || token.lower === '[') brackets++;
    if (token.lower === ')' || token.lower === ']') {
      if (brackets === 0) return false;
      brackets--;
    }
    if (i > from && BARRIERS[axis].has(token.lower)) return false;
    if (token.lower === '.' && endsClause(sentence, i)) return false;
  }
  return true;
}

function endsClause({ text, tokens }: ReadSentence, i: number): boolean {
  const at = tokens[i]?.end ?? 0;
  return /\s/.test(text[at] ?? ' ') && (tokens[i - 1]?.end ?? 0) - (tokens[i - 1]?.start ?? 0) > 1;
}

function reachesBack(
  sentence: ReadSentence,
  match: TriggerMatch,
  axis: Axis,
  last: number,
): boolean {
  const { tokens } = sentence;
  const { rule } = match;
  if (match.first < last) return false;
  if (rule.near && !endsAnswer(sentence, match)) return false;
  const between = tokens.slice(last, match.first);
  if (rule.near) return isNear(between) || isListAnswer(between);
  if (between.length > (rule.within ?? BACKWARD_WITHIN)) return false;
  if (between.some((t) => BARRIERS[axis].has(t.lower))) return false;
  const comma = between.findIndex((t) => t.lower === ',');
  if (comma >= 0 && !(comma === 0 && between.length === 1)) {
    const head = tokens[match.first]?.lower ?? '';
    if (!['are', 'were', 'all', 'have'].includes(head)) return false;
  }
  return !sentence.triggers.some(
    (t) =>
      t.first >= last &&
      t.first < match.first &&
      (t.rule.axis !== 'none' || t.rule.stops?.includes(axis)),
  );
}

/** "fever: none", "fever was absent", "fever (-)". */
function isNear(between: readonly Token[]): boolean {
  return between.length <= 3 && between.every((t) => COPULAS.has(t.lower) || JOINS.has(t.lower));
}

/** "fever, chills: none" */
function isListAnswer(between: readonly Token[]): boolean {
  if (between.length > 9 || !JOINS.has(between.at(-1)?.lower ?? '')) return false;
  return (
    LISTED.has(between[0]?.lower ?? '') && between.slice(0, -1).every((t) => !JOINS.has(t.lower))
  );
}

const ANSWERS_ALONE = new Set([
  'no',
  'nil',
  'none',
  'denies',
  'denied',
  '-',
  'free',
  'nill',
  'n/a',
  ':n',
  '=n',
]);

const MARKS = new Set(['(-)', '✗', '✘', 'ø', '∅', '❌']);
const FINAL_MARKS = new Set([...MARKS, '(+)', '✓', '✔', '☑', '✅']);

/** Whether a trigger that could deny what follows answers for what stands before it. */
function isAnswer({ tokens }: ReadSentence, match: TriggerMatch): boolean {
  const written = tokens.slice(match.first, match.last).map((t) => t.lower);
  const answer = written.join('');
  const isMark = MARKS.has(answer);
  if (match.first === 0 || !(isMark || ANSWERS.has(answer))) return false;
  const next = tokens[match.last];
  if (next && /^[,.;)|]$/.test(next.lower)) return true;
  if (!isMark || tokens[match.first - 1]?.isWord !== true) return false;
  // "fever ✗ cough ✓": marks that end the sentence stand behind their findings throughout.
  const end = tokens.slice(-3).map((t) => t.lower);
  return FINAL_MARKS.has(end.at(-1) ?? '') || FINAL_MARKS.has(end.join(''));
}

const ANSWERS = new Set(['no', 'nil', 'none', 'neg', 'negative', '-ve', 'absent', 'nill', 'nad']);

/** An answer such as "no" or "none" must have nothing of its own after it. */
function endsAnswer({ tokens, text }: ReadSentence, match: TriggerMatch): boolean {
  const next = tokens[match.last];
  if (next === undefined) return true;
  const answer = tokens
    .slice(match.first, match.last)
    .map((t) => t.lower)
    .join('');
  if (!ANSWERS_ALONE.has(answer)) return next.lower !== 'for' && next.lower !== 'of';
  const gap = text.slice(tokens[match.last - 1]?.end ?? 0, next.start);
  return /[,.;)|]/.test(next.lower) || gap.includes('\n');
}

const ORDER: readonly Axis[] = [
  'negated',
  'uncertain',
  'hypothetical',
  'family',
  'other',
  'historical',
];

function combine(sentence: ReadSentence, decided: ReadonlyMap<Axis, TriggerMatch>): Assertion {
  const { defaults } = sentence;
  const family = decided.has('family') || (defaults.family && !decided.has('other'));
  const deciding = ORDER.map((axis) => decided.get(axis)).find((m) => m !== undefined);
  return {
    negated: decided.has('negated'),
    uncertain: decided.has('uncertain') && !decided.has('negated'),
    historical: decided.has('historical') || defaults.historical,
    hypothetical: decided.has('hypothetical') || defaults.hypothetical,
    experiencer: family ? 'family' : decided.has('other') ? 'other' : 'patient',
    trigger: deciding ? triggerOf(sentence, deciding) : sectionTrigger(sentence),
  };
}

function triggerOf({ text, tokens }: ReadSentence, match: TriggerMatch): Trigger {
  const start = tokens[match.first]?.start ?? 0;
  const end = tokens[match.last - 1]?.end ?? start;
  return { start, end, text: text.slice(start, end), rule: match.rule.rule };
}

function sectionTrigger({ text, section, defaults }: ReadSentence): Trigger | null {
  if (!section?.heading) return null;
  if (!defaults.family && !defaults.historical && !defaults.hypothetical) return null;
  const { start, end } = section.heading;
  return { start, end, text: text.slice(start, end), rule: 'section' };
}

const PRESENT: Assertion = {
  negated: false,
  uncertain: false,
  historical: false,
  hypothetical: false,
  experiencer: 'patient',
  trigger: null,
};

/**
 * What a text says of a phrase: its first occurrence, without regard to case or white space. Any
 * phrase may be asked about; one that does not occur is reported as present. As in ConText, habits
 * and allergies count as history, and what has resolved as denied.
 */
export function assertConcept(text: string, phrase: string): Assertion {
  const span = occurrence(text, phrase);
  if (!span) return PRESENT;
  const sections = splitSections(text);
  const section = sections.find((s) => s.span.start <= span.start && span.start < s.span.end);
  let start = span.start;
  let end = span.end;
  // A phrase in a heading is answered by what follows it: "ALLERGIES - NONE".
  const reach =
    section?.heading && span.end <= section.body.start ? section.body.start + 1 : span.end;
  for (const s of splitSentences(text, sections)) {
    if (s.start < reach && s.end > span.start) {
      start = Math.min(start, s.start);
      end = Math.max(end, s.end);
    }
  }
  const sentence = readSentence(text, { start, end }, section ?? null);
  const assertion = assertPhrase(sentence, span);
  const background = sectionDefaults(section ?? null).background || BACKGROUND.test(phrase);
  const resolved = assertion.trigger?.rule === 'resolved' && !isAwaited(sentence);
  return {
    ...assertion,
    negated: assertion.negated || resolved,
    historical: background || (assertion.historical && !resolved),
  };
}

const BACKGROUND =
  /\b(?:smok(?:er|es|ing|ed)|cigarettes?|tobacco|alcohol|etoh|drinks? (?:wine|beer|socially)|(?:illicit |recreational |street |intravenous |iv )?drug (?:use|abuse)|illicit drugs?|allerg(?:y|ies|ic))\b/i;

/** "once the infection has resolved" */
function isAwaited({ triggers }: ReadSentence): boolean {
  return triggers.some((t) => t.rule.rule === 'not-yet');
}

function occurrence(text: string, phrase: string): Span | null {
  const pieces = phrase.trim().split(/\s+/).filter(Boolean);
  if (pieces.length === 0) return null;
  const source = pieces.map((p) => p.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\s+');
  const whole = new RegExp(`(?<![\\p{L}\\p{N}])${source}(?![\\p{L}\\p{N}])`, 'iu').exec(text);
  const m = whole ?? new RegExp(source, 'iu').exec(text);
  return m && { start: m.index, end: m.index + m[0].length };
}
