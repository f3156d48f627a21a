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
  /** What the line that opens a list says of its items: "Denies:", "Return if:". */
  readonly lead: ReadonlyMap<Axis, Trigger>;
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
    lead: leadOf(text, span.start, section?.body.start ?? 0),
  };
}

const SAFETY_NET_REACH = 1500;
const NEXT_TOPIC = /\n[ \t]*\r?\n|\n[ \t]*(?:#|\d{1,2}[.)])/;
// "Eyes", "Function:", "# Today": a heading that is not known, below an empty line.
const UNKNOWN_HEADING =
  /\n[ \t]*\r?\n[ \t]*(?:#+[ \t]|[*_]{2})?[A-Z][A-Za-z/&]*(?: [A-Za-z/&]+){0,2}(?:[*_]{0,2}:|[ \t]*\r?\n(?=[ \t]*\S))/g;
const NO_DEFAULTS: SectionDefaults = {
  historical: false,
  family: false,
  hypothetical: false,
  uncertain: false,
  background: false,
};
interface Reach {
  readonly defaults: SectionDefaults;
  /** Where they end. */
  readonly end: number;
}

/** By section: asked for once for every sentence of it. */
const reachBySection = new WeakMap<Section, Reach>();

/**
 * A safety net ends with its paragraph, or where the next numbered problem begins; what other
 * headings say ends at a heading of the writer's own.
 */
function defaultsAt(text: string, at: number, section: Section | null): SectionDefaults {
  if (!section) return NO_DEFAULTS;
  let reach = reachBySection.get(section);
  if (!reach) {
    reach = reachOf(text, section);
    reachBySection.set(section, reach);
  }
  const { defaults, end } = reach;
  return at > end ? { ...NO_DEFAULTS, background: defaults.background } : defaults;
}

function reachOf(text: string, section: Section): Reach {
  const defaults = sectionDefaults(section);
  const { hypothetical, historical, family, uncertain } = defaults;
  if (hypothetical) return { defaults, end: endOfNet(text, section) };
  const ends = historical || family || uncertain;
  return { defaults, end: ends ? endOfTopic(text, section) : Infinity };
}

function endOfNet(text: string, { body }: Section): number {
  const reach = Math.min(body.end, body.start + SAFETY_NET_REACH);
  const next = NEXT_TOPIC.exec(text.slice(body.start, reach));
  return next ? body.start + next.index : reach;
}

function endOfTopic(text: string, { body }: Section): number {
  const part = text.slice(body.start, body.end);
  // An empty line right below the heading ends nothing.
  UNKNOWN_HEADING.lastIndex = Math.max(part.search(/\S/), 0);
  const next = UNKNOWN_HEADING.exec(part);
  return next ? body.start + next.index : body.end;
}

const LIST_ITEM = /([ \t]*)([-–—•*→>☐☑]|\d{1,2}[.)]|\[[ xX]?\])[ \t]+/y;
const ITEMS_BELOW = 15;
const NO_LEAD: ReadonlyMap<Axis, Trigger> = new Map();
const LED: ReadonlySet<Axis> = new Set([
  'negated',
  'uncertain',
  'hypothetical',
  'historical',
  'planned',
]);
const OPENS_LIST = /(?:[:：]|\b(?:if|when|for|any))[*_]{0,3}[ \t]*\r?$/i;

/** What the line above a list says of the items, where the place is in a list item. */
function leadOf(text: string, at: number, floor: number): ReadonlyMap<Axis, Trigger> {
  // Looked for in a window: a text without line ends would be searched to its beginning each time.
  const base = Math.max(floor, at - LEAD_WITHIN);
  const part = text.slice(base, at + LIST_MARK_LENGTH);
  let start = part.lastIndexOf('\n', at - base - 1) + 1;
  const own = itemAt(part, start);
  if (!own) return NO_LEAD;
  for (let i = 0; i < ITEMS_BELOW && start > 0; i++) {
    const end = start - 1;
    start = part.lastIndexOf('\n', end - 1) + 1;
    const item = itemAt(part, start);
    const isSibling = item && item.indent >= own.indent && item.mark === own.mark;
    if (isSibling || (item && item.indent > own.indent)) continue;
    if (start === 0 && base > floor) return NO_LEAD;
    const isOpening = OPENS_LIST.test(part.slice(start, end));
    return triggersOfLead(text, base + start, base + end, isOpening);
  }
  return NO_LEAD;
}

const LEAD_WITHIN = 1200;
const LIST_MARK_LENGTH = 12;

function itemAt(text: string, start: number): { indent: number; mark: string } | null {
  LIST_ITEM.lastIndex = start;
  const m = LIST_ITEM.exec(text);
  if (!m) return null;
  const mark = m[2] ?? '';
  return { indent: m[1]?.length ?? 0, mark: /\d/.test(mark) ? '1' : mark };
}

/**
 * A denial opens a list only with its last words: "No change in tablets:" denies none. Without a
 * colon or an "if" at its end a line must end with the words that decide: "Safety net".
 */
function triggersOfLead(
  text: string,
  start: number,
  end: number,
  isOpening: boolean,
): ReadonlyMap<Axis, Trigger> {
  const tokens = tokensOf(text, start, end);
  const lead = new Map<Axis, Trigger>();
  const sentence = { text, tokens, triggers: findTriggers(tokens) };
  for (const match of sentence.triggers) {
    const { axis, reach } = match.rule;
    if (axis === 'none' || !LED.has(axis) || reach !== 'forward' || lead.has(axis)) continue;
    const after = tokens.slice(match.last).filter((t) => t.isWord);
    if (!isOpening && (axis !== 'hypothetical' || after.length > 0)) continue;
    const isThought = axis === 'hypothetical' || axis === 'planned';
    if (!isThought && after.some((t) => !OF_LIST.has(t.lower))) continue;
    const to = tokens.at(-1)?.isWord === false ? tokens.length - 1 : tokens.length;
    if (isOpen(sentence, axis, match.last, to)) lead.set(axis, triggerOf(sentence, match));
  }
  return lead;
}

const OF_LIST = new Set(['any', 'all', 'of', 'the', 'following', 'these', 'current', 'today']);

const NONE_IGNORED: ReadonlySet<string> = new Set();
/** Whoever reads a drug leaves this rule out, which is how one is known here. */
const OF_NO_DRUG = 'as-needed';
const PROCEDURE =
  /(?:[a-z]{3}(?:ectomy|otomy|ostomy|plasty|scopy|desis|centesis)|\b(?:biops(?:y|ies)|surgery|operation|procedure|excision|resection|aspiration(?!\s+pneumon)|inj(?:ection)?s?|grafts?|bypass|transplant(?:ation)?|catheteri[sz]ation|angiogra(?:m|phy)|stent(?:ing|s)?|drainage|decompression|repair|fusion|cryo(?:therapy)?|ablation|radiotherapy|chemotherapy|dialysis|physio(?:therapy)?|embolization|circumcision|replacement))\b/i;
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
  planned: new Set([';', '•', '→']),
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
  let treatment: boolean | null = null;
  const isTreatment = (): boolean =>
    (treatment ??=
      ignored.has(OF_NO_DRUG) || PROCEDURE.test(sentence.text.slice(span.start, span.end)));
  const decided = new Map<Axis, TriggerMatch>();
  for (const match of sentence.triggers) {
    const { axis, overlap } = match.rule;
    if (overlap && match.first < first && match.last > first && !decided.has(overlap)) {
      decided.set(overlap, match);
    }
    if (axis === 'none' || decided.has(axis) || ignored.has(match.rule.rule)) continue;
    const isOfTreatment = axis === 'planned' || match.rule.of === 'treatment';
    if (isOfTreatment && !isTreatment()) continue;
    if (!reaches(sentence, match, axis, first, last)) continue;
    if (axis === 'negated' && isKnownOther(sentence, match, span)) continue;
    decided.set(axis, match);
    for (const other of match.rule.also ?? []) if (!decided.has(other)) decided.set(other, match);
  }
  const { lead, defaults } = sentence;
  const isThought =
    decided.size > 0 || lead.size > 0 || defaults.uncertain || defaults.hypothetical;
  return isThought && isTreatment()
    ? ofTreatment(combine(sentence, decided), sentence, decided, first)
    : combine(sentence, decided);
}

/**
 * What is thought of as a treatment is planned: "consider aspirin", "possible surgery". One that
 * was given is no conjecture, and "fever on amoxicillin" says that it is taken.
 */
function ofTreatment(
  said: Assertion,
  sentence: ReadSentence,
  decided: ReadonlyMap<Axis, TriggerMatch>,
  first: number,
): Assertion {
  const doubt = decided.get('uncertain');
  const isDoubted = doubt !== undefined && first - doubt.last <= DOUBT_WITHIN;
  const { lead, defaults } = sentence;
  const isPlanned =
    decided.has('planned') ||
    isDoubted ||
    lead.has('planned') ||
    lead.has('uncertain') ||
    defaults.uncertain;
  const isOnIt = TAKEN.has(sentence.tokens[first - 1]?.lower ?? '');
  const hypothetical =
    !isOnIt && !said.negated && (said.hypothetical || (isPlanned && !said.historical));
  return { ...said, uncertain: false, hypothetical };
}

const DOUBT_WITHIN = 8;
const TAKEN = new Set(['on', 'from', 'taking', 'despite']);

const TOLD_WITHIN = 1500;

/** "A rash. No other rash": what was told before is not denied by denying more of it. */
function isKnownOther({ text, tokens }: ReadSentence, match: TriggerMatch, span: Span): boolean {
  const next = tokens[match.last];
  const isOther =
    tokens[match.last - 1]?.lower === 'other' ||
    (next?.lower === 'other' && next.start < span.start) ||
    (match.last - match.first > 1 &&
      tokens.slice(match.first, match.last).some((t) => t.lower === 'other'));
  if (!isOther) return false;
  const name = text.slice(span.start, span.end).toLowerCase().replace(/s$/, '');
  const before = text.slice(Math.max(0, span.start - TOLD_WITHIN), span.start);
  return before.toLowerCase().includes(name);
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
    if (rule.rule === 'no-allergy') return true;
    // "status post CABG" as one phrase is history; "no" inside a phrase belongs to the phrase.
    return (
      axis === 'historical' &&
      rule.reach === 'forward' &&
      match.first === first &&
      match.last < last
    );
  }
  if (rule.rule === 'plus-minus' && sentence.section?.division === 'subjective') return false;
  if (rule.rule === 'at-that-time' && match.first > 0) return false;
  if (rule.reach === 'backward') return reachesBack(sentence, match, axis, first, last);
  // "cough: no, fever: yes", "cough (-), fever (+)": an answer says nothing of what follows it.
  if (axis === 'negated' && isAnswer(sentence, match)) return false;
  // "no signs of" before "signs of infection": a trigger may run into the phrase it is about.
  if (match.first >= first) return false;
  if (match.last > first) return match.last < last;
  if (first - match.last > (rule.within ?? FORWARD_WITHIN)) return false;
  return isOpen(sentence, axis, match.last, first);
}

const GOING_ON = 'going-on';
const TO_THE_KNOWN = 'to-the-known';

function isListed({ tokens }: Words, from: number, to: number): boolean {
  return tokens.slice(from, to).some((t) => LISTED.has(t.lower));
}

type Words = Pick<ReadSentence, 'text' | 'tokens' | 'triggers'>;

/** Whether nothing between two tokens ends the reach of an axis. */
function isOpen(sentence: Words, axis: Axis, from: number, to: number): boolean {
  for (const match of sentence.triggers) {
    const { rule, first } = match;
    if (first < from || first >= to || !rule.stops?.includes(axis)) continue;
    if (first === from && rule.rule === GOING_ON) continue;
    // "Denies injury to the head, vomiting": the list goes on behind the part it names.
    if (rule.rule === TO_THE_KNOWN && isListed(sentence, match.last, to)) continue;
    return false;
  }
  let brackets = 0;
  let quotes = 0;
  for (let i = from; i < to; i++) {
    const token = sentence.tokens[i];
    if (!token || token.isWord) continue;
    // What was said inside quotation marks ends with them: “no energy”, fever.
    if (token.lower === '“') quotes++;
    if (token.lower === '”' && quotes-- === 0) return false;
    if (token.lower === '"' && isClosing(sentence, i)) {
      if (quotes === 0) return false;
      quotes--;
    } else if (token.lower === '"') quotes++;
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

/** Whether a straight quotation mark closes: it stands behind a word or a mark, before a space. */
function isClosing({ text, tokens }: Words, i: number): boolean {
  const at = tokens[i]?.start ?? 0;
  return /[^\s(]/.test(text[at - 1] ?? ' ') && !/[\p{L}\p{N}]/u.test(text[at + 1] ?? ' ');
}

function endsClause({ text, tokens }: Words, i: number): boolean {
  const at = tokens[i]?.end ?? 0;
  const length = (tokens[i - 1]?.end ?? 0) - (tokens[i - 1]?.start ?? 0);
  if (/\s/.test(text[at] ?? ' ')) return length > 1;
  // "…in good condition.surgery, bunion": keywords glued to the end of a report.
  return length > 3 && /\p{Ll}/u.test(text[at] ?? '') && tokens[i - 1]?.isWord === true;
}

function reachesBack(
  sentence: ReadSentence,
  match: TriggerMatch,
  axis: Axis,
  first: number,
  last: number,
): boolean {
  const { tokens } = sentence;
  const { rule } = match;
  if (match.first < last) return false;
  if (rule.near && !endsAnswer(sentence, match)) return false;
  if (rule.rule === 'resolved' && isAwaited(sentence)) return false;
  if (rule.rule === 'to-hospital' && !isPlan(sentence)) return false;
  if (rule.rule === 'weeks-ago' && isOnset(sentence, match)) return false;
  const between = tokens.slice(last, match.first);
  if (rule.near) {
    return isNear(between) || isListAnswer(between) || (axis === 'negated' && isSlashed(between));
  }
  if (between.length > (rule.within ?? BACKWARD_WITHIN)) return false;
  if (between.some((t) => BARRIERS[axis].has(t.lower))) return false;
  if (axis === 'planned' && (isTaken(sentence, first) || between.some((t) => t.lower === '(')))
    return false;
  const comma = between.findIndex((t) => t.lower === ',');
  if (comma >= 0 && !(comma === 0 && between.length === 1)) {
    const head = tokens[match.first]?.lower ?? '';
    if (!OF_ALL.has(head) && !isListOfDiagnoses(sentence, match, axis)) return false;
  }
  return !sentence.triggers.some(
    (t) =>
      t.first >= last &&
      t.first < match.first &&
      (t.rule.axis !== 'none' || t.rule.stops?.includes(axis)),
  );
}

/** "Adjust amoxicillin if": words that say it is taken stand before it. */
function isTaken({ triggers }: ReadSentence, first: number): boolean {
  return triggers.some(
    (t) => t.rule.rule === 'continued' && t.last <= first && first - t.last <= 2,
  );
}

/** Where what is to come is written down, red flags among it. */
function isPlan({ section }: ReadSentence): boolean {
  return section?.division === 'plan' || /^red flag/i.test(section?.title ?? '');
}

/** "A lump noticed three months ago" is there since. */
function isOnset({ tokens }: ReadSentence, { first }: TriggerMatch): boolean {
  return tokens.slice(Math.max(0, first - ONSET_WITHIN), first).some((t) => ONSET.has(t.lower));
}

const ONSET = new Set([
  'onset',
  'started',
  'began',
  'begun',
  'noticed',
  'noted',
  'developed',
  'fell',
  'since',
  'commenced',
  'worse',
  'worsening',
  'dx',
  'diagnosed',
  "dx'd",
  'known',
  'injury',
  'injured',
  'first',
  'initially',
  'appeared',
  'woke',
]);
const ONSET_WITHIN = 12;
const OF_ALL = new Set(['are', 'were', 'all', 'have', '→']);

/** "UTI, stones unlikely": in an assessment the doubt is about the whole list. */
function isListOfDiagnoses({ section }: ReadSentence, { rule }: TriggerMatch, axis: Axis): boolean {
  if (axis !== 'uncertain' || rule.rule !== 'doubted-after') return false;
  return section?.division === 'assessment';
}

/** "glucose/ketones neg" */
function isSlashed(between: readonly Token[]): boolean {
  const isPair = (t: Token, i: number) => (i % 2 === 0 ? t.lower === '/' : t.isWord);
  return (
    between.length > 0 && between.length <= 6 && between.length % 2 === 0 && between.every(isPair)
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
  // "Fatigue - likely viral" doubts the cause, not the fatigue.
  if (match.rule.rule === 'question-mark') {
    const gap = text.slice(tokens[match.last - 1]?.end ?? 0, next.start);
    return !next.isWord || gap.includes('\n') || AFTER_DOUBT.has(next.lower);
  }
  if (!ANSWERS_ALONE.has(answer)) return next.lower !== 'for' && next.lower !== 'of';
  const gap = text.slice(tokens[match.last - 1]?.end ?? 0, next.start);
  return /[,.;)|]/.test(next.lower) || gap.includes('\n');
}

const AFTER_DOUBT = new Set(['given', 'based', 'because', 'but', 'as', 'today', 'at', 'on', 'in']);

const ORDER: readonly Axis[] = [
  'negated',
  'uncertain',
  'hypothetical',
  'family',
  'other',
  'historical',
];

function combine(sentence: ReadSentence, decided: ReadonlyMap<Axis, TriggerMatch>): Assertion {
  const { defaults, lead } = sentence;
  const family = decided.has('family') || (defaults.family && !decided.has('other'));
  const negated = decided.has('negated') || (lead.has('negated') && !isAffirmed(sentence));
  const said = ORDER.map((axis) => decided.get(axis)).find((m) => m !== undefined);
  const led = ORDER.map((axis) => lead.get(axis)).find((t) => t !== undefined);
  const uncertain = decided.has('uncertain') || lead.has('uncertain') || defaults.uncertain;
  return {
    negated,
    uncertain: uncertain && !negated,
    historical: decided.has('historical') || lead.has('historical') || defaults.historical,
    hypothetical: decided.has('hypothetical') || lead.has('hypothetical') || defaults.hypothetical,
    experiencer: family ? 'family' : decided.has('other') ? 'other' : 'patient',
    trigger: said ? triggerOf(sentence, said) : (led ?? sectionTrigger(sentence)),
  };
}

/** "Denies: - fever (+)": an item may speak against the head of its list. */
function isAffirmed({ triggers }: ReadSentence): boolean {
  return triggers.some((t) => t.rule.rule === 'presence');
}

function triggerOf({ text, tokens }: Words, match: TriggerMatch): Trigger {
  const start = tokens[match.first]?.start ?? 0;
  const end = tokens[match.last - 1]?.end ?? start;
  return { start, end, text: text.slice(start, end), rule: match.rule.rule };
}

function sectionTrigger({ text, section, defaults }: ReadSentence): Trigger | null {
  if (!section?.heading) return null;
  const { family, historical, hypothetical, uncertain } = defaults;
  if (!family && !historical && !hypothetical && !uncertain) return null;
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
 * and allergies count as history, as does a lifelong disease in a line of its own, and what has
 * resolved as denied.
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
  const background =
    sectionDefaults(section ?? null).background ||
    BACKGROUND.test(phrase) ||
    (LIFELONG.test(phrase.trim()) && isAlone(text, span));
  const resolved = assertion.trigger?.rule === 'resolved' && !isAwaited(sentence);
  return {
    ...assertion,
    negated: assertion.negated || resolved,
    historical: background || (assertion.historical && !resolved),
  };
}

const BACKGROUND =
  /\b(?:smok(?:er|es|ing|ed)|cigarettes?|tobacco|alcohol|etoh|drinks? (?:wine|beer|socially)|(?:illicit |recreational |street |intravenous |iv )?drug (?:use|abuse)|illicit drugs?|allerg(?:y|ies|ic))\b/i;

// Diseases that, once had, stay: alone in a line they are an item of the past history.
const LIFELONG =
  /^(?:(?:essential|arterial|benign) )?(?:hypertension|(?:type [12i]+ )?diabetes(?: mellitus(?: type [12i]+)?)?|(?:high|increased|elevated) cholesterol|hypercholesterol[a]?emia|hyperlipid[a]?emia|hypothyroidism|osteoarthritis|osteoporosis|gout)$/i;

/** Whether nothing but a mark stands in the text beside a phrase. */
function isAlone(text: string, { start, end }: Span): boolean {
  return !/[\p{L}\p{N}]/u.test(text.slice(0, start) + text.slice(end));
}

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
