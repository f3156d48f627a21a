import { isAnswer } from './answers';
import { reachesBack } from './backwardReach';
import { BARRIERS, LISTED } from './barriers';
import type { ReadSentence, Words } from './sentenceWords';
import type { Axis, TriggerMatch } from './triggers';
import type { Trigger } from '../types';

const FORWARD_WITHIN = 300;

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
  if (rule.rule === 'suggested' && isProposal(sentence, match)) return false;
  if (rule.rule === 'was-on' && !isStopped(sentence, last)) return false;
  if (rule.rule === 'any-further' && sentence.section?.division !== 'plan') return false;
  if (rule.rule === 'listed-for' && !isFirst(sentence, match)) return false;
  if (rule.rule === 'history-of' && isSinceDays(sentence, last)) return false;
  if (UP_TO_COMMA.has(rule.rule) && isListedAfter(sentence, match.last, first)) return false;
  if (rule.reach === 'backward') return reachesBack(sentence, match, axis, first, last);
  // "cough: no, fever: yes", "cough (-), fever (+)": an answer says nothing of what follows it.
  if (axis === 'negated' && isAnswer(sentence, match)) return false;
  // "no signs of" before "signs of infection": a trigger may run into the phrase it is about.
  if (match.first >= first) return false;
  if (match.last > first) return match.last < last;
  if (first - match.last > (rule.within ?? FORWARD_WITHIN)) return false;
  if (axis === 'negated' && isStated(sentence, match.last, first, last)) return false;
  return isOpen(sentence, axis, match.last, first);
}

/** "Suggested a longer visit for asthma": in a plan, or without a subject, it doubts nothing. */
function isProposal({ tokens, section }: ReadSentence, { first }: TriggerMatch): boolean {
  return section?.division === 'plan' || tokens[first - 1]?.isWord !== true;
}

function isFirst({ tokens }: ReadSentence, { first }: TriggerMatch): boolean {
  return (
    tokens.slice(Math.max(0, first - MARKS_BEFORE), first).every((t) => !t.isWord) &&
    first <= MARKS_BEFORE
  );
}

const MARKS_BEFORE = 2;

/** "She was on a statin but stopped it" */
function isStopped({ triggers }: ReadSentence, last: number): boolean {
  return triggers.some((t) => t.first >= last && STOPPED.has(t.rule.rule));
}

const STOPPED: ReadonlySet<string> = new Set(['stopped', 'stopped-after']);

/** "History of swelling for four days" */
function isSinceDays({ triggers }: ReadSentence, last: number): boolean {
  return triggers.some(
    (t) => t.rule.rule === 'for-days' && t.first - last >= 0 && t.first - last <= 2,
  );
}

/** "No fever, ulcer unchanged", "no liver disease, alcohol 3 a week": told of how it stands. */
function isStated(
  { text, tokens }: ReadSentence,
  from: number,
  first: number,
  last: number,
): boolean {
  if (tokens[first - 1]?.lower !== ',' || first - 1 <= from) return false;
  const next = tokens[last];
  if (!next || text.slice(tokens[last - 1]?.end, next.start).includes('\n')) return false;
  const amount = next.lower === '~' ? tokens[last + 1] : next;
  return STATES.has(next.lower) || /^\d/.test(amount?.lower ?? '');
}

const STATES: ReadonlySet<string> = new Set(
  'unchanged stable persists persisting ongoing healing improving improved resolving settling worse worsening better as'.split(
    ' ',
  ),
);

const UP_TO_COMMA: ReadonlySet<string> = new Set(['prior', 'finished']);

/** "Ran out of previous tablets, anxious": the comma ends what was before. */
function isListedAfter({ tokens }: ReadSentence, from: number, to: number): boolean {
  return tokens.slice(from, to).some((t) => t.lower === ',');
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

/** The words of a trigger, with the rule they belong to. */
export function triggerOf({ text, tokens }: Words, match: TriggerMatch): Trigger {
  const start = tokens[match.first]?.start ?? 0;
  const end = tokens[match.last - 1]?.end ?? start;
  return { start, end, text: text.slice(start, end), rule: match.rule.rule };
}
