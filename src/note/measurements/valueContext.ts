import type { Span } from '../types';
import type { Word } from '../terms/words';

/** How a value stands in the note where it is not simply the patient's now. */
export interface Standing {
  readonly as: 'target' | 'threshold' | 'earlier';
  readonly word: Span;
}

const TARGET = new Set(
  'aim aims aiming target targets targeting targetted goal goals keep keeping maintain threshold thresholds cutoff ideal desired titrate titrated'.split(
    ' ',
  ),
);
const CONDITION = new Set('if unless until'.split(' '));
/** With a bound, these make a threshold: "call for HR > 120", "hold if SBP <90". */
const ORDER = new Set(
  'when whenever once should call notify return returns represent hold withhold seek escalate report review recheck emergency ed hospital urgent worse advised advise'.split(
    ' ',
  ),
);
const EARLIER = new Set(
  'previous previously prev prior earlier baseline yesterday preop preoperative'.split(' '),
);
const BACK = 10;
const NEAR = 3;

/**
 * What the words before a name make of its value. `bound` where the value is one ("> 120"): only
 * then is an order a threshold and a condition at some distance.
 */
export function standingOf(
  text: string,
  words: readonly Word[],
  i: number,
  bound: boolean,
): Standing | null {
  for (let j = i - 1; j >= 0 && j >= i - BACK; j--) {
    const [word, next] = [words[j], words[j + 1]];
    if (!word || !next || endsClause(text, word.end, next.start)) return null;
    const near = i - j <= NEAR;
    if (TARGET.has(word.lower) && (near || bound)) return { as: 'target', word };
    if (CONDITION.has(word.lower) && (near || bound)) return { as: 'threshold', word };
    if (bound && ORDER.has(word.lower)) return { as: 'threshold', word };
    if (i - j <= 2 && EARLIER.has(word.lower)) return { as: 'earlier', word };
  }
  return null;
}

/** A full stop that is no decimal point, a semicolon, a line's end. */
function endsClause(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const c = text[at];
    if (c === '\n' || c === ';') return true;
    if (c === '.' && at + 1 < to) return true;
  }
  return false;
}

const ORDERED = /[ \t]*(?:or[ \t]+[<>≤≥]|if\b|→|->|=>|call\b|seek\b)/iy;

/** "SpO2 <90% if checked", "BSL >18 → call": what follows a bound that makes it a threshold. */
export function orderAfter(text: string, at: number): Span | null {
  ORDERED.lastIndex = at;
  return ORDERED.test(text) ? { start: at, end: ORDERED.lastIndex } : null;
}

const AFTER =
  /[ \t]*[,(]?[ \t]*(?:previously|prev|last year|yesterday|in (?:19|20)\d\d)\b(?![ \t]*[:\d])/iy;

/** "Hb 110 in 2019", "K 5.9 previously": words after a value that place it in the past. */
export function earlierAfter(text: string, at: number): Span | null {
  AFTER.lastIndex = at;
  return AFTER.test(text) ? { start: at, end: AFTER.lastIndex } : null;
}

/** Words that say that what follows is of the blood again, however near the urine was. */
const BLOOD = new Set(
  'cbc fbc fbe bloods serum plasma bmp cmp chemistry chemistries uec lft lfts hemogram haematology hematology'.split(
    ' ',
  ),
);
const FAR = 120;

/** Whether one of the words stands before words[i] on its line, and no word for blood since. */
export function isNear(
  text: string,
  words: readonly Word[],
  i: number,
  near: readonly string[],
): boolean {
  const at = words[i]?.start ?? 0;
  for (let j = i - 1; j >= 0; j--) {
    const [word, next] = [words[j], words[j + 1]];
    if (!word || !next || at - word.start > FAR) return false;
    if (holdsNewline(text, word.end, next.start)) return false;
    if (near.includes(word.lower)) return true;
    if (BLOOD.has(word.lower)) return false;
  }
  return false;
}

function holdsNewline(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (text[at] === '\n') return true;
  return false;
}
