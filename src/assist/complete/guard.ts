/**
 * What a suggestion may never introduce: a number (so no dose), a side, or a negation that the
 * note does not already hold. The guard cuts a suggestion before the first such word.
 */

const SIDES = /^(left|right|bilateral|bilaterally|unilateral|l|r|lt|rt|both)$/i;
const NEGATIONS =
  /^(no|not|non|none|nil|never|denies|denied|deny|denying|without|negative|absent|absence|unremarkable|nad|nkda|normal)$/i;

/**
 * The longest prefix of `suggestion`, in whole words, that introduces nothing of the kind.
 * @param before the note up to the cursor; @param after the note from the cursor on.
 */
export function guardCompletion(suggestion: string, before: string, after: string): string {
  const partial = /[\p{L}\p{N}.,/-]*$/u.exec(before)![0];
  const note = wordsIn(`${before.slice(0, before.length - partial.length)} ${after}`);
  const held = new Set(note);
  const pairs = new Set(note.map((word, i) => `${word} ${note[i + 1] ?? ''}`));
  const text = partial + suggestion;
  const tokens = [...text.matchAll(/[\p{L}\p{N}]+(?:[.,/-]\p{N}+)*/gu)];
  for (const [i, token] of tokens.entries()) {
    const word = token[0].toLowerCase();
    // A word the clinician has finished typing is theirs, whatever it says.
    const end = token.index + token[0].length;
    if (end <= partial.length) continue;
    const next = tokens[i + 1]?.[0].toLowerCase() ?? '';
    const allowed =
      (/\p{N}/u.test(word) && held.has(word)) ||
      (SIDES.test(word) && held.has(word)) ||
      (NEGATIONS.test(word) && next !== '' && pairs.has(`${word} ${next}`));
    const risky = /\p{N}/u.test(word) || SIDES.test(word) || NEGATIONS.test(word);
    if (risky && !allowed) {
      const cut = text.slice(0, token.index).trimEnd();
      return cut.length > partial.length ? cut.slice(partial.length) : '';
    }
  }
  return suggestion;
}

function wordsIn(text: string): string[] {
  return (text.match(/[\p{L}\p{N}]+(?:[.,/-]\p{N}+)*/gu) ?? []).map((w) => w.toLowerCase());
}
