const IN_WORD = /[\p{L}\p{M}\p{N}]/u;
const LETTER = /\p{L}/u;

/**
 * Where the word that begins at `at` ends, or `at` where none begins: letters, marks and digits, with
 * apostrophes inside. Not a regular expression: every character of every note passes here.
 */
export function wordEnd(text: string, at: number, end: number): number {
  let i = runEnd(text, at, end);
  if (i === at) return at;
  while (i < end && isApostrophe(text.charCodeAt(i))) {
    const after = lettersEnd(text, i + 1, end);
    if (after === i + 1) break;
    // Letters only may follow an apostrophe; what follows them begins a word of its own.
    i = after;
  }
  return i;
}

function runEnd(text: string, at: number, end: number): number {
  let i = at;
  while (i < end) {
    const c = text.charCodeAt(i);
    if (c < 128) {
      if (!isLetter(c) && !(c >= 48 && c <= 57)) break;
      i++;
    } else {
      const size = sizeAt(text, i, c);
      if (!IN_WORD.test(text.slice(i, i + size))) break;
      i += size;
    }
  }
  return Math.min(i, end);
}

function lettersEnd(text: string, at: number, end: number): number {
  let i = at;
  while (i < end) {
    const c = text.charCodeAt(i);
    if (c < 128) {
      if (!isLetter(c)) break;
      i++;
    } else {
      const size = sizeAt(text, i, c);
      if (!LETTER.test(text.slice(i, i + size))) break;
      i += size;
    }
  }
  return Math.min(i, end);
}

function isLetter(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90);
}

/** ' ’ ʼ */
function isApostrophe(c: number): boolean {
  return c === 39 || c === 0x2019 || c === 0x2bc;
}

/** Code units of the character at a place. */
function sizeAt(text: string, at: number, c: number): number {
  return c >= 0xd800 && c <= 0xdbff && at + 1 < text.length ? 2 : 1;
}
