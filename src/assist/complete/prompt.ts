/** Characters of earlier visits that are read before the note: they cost reading time once. */
const MOST_EARLIER = 1200;
/** A note longer than this fills the model's window by itself. */
const LONG_NOTE = 2000;

/**
 * What the model reads: the note up to the cursor and, while that is short, the end of the same
 * patient's last visits. What is in front stays the same from key to key, so that it is read once.
 */
export function promptOf(before: string, earlierVisits: readonly string[]): string {
  if (before.length > LONG_NOTE || earlierVisits.length === 0) return before;
  const earlier = earlierVisits
    .map((text) => text.trim())
    .join('\n\n')
    .slice(0, MOST_EARLIER);
  return `${earlier}\n\n${before}`;
}
