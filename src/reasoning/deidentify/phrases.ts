import { tokensOf, type Token } from './tokens';

/** Phrases that are looked up by the tokens of a text, letter case aside. */
export class Phrases {
  readonly #byFirst = new Map<string, string[][]>();

  constructor(phrases: readonly string[]) {
    for (const phrase of phrases) {
      const [first, ...rest] = tokensOf(phrase.toLowerCase()).map((t) => t.lower);
      if (first === undefined) continue;
      const known = this.#byFirst.get(first);
      if (known) known.push(rest);
      else this.#byFirst.set(first, [rest]);
    }
    for (const rests of this.#byFirst.values()) rests.sort((a, b) => b.length - a.length);
  }

  /** How many tokens the longest phrase has that begins at a token; 0 where none does. */
  at(tokens: readonly Token[], i: number): number {
    const rests = this.#byFirst.get(tokens[i]?.lower ?? '');
    if (!rests) return 0;
    const found = rests.find((rest) => rest.every((w, k) => tokens[i + 1 + k]?.lower === w));
    return found ? found.length + 1 : 0;
  }

  /** For each token, how many tokens the longest phrase has that ends before it; 0 where none does. */
  endings(tokens: readonly Token[]): Uint8Array {
    const before = new Uint8Array(tokens.length + 1);
    for (let i = 0; i < tokens.length; i++) {
      const rests = this.#byFirst.get(tokens[i]?.lower ?? '');
      for (const rest of rests ?? []) {
        if (!rest.every((w, k) => tokens[i + 1 + k]?.lower === w)) continue;
        const end = i + 1 + rest.length;
        before[end] = Math.max(before[end] ?? 0, rest.length + 1);
      }
    }
    return before;
  }
}
