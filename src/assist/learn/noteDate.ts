/** How far into a note its date is looked for: it stands in the head. */
const HEAD_LINES = 8;

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const EARLIEST = 1980;

/** `2026-11-24`, `2026_11_24`, `20261124`, not inside a longer number. */
const YEAR_FIRST = /(?<!\d)((?:19|20)\d{2})([-_./ ]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)/g;
const NUMERIC = /(?<!\d)(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d{2})(?!\d)/g;
const DAY_MONTH =
  /(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?,?[ -]((?:19|20)\d{2})(?!\d)/gi;
const MONTH_DAY = /\b([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? ((?:19|20)\d{2})(?!\d)/gi;

export interface DatedNote {
  /** File name, with or without folders. */
  readonly name: string;
  readonly text: string;
  /** When the file was last written, milliseconds since the epoch. */
  readonly mtimeMs: number;
}

/**
 * When a note was written, as far as it shows: by its file's name, else the latest date of its first
 * lines (a date of birth stands there too), else when the file was written. Milliseconds since the
 * epoch, at midnight UTC for the first two. Dates after `now` count for nothing.
 */
export function noteDate({ name, text, mtimeMs }: DatedNote, now: number): number {
  const head = text.split('\n', HEAD_LINES).join('\n').slice(0, 2000);
  return latest(name, now) ?? latest(head, now) ?? mtimeMs;
}

function latest(text: string, now: number): number | null {
  const found: number[] = [];
  const add = (year: string, month: number, day: string): void => {
    const date = dateOf(Number(year), month, Number(day));
    if (date !== null && date <= now) found.push(date);
  };
  for (const [, y, , m, d] of text.matchAll(YEAR_FIRST)) add(y!, Number(m), d!);
  for (const [, a, , b, y] of text.matchAll(NUMERIC)) {
    // Which comes first is told by the larger one; where both could be months it hardly matters.
    if (Number(a) > 12) add(y!, Number(b), a!);
    else add(y!, Number(a), b!);
  }
  for (const [, d, m, y] of text.matchAll(DAY_MONTH)) add(y!, monthOf(m!), d!);
  for (const [, m, d, y] of text.matchAll(MONTH_DAY)) add(y!, monthOf(m!), d!);
  return found.length === 0 ? null : Math.max(...found);
}

/** 1–12, or 0. */
function monthOf(word: string): number {
  return MONTHS.indexOf(word.slice(0, 3).toLowerCase()) + 1;
}

function dateOf(year: number, month: number, day: number): number | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real && month > 0 && year >= EARLIEST ? date.getTime() : null;
}
