/** A place in a file: what `chartside.openAt` is given. Lines are 1-based and inclusive. */
export interface Place {
  /** URI of the document, as text. */
  readonly uri: string;
  readonly lines?: readonly [number, number];
  /** UTF-16 units, half-open; wins over `lines`. */
  readonly span?: readonly [number, number];
}

export const OPEN_AT = 'chartside.openAt';

/** A command URI that opens the place. */
export function placeLink(place: Place): string {
  return `command:${OPEN_AT}?${encodeURIComponent(JSON.stringify([place]))}`;
}

/** True of what has the shape of a place: links travel as text and are checked when they return. */
export function isPlace(value: unknown): value is Place {
  if (typeof value !== 'object' || value === null) return false;
  const { uri, lines, span } = value as Record<string, unknown>;
  return typeof uri === 'string' && isPairOrAbsent(lines) && isPairOrAbsent(span);
}

function isPairOrAbsent(value: unknown): boolean {
  return (
    value === undefined ||
    (Array.isArray(value) && value.length === 2 && value.every((n) => Number.isInteger(n)))
  );
}
