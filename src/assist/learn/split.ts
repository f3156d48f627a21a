/** Notes that teach and notes that measure. */
export interface Split<T> {
  readonly train: readonly T[];
  readonly held: readonly T[];
}

/** The share of notes that is kept back: the newest, as the notes to come will be newer still. */
const HELD_SHARE = 0.2;

/** The newest fifth is held back, one at least; equal dates keep their order by name. */
export function splitByDate<T extends { readonly date: number; readonly name: string }>(
  notes: readonly T[],
): Split<T> {
  const ordered = [...notes].sort(
    (a, b) => a.date - b.date || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  );
  const held = Math.max(1, Math.round(HELD_SHARE * ordered.length));
  return { train: ordered.slice(0, -held), held: ordered.slice(-held) };
}
