/** What the note says of a value beside it. */
export type ValueMark = 'high' | 'low' | 'normal';

/** A number that belongs to the name before it. */
export interface LinkedValue {
  /** A bound: "<5", "over 180". */
  readonly sign: '' | '<' | '>';
  readonly value: number;
  /** "≥" and "≤" are written for limits, hardly ever for a result. */
  readonly limit: boolean;
  /** The number as written. */
  readonly written: string;
  readonly start: number;
  readonly end: number;
  readonly mark: ValueMark | null;
  /** "from 3 to 5": the value that was. */
  readonly from: boolean;
  /** The number stands in brackets that are still open. */
  readonly bracket: boolean;
}

/** Words that may stand between a name and its value. */
const LINK_WORDS = new Set(
  (
    'today now currently current level levels count value reading readings result is was of at are ' +
    'were measured measures approximately about around approx to has been initially initial ' +
    'repeat repeated rpt came back returned returns elevated raised low high normal up down stable ' +
    'remains remained still peaked found noted being equals equal showed shows sitting standing ' +
    'supine lying seated random fasting fast admission arrival presentation discharge triage ' +
    'slightly mildly markedly significantly only just down borderline very ' +
    'on in the day rest room air reads read running runs recorded ' +
    'reached approximately roughly estimated rose fell dropped went increased decreased improved ' +
    'from than less greater more above below over under exceeding serum total latest recent last ' +
    'irregular regular percent arm left right manual average avg mean home lying'
  ).split(' '),
);
const MARKS: ReadonlyMap<string, ValueMark> = new Map([
  ['low', 'low'],
  ['high', 'high'],
  ['elevated', 'high'],
  ['raised', 'high'],
  ['normal', 'normal'],
]);
const SIGNS: ReadonlyMap<string, '<' | '>'> = new Map([
  ['<', '<'],
  ['≤', '<'],
  ['>', '>'],
  ['≥', '>'],
  ['less', '<'],
  ['below', '<'],
  ['under', '<'],
  ['greater', '>'],
  ['more', '>'],
  ['above', '>'],
  ['over', '>'],
  ['exceeding', '>'],
]);
/** Words that need the next one: "on arrival", "in the"; alone they lead elsewhere. */
const LEADS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    'on',
    new Set(['arrival', 'admission', 'presentation', 'discharge', 'room', 'day', 'repeat', 'the']),
  ],
  ['in', new Set(['the'])],
  ['day', new Set(['of'])],
  ['more', new Set(['than'])],
  ['less', new Set(['than'])],
  ['greater', new Set(['than'])],
]);
const SKIPPED = new Set('-–—:=~≈→↑↓*,|'.split(''));
const MOST_WORDS = 6;
const MOST_STEPS = 16;
const LONGEST_REMARK = 25;

const NUMBER = /\d{1,7}(?:,\d{3}(?!\d)|, 000)*(?:\.\d+)?/y;

function isDigit(c: string | undefined): boolean {
  return c !== undefined && c >= '0' && c <= '9';
}

function isLetter(c: string | undefined): boolean {
  return c !== undefined && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
}

/**
 * The number that a name which ends at `from` is given, on the same line: after "is", ":", "was
 * found to be" and the like; a remark in brackets may stand between. `signed` where it may be
 * below zero. Looks at each character once.
 */
export function linkedValue(text: string, from: number, signed = false): LinkedValue | null {
  let at = from;
  let words = 0;
  let mark: ValueMark | null = null;
  let sign: LinkedValue['sign'] = '';
  let fromValue = false;
  let bracket = false;
  let limit = false;
  for (let step = 0; step < MOST_STEPS; step++) {
    while (text[at] === ' ' || text[at] === '\t' || text[at] === '\u00a0') at++;
    const c = text[at] ?? '\n';
    const minus = signed && c === '-' && isDigit(text[at + 1]) && !isLetter(text[at - 1]);
    if (isDigit(c) || minus) {
      return number(text, at, minus, { mark, sign, limit, from: fromValue, bracket });
    }
    const bound = SIGNS.get(c);
    if (bound) {
      sign = bound;
      limit = c === '≤' || c === '≥' || text[at + 1] === '=';
      at += text[at + 1] === '=' ? 2 : 1;
    } else if (SKIPPED.has(c)) at++;
    else if (c === '(') {
      const after = afterRemark(text, at);
      bracket = after === null;
      at = after ?? at + 1;
    } else if (isLetter(c)) {
      const end = wordEnd(text, at);
      const word = text.slice(at, end).toLowerCase();
      const letter = end === at + 1 && /^[HL][ \t]+\d/.test(text.slice(at, at + 4));
      if (letter) mark = c === 'H' ? 'high' : 'low';
      else if (!LINK_WORDS.has(word) || ++words > MOST_WORDS) return null;
      else if (!leadsOn(text, word, end)) return null;
      mark = MARKS.get(word) ?? mark;
      sign = SIGNS.get(word) ?? sign;
      if (word === 'from') fromValue = true;
      at = end;
    } else return null;
  }
  return null;
}

function wordEnd(text: string, at: number): number {
  let end = at;
  while (isLetter(text[end])) end++;
  return end;
}

/** "on arrival" leads to a value, "on metformin" does not. */
function leadsOn(text: string, word: string, end: number): boolean {
  const next = LEADS.get(word);
  if (!next) return true;
  let at = end;
  while (text[at] === ' ') at++;
  return next.has(text.slice(at, wordEnd(text, at)).toLowerCase());
}

/** Where a short remark in brackets without a number ends, or null: "(fasting)". */
function afterRemark(text: string, at: number): number | null {
  for (let i = at + 1; i < at + LONGEST_REMARK; i++) {
    const c = text[i];
    if (c === ')') return i + 1;
    if (c === undefined || c === '\n' || c === '(' || isDigit(c)) return null;
  }
  return null;
}

function number(
  text: string,
  start: number,
  minus: boolean,
  said: Pick<LinkedValue, 'mark' | 'sign' | 'limit' | 'from' | 'bracket'>,
): LinkedValue | null {
  NUMBER.lastIndex = minus ? start + 1 : start;
  const written = NUMBER.exec(text)?.[0];
  if (written === undefined) return null;
  const end = NUMBER.lastIndex;
  // "1+" is a grade, "12.5.2020" a date.
  if (text[end] === '+' || (text[end] === '.' && isDigit(text[end + 1]))) return null;
  const size = Number(written.replace(/[, ]/g, ''));
  return { ...said, value: minus ? -size : size, written, start, end };
}

const SECOND = /[ \t]{0,2}(?:-|–|—|to\b)[ \t]{0,2}(\d{1,7}(?:\.\d+)?)(?!\d|\/\d|[-–]\d)/y;

/** The upper end of "60-70" where a lower end has just been read; null where it is no range. */
export function upperEnd(text: string, lower: LinkedValue): { value: number; end: number } | null {
  SECOND.lastIndex = lower.end;
  const m = SECOND.exec(text);
  const value = Number(m?.[1]);
  return m && value > lower.value ? { value, end: SECOND.lastIndex } : null;
}

const NEXT =
  /[ \t]*(?:,[ \t]*)?(?:(→|->|-->|⟶|➔)|\(?(?:and[ \t]+|but[ \t]+|is[ \t]+)?(?:now|today|currently|to|then|increased to|decreased to|up to|down to|rising to|falling to)\b)[ \t]*(?:is|at|of|up to|down to)?[ \t]*(?=\d)/y;

/** The value that has come after one that ends at `at`: "7.2 now 6.8", "12 → 84". */
export function laterValue(text: string, at: number): LinkedValue | null {
  NEXT.lastIndex = at;
  if (!NEXT.test(text)) return null;
  return number(text, NEXT.lastIndex, false, {
    mark: null,
    sign: '',
    limit: false,
    from: false,
    bracket: false,
  });
}
