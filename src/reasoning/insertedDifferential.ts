import type { Span } from '../note/types';

/** The line a differential begins with when it is inserted into a note. */
export const DIFFERENTIAL_HEADING = 'Differential (decision support, for review):';

/** How its other lines begin, beside the numbered ones. */
export const LINE_LABELS = {
  problem: 'Problem',
  dangers: 'Not excluded:',
  unexplained: 'Unexplained:',
} as const;

const LINES = new RegExp(
  `[^\\S\\n]*(?:\\r?\\n(?:\\d+\\. |${LINE_LABELS.problem}(?: \\d+)?: |${LINE_LABELS.dangers} |${LINE_LABELS.unexplained} )[^\\n]*)*`,
  'y',
);

/**
 * Where a note holds a differential that was inserted into it: from its heading over the lines it
 * was inserted with. What it says is a conclusion and a list of questions, not a finding of the
 * patient.
 */
export function insertedDifferentials(text: string): readonly Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf(DIFFERENTIAL_HEADING); at >= 0;) {
    LINES.lastIndex = at + DIFFERENTIAL_HEADING.length;
    const end = at + DIFFERENTIAL_HEADING.length + LINES.exec(text)![0].length;
    spans.push({ start: at, end });
    at = text.indexOf(DIFFERENTIAL_HEADING, end);
  }
  return spans;
}
