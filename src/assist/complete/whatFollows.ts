/** The completion without what already stands after the cursor; empty when nothing is left. */
export function withoutWhatFollows(completion: string, after: string): string {
  const line = after.split(/\r?\n/, 1)[0] ?? '';
  const rest = line.trim();
  const words = completion.trim();
  if (rest === '' || words === '') return completion;
  const [longer, shorter] = rest.length >= words.length ? [rest, words] : [words, rest];
  if (fold(longer).startsWith(fold(shorter))) return '';
  for (let length = Math.min(words.length, rest.length); length > 0; length--) {
    const tail = words.slice(-length);
    if (fold(tail) !== fold(rest.slice(0, length))) continue;
    const cutsWord = isWord(words[words.length - length - 1]) && isWord(tail[0]);
    const endsInsideWord = isWord(rest[length - 1]) && isWord(rest[length]);
    if (cutsWord || endsInsideWord) continue;
    return completion.trimEnd().slice(0, -length).trimEnd();
  }
  return /^\s/.test(line) ? completion.trimEnd() : completion;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}

function fold(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ');
}
