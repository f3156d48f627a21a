import type { ReadSentence } from './sentenceWords';
import type { TriggerMatch, TriggerRule } from './triggers';
import type { Token } from './tokens';

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
export function isAnswer({ tokens }: ReadSentence, match: TriggerMatch): boolean {
  const written = tokens.slice(match.first, match.last).map((t) => t.lower);
  const answer = written.join('');
  const isMark = MARKS.has(answer) || answer === 'nil';
  if (match.first === 0 || !(isMark || ANSWERS.has(answer))) return false;
  const next = tokens[match.last];
  if (next && /^[,.;)|]$/.test(next.lower)) return true;
  if (!isMark || tokens[match.first - 1]?.isWord !== true) return false;
  // "fever ✗ cough ✓": marks that end the sentence stand behind their findings throughout.
  const end = tokens.slice(-3).map((t) => t.lower);
  if (answer === 'nil') return end.at(-1) === 'nil';
  return FINAL_MARKS.has(end.at(-1) ?? '') || FINAL_MARKS.has(end.join(''));
}

const ANSWERS = new Set(['no', 'nil', 'none', 'neg', 'negative', '-ve', 'absent', 'nill', 'nad']);

/** An answer such as "no" or "none" must have nothing of its own after it. */
export function endsAnswer({ tokens, text }: ReadSentence, match: TriggerMatch): boolean {
  const next = tokens[match.last];
  if (next === undefined) return true;
  const answer = tokens
    .slice(match.first, match.last)
    .map((t) => t.lower)
    .join('');
  // "Fatigue - likely viral" doubts the cause, not the fatigue.
  if (match.rule.rule === 'question-mark') {
    const gap = text.slice(tokens[match.last - 1]?.end ?? 0, next.start);
    // "Fatigue ?low iron" doubts what follows: the mark stands at it.
    if (!next.isWord) return gap !== '' || !OPENS_DOUBT.has(next.lower);
    return gap.includes('\n') || AFTER_DOUBT.has(next.lower);
  }
  if (!ANSWERS_ALONE.has(answer)) return next.lower !== 'for' && next.lower !== 'of';
  // "tremor nil agitation nil"
  if (answer === 'nil' && tokens.at(-1)?.lower === 'nil') return true;
  const gap = text.slice(tokens[match.last - 1]?.end ?? 0, next.start);
  return /[,.;)|]/.test(next.lower) || gap.includes('\n');
}

const OPENS_DOUBT = new Set(['↓', '↑', '→', '<', '>', '+', '“', '"']);
const AFTER_DOUBT = new Set(['given', 'based', 'because', 'but', 'as', 'today', 'at', 'on', 'in']);

/**
 * "Skin: -red, -warm": a minus at a word denies it where the sentence has more than one such sign;
 * a single one is the mark of a list or a dash.
 */
export function minusBefore({ text, tokens }: ReadSentence, first: number): TriggerMatch | null {
  if (!isSignAt(text, tokens, first - 1, '-')) return null;
  let signs = 0;
  for (let i = 0; i < tokens.length && signs < 2; i++) {
    if (isSignAt(text, tokens, i, '-') || isSignAt(text, tokens, i, '+')) signs++;
  }
  return signs < 2 ? null : { rule: MINUS, first: first - 1, last: first };
}

const MINUS: TriggerRule = { rule: 'minus', axis: 'negated', reach: 'forward', phrases: ['-'] };

/** Whether a sign stands at the word behind it, at the head of an item. */
function isSignAt(text: string, tokens: readonly Token[], i: number, sign: string): boolean {
  const [before, token, next] = [tokens[i - 1], tokens[i], tokens[i + 1]];
  if (token?.lower !== sign || next?.isWord !== true || next.start !== token.end) return false;
  return before === undefined || /[,;:]/.test(before.lower) || text[token.start - 1] === '\n';
}
