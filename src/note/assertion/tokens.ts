import { wordEnd } from '../terms/wordScan';
import { inLowerCase, type Word } from '../terms/words';

/** A word or a mark of a sentence. Hyphens inside words are left out. */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly lower: string;
  readonly isWord: boolean;
}

/**
 * The words and marks of `text` between two offsets; offsets of tokens are into `text`. Words that are
 * already read, in order, need not be looked for.
 */
export function tokensOf(
  text: string,
  start: number,
  end: number,
  words: readonly Word[] = [],
  from = 0,
): Token[] {
  const tokens: Token[] = [];
  let w = from;
  for (let at = start; at < end;) {
    while ((words[w]?.start ?? Infinity) < at) w++;
    const word = words[w];
    if (word?.start === at && word.end <= end) {
      tokens.push({ start: at, end: word.end, lower: word.lower, isWord: true });
      at = word.end;
      continue;
    }
    const after = wordEnd(text, at, end);
    if (after > at) {
      tokens.push({
        start: at,
        end: after,
        lower: inLowerCase(text.slice(at, after)),
        isWord: true,
      });
      at = after;
      continue;
    }
    const mark = String.fromCodePoint(text.codePointAt(at) ?? 0);
    if (!isSpace(mark) && !isHyphenInWord(text, at, start, end)) {
      tokens.push({ start: at, end: at + mark.length, lower: mark, isWord: false });
    }
    at += mark.length;
  }
  return tokens;
}

function isSpace(mark: string): boolean {
  return mark === ' ' || mark === '\n' || /^\s/.test(mark);
}

function isHyphenInWord(text: string, at: number, start: number, end: number): boolean {
  if (!/[-‐‑]/.test(text[at] ?? '')) return false;
  return at > start && at + 1 < end && isLetter(text, at - 1) && isLetter(text, at + 1);
}

function isLetter(text: string, at: number): boolean {
  return /[\p{L}\p{N}]/u.test(text[at] ?? '');
}
