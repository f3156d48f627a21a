import type { ReadSentence, Words } from './readSentence';
import type { Axis, Token, TriggerMatch } from './triggers';
import type { Trigger } from './types';

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
 * Whether a trigger reaches the tokens from `first` to `last` (exclusive): over lists, up to
 * conjunctions, new subjects and positive statements.
 */
export function reaches(
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

/** Whether nothing between two tokens ends the reach of an axis. */
export function isOpen(sentence: Words, axis: Axis, from: number, to: number): boolean {
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

/** "once the infection has resolved" */
export function isAwaited({ triggers }: ReadSentence): boolean {
  return triggers.some((t) => t.rule.rule === 'not-yet');
}

/** The words of a trigger, with the rule they belong to. */
export function triggerOf({ text, tokens }: Words, match: TriggerMatch): Trigger {
  const start = tokens[match.first]?.start ?? 0;
  const end = tokens[match.last - 1]?.end ?? start;
  return { start, end, text: text.slice(start, end), rule: match.rule.rule };
}
