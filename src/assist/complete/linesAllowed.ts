/** Headings under which clinicians write lists, an item a line. */
const LISTS =
  /^\W*(problems?( list)?|pmhx?|past (medical )?history|meds?|medications?( list)?|current medications?|review of systems|ros|plan|allergies)\W*$/i;
const MOST_LINES = 2;

/**
 * How many line breaks a suggestion may go over: none in prose; a few in a list whose items stand
 * one a line, under a heading of a kind that is written so.
 */
export function linesAllowed(before: string): number {
  const lines = before.split('\n').slice(-12);
  const heading = lines.findLastIndex((line) => LISTS.test(line.replace(/:.*$/, '')));
  if (heading < 0) return 0;
  const items = lines.slice(heading + 1, -1);
  // Two items written one a line are the section's habit.
  if (items.length < 2 || items.some((line) => line.trim() === '')) return 0;
  return items.every((line) => line.trim().length < 80) ? MOST_LINES : 0;
}
