import type { Suggest } from './typing';

/** Guesses are asked for after so many characters: a first line is anybody's guess. */
const FROM = 60;

/** Offsets at which a word begins, evenly spread, at most `most`. */
export function wordBeginnings(text: string, most: number): readonly number[] {
  const all: number[] = [];
  for (const match of text.matchAll(/(?<=\s)\p{L}[\p{L}'’-]*/gu)) {
    if (match.index >= FROM) all.push(match.index);
  }
  if (all.length <= most) return all;
  return Array.from({ length: most }, (_, i) => all[Math.floor((i * all.length) / most)]!);
}

/** For each place, whether the word that a suggestion asked for there begins with is the note's. */
export async function guessNextWords(
  text: string,
  places: readonly number[],
  suggest: Suggest,
): Promise<readonly boolean[]> {
  const right: boolean[] = [];
  for (const at of places) {
    const request = { text: text.slice(0, at), offset: at, explicit: true };
    const { completion } = await suggest(request);
    right.push(firstWord(completion) === firstWord(text.slice(at)));
  }
  return right;
}

function firstWord(text: string): string | null {
  return /^\s*(\p{L}[\p{L}'’-]*)/u.exec(text)?.[1]?.toLowerCase() ?? null;
}
