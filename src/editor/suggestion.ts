/** A suggestion that was shown, with the text it was made for. */
export interface Shown {
  /** Document the suggestion belongs to. */
  readonly key: string;
  readonly text: string;
  /** Cursor, UTF-16 units into `text`. */
  readonly offset: number;
  readonly completion: string;
}

/**
 * What is left of a shown suggestion when its beginning has been typed since, or null when
 * something else changed. Going back into the typed part gives it back.
 */
export function typedAlong(
  shown: Shown | null,
  now: { readonly key: string; readonly text: string; readonly offset: number },
): string | null {
  if (!shown || shown.key !== now.key || shown.completion === '') return null;
  const typed = now.offset - shown.offset;
  if (typed < 0 || typed >= shown.completion.length) return null;
  if (now.text.length - shown.text.length !== typed) return null;
  if (!shown.completion.startsWith(now.text.slice(shown.offset, now.offset))) return null;
  if (now.text.slice(0, shown.offset) !== shown.text.slice(0, shown.offset)) return null;
  if (now.text.slice(now.offset) !== shown.text.slice(shown.offset)) return null;
  return shown.completion.slice(typed);
}

/** True where ghost text would break a word or push written text aside unasked. */
export function isInsideWord(text: string, offset: number): boolean {
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
