/** A cursor in a note. */
export interface Place {
  /** Which document. */
  readonly key: string;
  readonly text: string;
  /** Cursor, UTF-16 units into `text`. */
  readonly offset: number;
}

/** Suggestions that were shown, with the place they were made for. */
export interface Shown extends Place {
  /** Best first, none empty. */
  readonly completions: readonly string[];
  /** Asked for by key. */
  readonly explicit: boolean;
}

/**
 * What is left of shown suggestions when their beginning has been typed since, best first; empty
 * when something else changed. Going back into the typed part gives it back. A letter in the other
 * case is another letter.
 */
export function typedAlong(shown: Shown | null, now: Place): readonly string[] {
  const typed = insertedSince(shown, now);
  if (typed === null) return [];
  return shown!.completions
    .filter((completion) => completion.length > typed.length && completion.startsWith(typed))
    .map((completion) => completion.slice(typed.length));
}

/** Whether all of a shown suggestion, and nothing else, now stands before the cursor. */
export function takenWhole(shown: Shown | null, now: Place): boolean {
  const typed = insertedSince(shown, now);
  return typed !== null && typed !== '' && shown!.completions.includes(typed);
}

/** The text that was put in between `then` and `now` at the cursor, or null when more changed. */
function insertedSince(then: Place | null, now: Place): string | null {
  if (!then || then.key !== now.key) return null;
  const length = now.offset - then.offset;
  if (length < 0 || now.text.length - then.text.length !== length) return null;
  if (now.text.slice(now.offset) !== then.text.slice(then.offset)) return null;
  if (now.text.slice(0, then.offset) !== then.text.slice(0, then.offset)) return null;
  return now.text.slice(then.offset, now.offset);
}

/** Where the cursor is once a completion has been taken whole. */
export function placeAfter(place: Place, completion: string): Place {
  const { key, text, offset } = place;
  return {
    key,
    text: text.slice(0, offset) + completion + text.slice(offset),
    offset: offset + completion.length,
  };
}

/** Whether a document's text lies on the way from `place` to having taken `completion` whole. */
export function isOnTheWay(place: Place, completion: string, key: string, text: string): boolean {
  const typed = insertedSince(place, {
    key,
    text,
    offset: place.offset + text.length - place.text.length,
  });
  return typed !== null && completion.startsWith(typed);
}

/** True where ghost text would break a word. */
export function isInsideWord({ text, offset }: Pick<Place, 'text' | 'offset'>): boolean {
  return isWord(text[offset - 1]) && isWord(text[offset]);
}

/** The part of a very long text that a completion needs, with the cursor moved accordingly. */
export function windowAround(
  text: string,
  offset: number,
  before = 100_000,
  after = 10_000,
): { readonly text: string; readonly offset: number } {
  const from = offset - before;
  if (from <= 0 && text.length - offset <= after) return { text, offset };
  // Start on a line, so that the window begins as a note would.
  const start = from <= 0 ? 0 : text.indexOf('\n', from) + 1 || from;
  const kept = start > offset ? from : start;
  return { text: text.slice(kept, offset + after), offset: offset - kept };
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}
