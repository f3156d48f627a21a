import type { Section, Sentence, Span } from '../types';

// A full stop after these ends no sentence.
const ABBREVIATED =
  /(?:^|[\s(,])(?:dr|mr|mrs|ms|prof|st|vs|approx|no|e\.g|i\.e|etc|p\.o|b\.i\.d|t\.i\.d|q\.i\.d|q\.d|p\.r\.n|i\.v|i\.m|a\.m|p\.m|ca|cf|hx|pt|fig|al|[a-z])$/i;
const BREAK = /[.!?]+["')\]]*(?=\s|,\S|,\s*$|$)|\r?\n/g;
const LIST_MARK = /^\s*(?:\d{1,2}[.)]|\d{1,2}[ \t]+[A-Z]|[-–—•*→>#☐☑]|\[[ xX]?\])/;
const NUMBER_MARK = /(?:^|[\s,])\d{1,2}$/;
const MAX_SENTENCE = 1200;
// Lines shorter than this were ended by the writer, unless their own words say otherwise.
const WRAPPED_LINE = 55;
// A paragraph this wide or wider was wrapped at a margin where its next word did not fit.
const NARROW_MARGIN = 40;
// No sentence ends with these, whatever begins the next line.
const OPEN_END = /(?:^|[\s,(])(?:and|or|of|the|with|a|an|for|from|by)\s*$/i;
// Nor with these where the next line goes on in lower case.
const DANGLING =
  /(?:^|[\s,(])(?:mild|moderate|severe|mildly|moderately|severely|acute|chronic|marked|slight|left|right|bilateral|any|some|no|without|denies|his|her|their|to|in|on|at|is|was|are|were|has|had|have|been|upper|lower|small|large|significant|new)\s*$/i;

/**
 * The sentences and list items of a note, in order, without surrounding white space. A line end
 * breaks a sentence unless the line was wrapped; nothing crosses a section or exceeds 1,200 units.
 */
export function splitSentences(text: string, sections: readonly Section[]): readonly Sentence[] {
  const sentences: Sentence[] = [];
  sections.forEach(({ body }, section) => {
    for (const span of sentencesIn(text, body)) sentences.push({ ...span, section });
  });
  return sentences;
}

function sentencesIn(text: string, body: Span): Span[] {
  const spans: Span[] = [];
  const part = text.slice(body.start, body.end);
  let start = 0;
  let lineStart = 0;
  const margin = marginOf(part);
  const close = (end: number): void => {
    pushTrimmed(part, start, end, body.start, spans);
    start = end;
  };
  BREAK.lastIndex = 0;
  for (let m = BREAK.exec(part); m; m = BREAK.exec(part)) {
    const end = m.index + m[0].length;
    if (m[0].endsWith('\n')) {
      if (!continues(part, lineStart, m.index, end, margin)) close(end);
      lineStart = end;
    } else if (endsSentence(part, start, m.index, end)) {
      close(end);
    }
  }
  close(part.length);
  return spans;
}

/** The longest line of the paragraph that holds a place; places must be asked for in order. */
function marginOf(part: string): (at: number) => number {
  let end = -1;
  let width = 0;
  return (at) => {
    if (at < end) return width;
    const blank = /\n[ \t]*\r?\n/g;
    blank.lastIndex = at;
    end = blank.exec(part)?.index ?? part.length;
    width = 0;
    for (let from = at; from < end;) {
      const newline = part.indexOf('\n', from);
      const stop = newline < 0 || newline > end ? end : newline;
      width = Math.max(width, stop - from);
      from = stop + 1;
    }
    return width;
  };
}

/** Whether a sentence goes on over the end of a line. */
function continues(
  part: string,
  lineStart: number,
  lineEnd: number,
  next: number,
  margin: (at: number) => number,
): boolean {
  const after = part.slice(next, next + 80);
  if (/^[ \t]*\r?\n/.test(after) || LIST_MARK.test(after)) return false;
  const tail = part.slice(Math.max(lineStart, lineEnd - 14), lineEnd);
  if (/[.!?:;|]\s*$/.test(tail)) return false;
  if (OPEN_END.test(tail)) return /^\s*[\p{L}\d(]/u.test(after);
  if (!/^\s*[a-z0-9("]/.test(after)) return false;
  const length = lineEnd - lineStart;
  if (length >= WRAPPED_LINE) return true;
  if (!/^\s*[a-z]/.test(after)) return false;
  if (DANGLING.test(tail)) return true;
  const line = part.slice(lineStart, Math.min(lineEnd, lineStart + 12));
  // "- fever\n  and chills"
  if (LIST_MARK.test(line) && /^[ \t]{2}/.test(after)) return true;
  const width = margin(lineStart);
  const word = /^\s*(\S+)/.exec(after)?.[1]?.length ?? 0;
  return width >= NARROW_MARGIN && length * 2 > width && length + 1 + word > width;
}

function endsSentence(part: string, start: number, at: number, end: number): boolean {
  if (part[at] !== '.') return true;
  const before = part.slice(Math.max(start, at - 12), at);
  if (NUMBER_MARK.test(before) && /^[\s,]*\d{1,2}$/.test(part.slice(start, at).slice(-6))) {
    return false;
  }
  const after = part.slice(end, end + 12);
  if (/^\s*,?\s*(?:[A-Z0-9"'([•\-–*]|$)/.test(after)) {
    return !(ABBREVIATED.test(before) && !/^\s*$/.test(after) && !/^\s*\n/.test(after));
  }
  // "…was seen. he also": a lower-case start after a space is still a new sentence, except after
  // an abbreviation.
  return /^\s+[a-z]/.test(after) && !ABBREVIATED.test(before) && !/\.$/.test(before);
}

function pushTrimmed(part: string, from: number, to: number, offset: number, out: Span[]): void {
  let start = from;
  let end = to;
  while (start < end && /[\s,]/.test(part[start] ?? '')) start++;
  while (end > start && /[\s,]/.test(part[end - 1] ?? '')) end--;
  while (end - start > MAX_SENTENCE) {
    const space = part.slice(start, start + MAX_SENTENCE).lastIndexOf(' ');
    const cut = start + (space > 0 ? space : MAX_SENTENCE);
    out.push({ start: offset + start, end: offset + cut });
    start = cut;
    while (start < end && /\s/.test(part[start] ?? '')) start++;
  }
  if (end > start) out.push({ start: offset + start, end: offset + end });
}
