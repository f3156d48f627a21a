import type { Span } from '../../note/types';

const MONTHS = [
  ['january', 'jan'],
  ['february', 'feb', 'febr'],
  ['march', 'mar'],
  ['april', 'apr'],
  ['may'],
  ['june', 'jun'],
  ['july', 'jul'],
  ['august', 'aug'],
  ['september', 'sept', 'sep'],
  ['october', 'oct'],
  ['november', 'nov'],
  ['december', 'dec'],
] as const;

const MONTH = `(?:${MONTHS.flat()
  .sort((a, b) => b.length - a.length)
  .join('|')})`;
const YEAR = `(?:(?:19|20)\\d{2}|['’]\\d{2})`;
const DAY = `(?:3[01]|[12]\\d|0?[1-9])`;
const ORDINAL = `(?:st|nd|rd|th)`;
const TIME = `(?:[T ,]{1,2}(?:at )?\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,6})?)?(?: ?[ap]\\.?m\\b)?(?:Z|[+-]\\d{2}:?\\d{2})?)?`;

/** Month as a word; the first group is the month. */
const WORDED = [
  // 5th of March 2021, 15-Jan-21, 15Jan2023
  `(?<![\\d/.])${DAY}${ORDINAL}?[ .\\-/]{0,2}(?:of )?(${MONTH})\\b\\.?(?:[ ,.\\-/]{0,2}(?:${YEAR}|\\d{2}(?![\\d/:.]|\\s?(?:mg|ml|%))))?(?!\\d)`,
  `(?<![\\d/.])${DAY}[ \\-]?(${MONTH})[ \\-]?(?:19|20)\\d{2}(?!\\d)`,
  // March 5th, 2021; Mar 5-7
  `(?<![\\p{L}\\d])(${MONTH})\\b\\.?[ \\-]{0,2}(?:the )?${DAY}${ORDINAL}?(?![\\d/%]|\\.\\d)(?: ?(?:-|–|to|and|&) ?${DAY}${ORDINAL}?(?![\\d/]))?(?:[ ,.\\-]{1,3}(?:of )?${YEAR})?`,
  // March 2021, March of '21
  `(?<![\\p{L}\\d])(${MONTH})\\b\\.?[ ,\\-/]{1,2}(?:of )?(?:the year )?${YEAR}(?!\\d)`,
].map((p) => new RegExp(p + TIME, 'giu'));

const YEAR_FIRST = new RegExp(
  `(?<![\\d/.\\-])(?:19|20)\\d{2}([-/.])(?:0?[1-9]|1[0-2])\\1${DAY}(?!\\d)${TIME}`,
  'g',
);
const NUMERIC = new RegExp(
  `(?<![\\d/.\\-\\p{L}])(\\d{1,2})([/.\\-])(\\d{1,2})\\2((?:1[89]|20)\\d{2}|\\d{2})(?![\\d/\\p{L}]|[.\\-]\\d)${TIME}`,
  'gu',
);
const MONTH_YEAR = /(?<![\d/.\-])(?:0?[1-9]|1[0-2])[/-](?:19|20)\d{2}(?![\d/\-])/g;
/** A day and a month alone are a date only where the words say so: "3/7" is three days, "5/10" a score. */
const DAY_MONTH =
  /(?<=\b(?:on|dated|date|dates|dob|since|until|till|as of|effective|scheduled for|due|admitted|discharged|seen|visit|appointment|exam|labs?|mri|ct|x-?ray)(?::| of| from| on| for)? )(\d{1,2})[/-](\d{1,2})(?![\d/%]|[.\-]\d|\s?(?:mg|ml|tabs?|tablets?|strength|power|pain|scale|years?|weeks?|days?|months?|murmur|pills?|hours?|hrs?|inch|cup|dose|of)\b)/gi;
const MONTH_ALONE = new RegExp(`(?<![\\p{L}\\d'’-])(${MONTH})\\b(?![\\p{L}\\d'’-])`, 'gu');
const HOLIDAY =
  /\b(?:Christmas(?: Eve| Day)?|New Year(?:'s|’s|s)? (?:Eve|Day)|Thanksgiving(?: Day)?|Easter(?: Sunday| Monday)?|Halloween|Labor Day|Memorial Day|Independence Day|Boxing Day|Valentine(?:'s|’s)? Day|(?:Mother|Father)(?:'s|’s) Day|Hanukkah|Ramadan|Passover|Eid|Diwali|Anzac Day|Veterans Day|Columbus Day)\b(?! (?:disease|factor|tree))/g;

const DOUBTFUL = new Set(['may', 'march', 'mar', 'jan', 'jun', 'dec', 'sep', 'apr', 'august']);
const BEFORE_MONTH =
  /\b(?:in|since|of|by|until|till|last|next|early|late|mid|this|during|from|through|between|to|and|before|after|around|about|for|on)[ -]$/i;

/** Dates finer than a year, as they are written. */
export function datesIn(text: string): readonly Span[] {
  const found: Span[] = [];
  for (const pattern of WORDED) {
    for (const m of text.matchAll(pattern)) {
      if (isMonth(m[1] ?? '', m[0])) found.push(spanOf(m));
    }
  }
  for (const m of text.matchAll(YEAR_FIRST)) found.push(spanOf(m));
  for (const m of text.matchAll(NUMERIC)) {
    if (isCalendar(m) && !isDose(text, m.index + m[0].length)) found.push(spanOf(m));
  }
  for (const m of text.matchAll(MONTH_YEAR)) found.push(spanOf(m));
  const shorthand = /(?<!\d)\d{1,2}\/52(?!\d)/.test(text);
  for (const m of text.matchAll(DAY_MONTH)) {
    const on = /\b(?:on|dated|date|dob|until|since) $/i.test(
      text.slice(Math.max(0, m.index - 8), m.index),
    );
    if (isDayMonth(Number(m[1]), Number(m[2]), { sure: on, shorthand })) found.push(spanOf(m));
  }
  for (const m of text.matchAll(MONTH_ALONE)) {
    if (isMonthAlone(text, m.index, m[0])) found.push(spanOf(m));
  }
  for (const m of text.matchAll(HOLIDAY)) found.push(spanOf(m));
  return found;
}

/** The number of a month (1–12) by its name or short form, or null. */
export function monthNumber(name: string): number | null {
  const lower = name.toLowerCase();
  const at = MONTHS.findIndex((names) => (names as readonly string[]).includes(lower));
  return at < 0 ? null : at + 1;
}

/** "may 5" is a date in capitals, or with a year or an ordinal: "may 5 times" is none. */
function isMonth(month: string, whole: string): boolean {
  if (/^\p{Lu}/u.test(month) || !DOUBTFUL.has(month.toLowerCase())) return true;
  return /(?:19|20)\d{2}|\d(?:st|nd|rd|th)\b/.test(whole);
}

function isMonthAlone(text: string, at: number, month: string): boolean {
  if (!/^\p{Lu}/u.test(month) || month.length < 3) return false;
  const before = text.slice(Math.max(0, at - 10), at);
  if (DOUBTFUL.has(month.toLowerCase()) || month.length < 5) return BEFORE_MONTH.test(before);
  return month !== 'April' && month !== 'June' ? true : BEFORE_MONTH.test(before);
}

function isCalendar([, first, mark, second, year]: RegExpMatchArray): boolean {
  const [a, b] = [Number(first), Number(second)];
  if (!((a >= 1 && a <= 31 && b >= 1 && b <= 12) || (a >= 1 && a <= 12 && b >= 1 && b <= 31))) {
    return false;
  }
  // "1.2.10" is a heading's number; "05.02.10" is a date.
  if (mark === '.') return year?.length === 4 || (first?.length === 2 && second?.length === 2);
  return true;
}

function isDose(text: string, at: number): boolean {
  return /^\s?(?:mg|ml|mcg|units?|%|mm|cm|kg|g)\b/i.test(text.slice(at, at + 7));
}

/** UK notes write days, weeks and months as 3/7, 2/52 and 6/12; scores are out of five or ten. */
function isDayMonth(
  a: number,
  b: number,
  { sure, shorthand }: { readonly sure: boolean; readonly shorthand: boolean },
): boolean {
  const calendar = (a <= 12 && b <= 31) || (a <= 31 && b <= 12);
  if (a < 1 || b < 1 || !calendar) return false;
  if ((b === 7 && a <= 7) || (shorthand && (b === 7 || b === 12))) return false;
  return sure ? !(b === a || b === 5 || b === 10) || a > b : b > 12 || a > 12;
}

function spanOf(m: RegExpMatchArray): Span {
  const start = m.index ?? 0;
  return { start, end: start + m[0].replace(/[ ,.\-/]+$/, '').length };
}
