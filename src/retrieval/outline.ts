import type { CutKind, LineRange } from './cutting';

/** A heading with the lines that are its own: up to the next heading of the outline. */
export interface OutlineSection extends LineRange {
  /** Headings from the document's title down to this section's own; empty before the first. */
  readonly trail: readonly string[];
  /** Lines the heading itself takes; 0 where the section has none. */
  readonly headingLines: number;
}

/** How a document is divided: its sections in order, and where a long one may be cut. */
export interface Outline {
  readonly sections: readonly OutlineSection[];
  readonly cuts: ReadonlyMap<number, CutKind>;
  /** Sub-headings that do not open a section of their own, by line. */
  readonly subheadings: ReadonlyMap<number, string>;
}

export interface Heading {
  readonly line: number;
  /** Lines it takes; an underlined heading takes two. */
  readonly lines: number;
  /** 1 for the most important. */
  readonly level: number;
  readonly title: string;
}

/** Sections from headings in order of line. Text before the first heading is a section too. */
export function sectionsOf(headings: readonly Heading[], lineCount: number): OutlineSection[] {
  const out: OutlineSection[] = [];
  const first = headings[0]?.line ?? lineCount;
  if (first > 0) out.push({ from: 0, to: first, trail: [], headingLines: 0 });
  const open: Heading[] = [];
  headings.forEach((heading, i) => {
    while (open.length > 0 && open[open.length - 1].level >= heading.level) open.pop();
    open.push(heading);
    out.push({
      from: heading.line,
      to: headings[i + 1]?.line ?? lineCount,
      trail: open.map((h) => h.title),
      headingLines: heading.lines,
    });
  });
  return out;
}
