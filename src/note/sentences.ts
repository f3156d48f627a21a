import type { Section, Sentence, Span } from './types';

// A full stop after these ends no sentence.
const ABBREVIATED =
  /(?:^|[\s(,])(?:dr|mr|mrs|ms|prof|st|vs|approx|no|e\.g|i\.e|etc|p\.o|b\.i\.d|t\.i\.d|q\.i\.d|q\.d|p\.r\.n|i\.v|i\.m|a\.m|p\.m|ca|cf|hx|pt|fig|al|[a-z])$/i;
const BREAK = /[.!?]+["')\]]*(?=\s|,\S|,\s*$|$)|\r?\n/g;
const LIST_MARK = /^\s*(?:\d{1,2}[.)]|\d{1,2}[ \t]+[A-Z]|[-–—•*→>#☐☑]|\[[ xX]?\])/;
const NUMBER_MARK = /(?:^|[\s,])\d{1,2}$/;
const MAX_SENTENCE = 1200;
// Lines shorter than this were ended by the writer, not by the margin.
const WRAPPED_LINE = 55;

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
  const close = (end: number): void => {
    pushTrimmed(part, start, end, body.start, spans);
    start = end;
  };
  BREAK.lastIndex = 0;
  for (let m = BREAK.exec(part); m; m = BREAK.exec(part)) {
    const end = m.index + m[0].length;
    if (m[0].endsWith('\n')) {
      if (!continues(part, lineStart, m.index, end)) close(end);
      lineStart = end;
    } else if (endsSentence(part, start, m.index, end)) {
      close(end);
    }
  }
  close(part.length);
  return spans;
}

function continues(part: string, lineStart: number, lineEnd: number, next: number): boolean {
  if (lineEnd - lineStart < WRAPPED_LINE) return false;
  const after = part.slice(next, next + 80);
  if (/^[ \t]*\r?\n/.test(after) || LIST_MARK.test(after)) return false;
  if (/[.!?:;]\s*$/.test(part.slice(Math.max(lineStart, lineEnd - 4), lineEnd))) return false;
  return /^\s*[a-z0-9("]/.test(after);
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
