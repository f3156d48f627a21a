import { monthNumber } from './dates';

/** Whether the day or the month comes first in "03/04/2021". */
export type DateOrder = 'day-first' | 'month-first';

const MONTH_NAMES = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
/** Reckoned with where a date has no year. */
const SOME_YEAR = 2001;
const MIDDLE = 15;

interface Parsed {
  readonly year: number | null;
  readonly month: number;
  readonly day: number | null;
  readonly write: (date: Date) => string;
}

/** The order of numeric dates in a text: one that can be read in one way only decides; else US order. */
export function dateOrder(written: readonly string[]): DateOrder {
  for (const date of written) {
    const m = /^(\d{1,2})[/.-](\d{1,2})[/.-]\d/.exec(date);
    if (m && Number(m[1]) > 12) return 'day-first';
    if (m && Number(m[2]) > 12) return 'month-first';
  }
  return written.some((d) => /^\d{1,2}(?:st|nd|rd|th)? \p{L}/u.test(d))
    ? 'day-first'
    : 'month-first';
}

/**
 * A date moved by a number of days and written as it was, without the time of day's being touched; null
 * where it names no day or month that can be moved ("Christmas").
 */
export function shiftDate(written: string, days: number, order: DateOrder): string | null {
  const parsed = numeric(written, order) ?? worded(written);
  if (!parsed) return null;
  const day = parsed.day ?? MIDDLE;
  const date = new Date(Date.UTC(parsed.year ?? SOME_YEAR, parsed.month - 1, day));
  if (Number.isNaN(date.getTime())) return null;
  date.setUTCDate(date.getUTCDate() + days);
  return parsed.write(date);
}

function numeric(written: string, order: DateOrder): Parsed | null {
  const iso = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})/.exec(written);
  if (iso) {
    const [whole, year, mark = '-', month, day] = iso;
    return {
      year: Number(year),
      month: Number(month),
      day: Number(day),
      write: (d) =>
        [d.getUTCFullYear(), like(month, d.getUTCMonth() + 1), like(day, d.getUTCDate())].join(
          mark,
        ) + written.slice(whole.length),
    };
  }
  const monthYear = /^(\d{1,2})([/-])(\d{4})$/.exec(written);
  if (monthYear) {
    const [, month, mark = '/', year] = monthYear;
    return {
      year: Number(year),
      month: Number(month),
      day: null,
      write: (d) => `${like(month, d.getUTCMonth() + 1)}${mark}${d.getUTCFullYear()}`,
    };
  }
  const m = /^(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2}))?/.exec(written);
  if (!m) return null;
  const [whole, first, mark = '/', second, year] = m;
  const [a, b] = [Number(first), Number(second)];
  const dayFirst = a > 12 || (b <= 12 && order === 'day-first');
  return {
    year: year === undefined ? null : fullYear(year),
    month: dayFirst ? b : a,
    day: dayFirst ? a : b,
    write: (d) => {
      const [newDay, newMonth] = [d.getUTCDate(), d.getUTCMonth() + 1];
      const parts = dayFirst
        ? [like(first, newDay), like(second, newMonth)]
        : [like(first, newMonth), like(second, newDay)];
      if (year !== undefined) parts.push(yearLike(year, d));
      return parts.join(mark) + written.slice(whole.length);
    },
  };
}

/** "March 5th, 2021", "5 Mar '21", "March 2021", "March" */
function worded(written: string): Parsed | null {
  const word = [...written.matchAll(/\p{L}{3,}/gu)].find((m) => monthNumber(m[0]) !== null);
  const month = word && monthNumber(word[0]);
  if (!word || !month) return null;
  const rest = written.replace(word[0], ' '.repeat(word[0].length));
  const dayAt = /(?<!\d|['’:])(\d{1,2})(?!\d|:)/.exec(rest);
  const yearAt =
    /(?:19|20)\d{2}/.exec(rest) ?? /(?<=['’])\d{2}/.exec(rest) ?? secondNumber(rest, dayAt?.index);
  return {
    year: yearAt ? fullYear(yearAt[0]) : null,
    month,
    day: dayAt ? Number(dayAt[1]) : null,
    write: (d) => {
      const name = MONTH_NAMES[d.getUTCMonth()] ?? '';
      const short = word[0].length <= 4 && name.length > word[0].length;
      const edits: [number, number, string][] = [
        [word.index, word[0].length, short ? name.slice(0, 3) : name],
      ];
      if (dayAt) {
        const suffix =
          /^(?:st|nd|rd|th)/.exec(rest.slice(dayAt.index + dayAt[0].length))?.[0] ?? '';
        const day = d.getUTCDate();
        edits.push([
          dayAt.index,
          dayAt[0].length + suffix.length,
          like(dayAt[1], day) + (suffix ? ordinal(day) : ''),
        ]);
      }
      if (yearAt) edits.push([yearAt.index, yearAt[0].length, yearLike(yearAt[0], d)]);
      return edited(written, edits);
    },
  };
}

function secondNumber(rest: string, dayAt: number | undefined): RegExpExecArray | null {
  if (dayAt === undefined) return null;
  const found = /(?<!\d|:)\d{2}(?!\d|:|st|nd|rd|th)/g;
  found.lastIndex = dayAt + 2;
  return found.exec(rest);
}

function edited(text: string, edits: readonly (readonly [number, number, string])[]): string {
  let result = text;
  for (const [at, length, by] of [...edits].sort((a, b) => b[0] - a[0])) {
    result = result.slice(0, at) + by + result.slice(at + length);
  }
  return result;
}

/** With a leading nought where there was one. */
function like(written: string | undefined, value: number): string {
  return written?.startsWith('0') ? String(value).padStart(2, '0') : String(value);
}

function yearLike(written: string, date: Date): string {
  const year = String(date.getUTCFullYear());
  return written.length === 2 ? year.slice(2) : year;
}

function fullYear(written: string): number {
  const year = Number(written);
  if (written.length > 2) return year;
  return year > 40 ? 1900 + year : 2000 + year;
}

function ordinal(day: number): string {
  if (day >= 11 && day <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][day % 10] ?? 'th';
}
