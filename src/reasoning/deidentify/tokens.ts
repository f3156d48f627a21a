import type { Span } from '../../note/types';

export type Letters = 'lower' | 'capital' | 'upper' | 'none';

/** A word, a number or a single mark. */
export interface Token extends Span {
  readonly text: string;
  /** In lower case, typographic apostrophes straightened. */
  readonly lower: string;
  readonly kind: 'word' | 'number' | 'mark';
  readonly letters: Letters;
  /** What stands between it and the token before. */
  readonly gap: 'none' | 'space' | 'wide' | 'line';
}

/** "Smith-Jones" and "O'Brien" are one word; of "Smith's" the word is "Smith". */
const TOKEN =
  /[\p{L}\p{M}]+(?:['’](?!s(?!\p{L}))[\p{L}\p{M}]+|-[\p{L}\p{M}]+)*|\p{N}+|[^\s\p{L}\p{M}\p{N}]/gu;

/** The tokens of a text, in order. Time is linear in the text. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let last = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [word] = match;
    const start = match.index;
    const kind = /^[\p{L}\p{M}]/u.test(word) ? 'word' : /^\p{N}/u.test(word) ? 'number' : 'mark';
    tokens.push({
      start,
      end: start + word.length,
      text: word,
      lower: word.toLowerCase().replace(/’/g, "'"),
      kind,
      letters: kind === 'word' ? lettersOf(word) : 'none',
      gap: gapOf(text.slice(last, start), last),
    });
    last = start + word.length;
  }
  return tokens;
}

function gapOf(between: string, last: number): Token['gap'] {
  if (last === 0 || between.includes('\n') || between.includes('\r')) return 'line';
  if (between === '') return 'none';
  return between.length > 2 || between.includes('\t') ? 'wide' : 'space';
}

function lettersOf(word: string): Letters {
  if (!/^\p{Lu}/u.test(word)) return 'lower';
  return word.length > 1 && word === word.toUpperCase() ? 'upper' : 'capital';
}

/** Whether a token is one capital letter. */
export function isInitial(token: Token | undefined): boolean {
  return token?.kind === 'word' && token.text.length === 1 && token.letters === 'capital';
}
