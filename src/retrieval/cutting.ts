/** A run of lines of a document: 0-based, half-open. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/** A piece of a section: whole lines, or (for a very long line) part of one. */
export interface Piece extends LineRange {
  readonly text: string;
}

/** Where a section may be cut before a line, and how good a place that is. */
export type CutKind = 'heading' | 'paragraph' | 'item' | 'line';

const TARGET_WORDS = 200;
const MOST_WORDS = 260;
const LEAST_WORDS = 40;

export function splitLines(text: string): string[] {
  return text.split(/\r\n|\r|\n/);
}

export function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

/**
 * Cuts a section into pieces of about 200 words at the best places: before a sub-heading, a
 * paragraph or a list item, else between lines, and inside a very long line between sentences.
 * Pieces follow one another in order; blank lines at their ends are left out.
 */
export function cutSection(
  lines: readonly string[],
  section: LineRange,
  cuts: ReadonlyMap<number, CutKind>,
): Piece[] {
  const whole = trimmed(lines, section);
  if (whole === null) return [];
  const words = lines.slice(whole.from, whole.to).map(countWords);
  const total = words.reduce((a, b) => a + b, 0);
  if (total <= MOST_WORDS) return [pieceOf(lines, whole)];

  const ranges: { from: number; to: number; words: number }[] = [];
  let from = whole.from;
  let held = 0;
  for (let line = whole.from; line < whole.to; line++) {
    const unit = unitWords(words, whole, cuts, line);
    const cut = cuts.get(line) ?? 'line';
    const full =
      held + unit > MOST_WORDS ||
      (held >= TARGET_WORDS / 2 && cut === 'heading') ||
      held >= TARGET_WORDS;
    const allowed = cut !== 'line' || held >= MOST_WORDS;
    if (line > from && full && allowed && !followsHeading(lines, cuts, line)) {
      ranges.push({ from, to: line, words: held });
      from = line;
      held = 0;
    }
    held += words[line - whole.from];
  }
  const last = ranges[ranges.length - 1];
  if (last && held < LEAST_WORDS) last.to = whole.to;
  else ranges.push({ from, to: whole.to, words: held });

  return ranges.flatMap((range) => {
    const part = trimmed(lines, range);
    return part === null ? [] : cutLongLines(lines, part);
  });
}

/** Words from a line up to the next place for a cut. */
function unitWords(
  words: readonly number[],
  whole: LineRange,
  cuts: ReadonlyMap<number, CutKind>,
  line: number,
): number {
  let sum = words[line - whole.from];
  for (let next = line + 1; next < whole.to && !cuts.has(next); next++) {
    sum += words[next - whole.from];
    if (sum > MOST_WORDS) break;
  }
  return sum;
}

/** A heading stays with what it heads. */
function followsHeading(
  lines: readonly string[],
  cuts: ReadonlyMap<number, CutKind>,
  line: number,
): boolean {
  for (let before = line - 1; before >= 0; before--) {
    if (cuts.get(before) === 'heading') return true;
    if (lines[before].trim() !== '') return false;
  }
  return false;
}

/** Cuts a piece whose lines are longer than a piece may be (a note in one line) by sentences. */
function cutLongLines(lines: readonly string[], range: LineRange): Piece[] {
  const long = [];
  for (let i = range.from; i < range.to; i++) if (countWords(lines[i]) > MOST_WORDS) long.push(i);
  if (long.length === 0) return [pieceOf(lines, range)];
  const out: Piece[] = [];
  let from = range.from;
  for (const line of long) {
    const before = trimmed(lines, { from, to: line });
    if (before) out.push(pieceOf(lines, before));
    for (const text of cutSentences(lines[line])) out.push({ from: line, to: line + 1, text });
    from = line + 1;
  }
  const after = trimmed(lines, { from, to: range.to });
  if (after) out.push(pieceOf(lines, after));
  return out;
}

/** Cuts after a word that ends a sentence once enough words are held, and by force when too many. */
function cutSentences(line: string): string[] {
  const out: string[] = [];
  let from = 0;
  let words = 0;
  let sentenceEnd = 0;
  let wordsAfter = 0;
  for (const match of line.matchAll(/\S+/g)) {
    words++;
    wordsAfter++;
    const end = match.index + match[0].length;
    if (words > TARGET_WORDS && sentenceEnd > from) {
      out.push(line.slice(from, sentenceEnd).trim());
      from = sentenceEnd;
      words = wordsAfter;
    } else if (words >= MOST_WORDS) {
      out.push(line.slice(from, end).trim());
      from = end;
      words = 0;
    }
    if (/[.;:?!][,)"'”]*$/.test(match[0])) {
      sentenceEnd = end;
      wordsAfter = 0;
    }
  }
  if (line.slice(from).trim() !== '') out.push(line.slice(from).trim());
  return out;
}

function pieceOf(lines: readonly string[], range: LineRange): Piece {
  return { ...range, text: lines.slice(range.from, range.to).join('\n') };
}

function trimmed(lines: readonly string[], range: LineRange): LineRange | null {
  let { from, to } = range;
  while (from < to && lines[from].trim() === '') from++;
  while (to > from && lines[to - 1].trim() === '') to--;
  return from < to ? { from, to } : null;
}
