import type { Note, Section } from '../note/types';
import type { Inquiry } from '../reasoning/types';

/** Words that leave a finding open: the reader takes what follows them for nobody's finding yet. */
const OPEN: Readonly<Record<Inquiry, string>> = {
  ask: 'To ask:',
  examine: 'To look for:',
  test: 'To test for:',
};

/** Where each inquiry belongs, best first. */
const PLACE: Readonly<Record<Inquiry, (section: Section) => number>> = {
  ask: ({ label, division }) => (label === 'GENHX' ? 2 : division === 'subjective' ? 1 : 0),
  examine: ({ label, division }) => (label === 'EXAM' ? 2 : division === 'objective' ? 1 : 0),
  test: ({ label, division }) => (label === 'PLAN' ? 2 : division === 'plan' ? 1 : 0),
};

/** A line to put into a note, and the part of it to select so that the answer overwrites it. */
export interface InsertedLine {
  /** UTF-16 offset in the note. */
  readonly offset: number;
  readonly text: string;
  /** Half-open, within `text`. */
  readonly select: readonly [number, number];
}

/**
 * The line that reminds of a question, at the end of the section where its answer belongs, or of
 * the note where there is no such section.
 */
export function questionLine(
  note: Note,
  question: { readonly name: string; readonly inquiry: Inquiry },
): InsertedLine {
  const rank = PLACE[question.inquiry];
  const [section] = note.sections
    .filter((s) => s.heading !== null && rank(s) > 0)
    .sort((a, b) => rank(b) - rank(a));
  const end = section ? section.span.end : note.text.length;
  const offset = note.text.slice(0, end).trimEnd().length;
  const lead = offset === 0 ? '' : '\n';
  const line = `${OPEN[question.inquiry]} ${question.name}`;
  return { offset, text: `${lead}${line}`, select: [lead.length, lead.length + line.length] };
}
