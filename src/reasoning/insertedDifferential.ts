import type { Span } from '../note/types';

/** The line a differential begins with when it is inserted into a note. */
export const DIFFERENTIAL_HEADING = 'Differential (decision support, for review):';

/**
 * Where a note holds a differential that was inserted into it: from its heading over its numbered
 * lines. What it says is a conclusion and a list of questions, not a finding of the patient.
 */
export function insertedDifferentials(text: string): readonly Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf(DIFFERENTIAL_HEADING); at >= 0;) {
    const rest = text.slice(at + DIFFERENTIAL_HEADING.length);
    const items = /^[^\S\n]*(?:\r?\n\d+\. [^\n]*)*/.exec(rest)![0];
    const end = at + DIFFERENTIAL_HEADING.length + items.length;
    spans.push({ start: at, end });
    at = text.indexOf(DIFFERENTIAL_HEADING, end);
  }
  return spans;
}
