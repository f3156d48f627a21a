import { lineAt, lineStarts } from '../note/lines';
import type { Note, Span } from '../note/types';
import { sectionName } from './words';

/** A headed section as an outline shows it. */
export interface SectionLines {
  readonly name: string;
  /** What kind of section it is, where its heading does not say so itself. */
  readonly detail: string;
  /** Heading and body, without the blank lines that follow. */
  readonly span: Span;
  readonly heading: Span;
  /** First and last line from 0 when more than one line can be folded, else null. */
  readonly fold: readonly [number, number] | null;
}

/**
 * The headed sections of a note. With `isMarkdown` those that Markdown itself knows as headings
 * are left out: the editor outlines and folds them already.
 */
export function sectionLines(note: Note, isMarkdown: boolean): readonly SectionLines[] {
  const { text } = note;
  const starts = lineStarts(text);
  const lineOf = (offset: number) => lineAt(starts, offset) - 1;
  return note.sections.flatMap((section, i): SectionLines[] => {
    const { heading, title, label } = section;
    if (!heading) return [];
    const first = lineOf(heading.start);
    const lineText = text.slice(starts[first] ?? 0, heading.start);
    if (isMarkdown && /^\s*#/.test(lineText)) return [];
    const length = text.slice(section.span.start, section.span.end).trimEnd().length;
    const end = Math.max(heading.end, section.span.start + length);
    const next = note.sections[i + 1]?.heading;
    let last = lineOf(Math.max(end - 1, heading.start));
    // Headings within a line: the line belongs to the section that ends up on it.
    if (next && lineOf(next.start) === last) last--;
    return [
      {
        name: title || sectionName(label),
        detail: detailOf(title, sectionName(label)),
        span: { start: heading.start, end },
        heading,
        fold: last > first ? [first, last] : null,
      },
    ];
  });
}

function detailOf(title: string, kind: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .trim() === kind
    ? ''
    : kind;
}
