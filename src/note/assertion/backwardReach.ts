import { endsAnswer } from './answers';
import { BARRIERS, LISTED } from './barriers';
import type { ReadSentence } from './sentenceWords';
import type { Axis, TriggerMatch } from './triggers';
import type { Token } from './tokens';

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

/** Whether a trigger reaches back over the tokens from `first` to `last` (exclusive). */
export function reachesBack(
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
  if (rule.rule === 'planned-after' && opensTalk(sentence, match)) return false;
  const between = tokens.slice(last, match.first);
  if (rule.near) {
    return isNear(between) || isListAnswer(between) || (SLASHED.has(axis) && isSlashed(between));
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
    (t) => t.first >= last && t.first < match.first && (speaks(t) || t.rule.stops?.includes(axis)),
  );
}

/** Whether a trigger says something of its own of what stands beside it. */
function speaks({ rule }: TriggerMatch): boolean {
  return rule.axis !== 'none' && rule.axis !== 'current' && rule.rule !== 'listed-for';
}

/** "Adjust amoxicillin if": words that say it is taken stand before it. */
function isTaken({ triggers }: ReadSentence, first: number): boolean {
  return triggers.some(
    (t) => t.rule.rule === 'continued' && t.last <= first && first - t.last <= 2,
  );
}

/** "Statin: discussed muscle pain" is talk of what follows; "statin discussed" of what stands before. */
function opensTalk({ tokens }: ReadSentence, match: TriggerMatch): boolean {
  if (!TALK.has(tokens[match.first]?.lower ?? '')) return false;
  const next = tokens[match.last];
  return next?.isWord === true && !AFTER_TALK.has(next.lower);
}

const TALK = new Set([
  'discussed',
  'offered',
  'considered',
  'suggested',
  'recommended',
  'proposed',
]);
const AFTER_TALK = new Set(
  'and but with today again as for at by in on if when before once later briefly'.split(' '),
);

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

const SLASHED: ReadonlySet<Axis> = new Set(['negated', 'hypothetical']);

/** "glucose/ketones neg", "stroke/clot risk" */
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

/** "once the infection has resolved" */
export function isAwaited({ triggers }: ReadSentence): boolean {
  return triggers.some((t) => t.rule.rule === 'not-yet');
}
