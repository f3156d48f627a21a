/**
 * Token healing: completing right inside a word.
 *
 * A model that has read the tokens of "hyperten" hardly ever continues with "sion", because in the
 * text it learned from "hypertension" is cut elsewhere. So the prompt is read only up to the
 * partial word, and the ways on are weighed by their text: keep the first j tokens of the partial
 * word as they are, then take one vocabulary token that covers the rest of it. One pass over the
 * partial word gives the probabilities for every j.
 */

/** A token's id and the text it stands for in the middle of a text. */
export interface VocabularyToken {
  readonly token: number;
  readonly text: string;
}

/** The vocabulary sorted by text, so that all tokens with a prefix lie together. */
export class VocabularyIndex {
  readonly #sorted: readonly VocabularyToken[];
  readonly #texts: ReadonlyMap<number, string>;

  /** `tokens`: those that may stand in a text; neither control tokens nor halves of a character. */
  constructor(tokens: Iterable<VocabularyToken>) {
    this.#sorted = [...tokens].sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
    this.#texts = new Map(this.#sorted.map((t) => [t.token, t.text]));
  }

  /** Undefined for a token that may not stand in a text. */
  text(token: number): string | undefined {
    return this.#texts.get(token);
  }

  startingWith(prefix: string): readonly VocabularyToken[] {
    const from = this.#lowerBound(prefix);
    let to = from;
    while (to < this.#sorted.length && this.#sorted[to]!.text.startsWith(prefix)) to++;
    return this.#sorted.slice(from, to);
  }

  #lowerBound(text: string): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sorted[middle]!.text < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** No word is longer; a search for its beginning must not walk through a note of megabytes. */
const LONGEST_WORD = 100;

/** The word the cursor stands in, with the blank before it; empty after punctuation or a line break. */
export function partialWord(prefix: string): string {
  return /[^\S\r\n]?[\p{L}\p{M}\p{N}]*$/u.exec(prefix.slice(-LONGEST_WORD))?.[0] ?? '';
}

/** A way on from inside a word. */
export interface Healed {
  /** How many tokens of the partial word stay as they are. */
  readonly kept: number;
  readonly token: number;
  /** What the token says past the cursor; empty when it ends at the cursor. */
  readonly rest: string;
  /** Of this rest among all ways on that spell the partial word, 0–1. */
  readonly probability: number;
}

/**
 * The most probable way on, or null when none of the probable tokens spells the partial word.
 *
 * `partial`: the tokens of the partial word. `distributions[j]`: token → probability after the
 * first j of them (the improbable may be left out).
 */
export function heal(
  partial: readonly VocabularyToken[],
  distributions: readonly ReadonlyMap<number, number>[],
  vocabulary: VocabularyIndex,
): Healed | null {
  const ways = new Map<string, { weight: number; best: number; kept: number; token: number }>();
  let total = 0;
  let reached = 1;
  for (let kept = 0; kept < partial.length; kept++) {
    const remaining = partial
      .slice(kept)
      .map((t) => t.text)
      .join('');
    const distribution = distributions[kept]!;
    for (const [token, probability] of distribution) {
      const text = vocabulary.text(token);
      if (text === undefined || !text.startsWith(remaining)) continue;
      const rest = text.slice(remaining.length);
      const weight = reached * probability;
      total += weight;
      const way = ways.get(rest);
      if (way === undefined) ways.set(rest, { weight, best: weight, kept, token });
      else {
        way.weight += weight;
        if (weight > way.best) Object.assign(way, { best: weight, kept, token });
      }
    }
    reached *= distribution.get(partial[kept]!.token) ?? 0;
    if (reached === 0) break;
  }
  let best: Healed | null = null;
  for (const [rest, way] of ways) {
    const probability = way.weight / total;
    if (best === null || probability > best.probability) {
      best = { kept: way.kept, token: way.token, rest, probability };
    }
  }
  return best;
}
