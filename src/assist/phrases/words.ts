/** Words and punctuation, each with the space before it; line breaks are words of their own. */
export function wordsOf(text: string): string[] {
  return text.match(/\n| ?[^\s,.;:()]+(?:\.\d+)?| ?[,.;:()]/gu) ?? [];
}

/** Contexts match without regard to case and spacing; what is suggested keeps both. */
export function foldWord(word: string): string {
  return word === '\n' ? word : word.trim().toLowerCase();
}

/** The text up to the last whole word, and the word being typed (with its leading space). */
export function splitPartial(before: string): { readonly head: string; readonly partial: string } {
  const match = / ?[^\s,.;:()]+$/u.exec(before);
  return match
    ? { head: before.slice(0, match.index), partial: match[0] }
    : { head: before.replace(/ +$/, ''), partial: before.endsWith(' ') ? ' ' : '' };
}

/** Longest context, in words. */
export const ORDER = 4;

/** What followed a context: counts by word; `kinds` and `total` may count more than is listed. */
export interface Continuations {
  readonly total: number;
  readonly kinds: number;
  readonly counts: Iterable<readonly [word: string, count: number]>;
}
