import { foldWord, ORDER, type Continuations } from './words';

/** Marks the gap between two documents: no context reaches across it. */
const GAP = 0;
/** Of a context that is very common, so many of its places are looked at. */
const MOST_PLACES = 2048;

/**
 * All positions of a set of documents, sorted by the words before them (nearest first), so that
 * the positions after any context of up to four words lie together. Eight bytes a word beside
 * the vocabulary; built in linear time by radix sort.
 */
export class PhraseIndex {
  readonly #surface: readonly string[];
  readonly #words: Int32Array;
  readonly #folded: Int32Array;
  readonly #foldedIds: ReadonlyMap<string, number>;
  readonly #positions: Int32Array;
  /** Words sorted by their folded form, with how often each occurs. */
  readonly #sorted: readonly {
    readonly folded: string;
    readonly word: string;
    readonly count: number;
  }[];

  constructor(documents: Iterable<readonly string[]>) {
    const surfaceIds = new Map<string, number>([['', GAP]]);
    const foldedIds = new Map<string, number>([['', GAP]]);
    const id = (map: Map<string, number>, word: string) => {
      let known = map.get(word);
      if (known === undefined) map.set(word, (known = map.size));
      return known;
    };
    const words: number[] = [];
    const folded: number[] = [];
    for (const document of documents) {
      for (const word of document) {
        words.push(id(surfaceIds, word));
        folded.push(id(foldedIds, foldWord(word)));
      }
      words.push(GAP);
      folded.push(GAP);
    }
    this.#surface = [...surfaceIds.keys()];
    this.#words = Int32Array.from(words);
    this.#folded = Int32Array.from(folded);
    this.#foldedIds = foldedIds;
    this.#positions = sortedByContext(this.#folded, foldedIds.size);
    const counts = new Uint32Array(this.#surface.length);
    for (const word of this.#words) counts[word]! += 1;
    this.#sorted = this.#surface
      .map((word, i) => ({ folded: foldWord(word), word, count: counts[i]! }))
      .slice(1)
      .sort((a, b) => (a.folded < b.folded ? -1 : a.folded > b.folded ? 1 : 0));
  }

  /** Words that begin with `prefix` (folded), whatever came before. */
  startingWith(prefix: string): Continuations {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sorted[middle]!.folded >= prefix) high = middle;
      else low = middle + 1;
    }
    const counts: [string, number][] = [];
    let total = 0;
    for (let i = low; i < this.#sorted.length; i++) {
      const { folded, word, count } = this.#sorted[i]!;
      if (!folded.startsWith(prefix)) break;
      counts.push([word, count]);
      total += count;
    }
    return { total, kinds: counts.length, counts };
  }

  /** What followed the last `order` words (1 to ORDER); null when that never occurred. */
  after(words: readonly string[], order: number): Continuations | null {
    let low = 0;
    let high = this.#positions.length;
    for (let back = 1; back <= order; back++) {
      const wanted = this.#foldedIds.get(foldWord(words[words.length - back]!));
      if (wanted === undefined) return null;
      low = this.#bound(low, high, back, wanted);
      high = this.#bound(low, high, back, wanted + 1);
      if (low >= high) return null;
    }
    return this.#count(low, high);
  }

  /** First index in [low, high) whose `back`-th word before it is not below `wanted`. */
  #bound(low: number, high: number, back: number, wanted: number): number {
    while (low < high) {
      const middle = (low + high) >> 1;
      const at = this.#positions[middle]! - back;
      if (at >= 0 && this.#folded[at]! >= wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #count(low: number, high: number): Continuations {
    const step = Math.max(1, Math.ceil((high - low) / MOST_PLACES));
    const byId = new Map<number, number>();
    let total = 0;
    for (let i = low; i < high; i += step) {
      const word = this.#words[this.#positions[i]!]!;
      if (word === GAP) continue;
      byId.set(word, (byId.get(word) ?? 0) + step);
      total += step;
    }
    const counts = new Map<string, number>();
    for (const [word, count] of byId) counts.set(this.#surface[word]!, count);
    return { total, kinds: counts.size, counts };
  }
}

/** Least significant key first: stable counting sorts by the fourth word back, then the third … */
function sortedByContext(folded: Int32Array, vocabulary: number): Int32Array {
  let positions = Int32Array.from(folded, (_, i) => i);
  for (let back = ORDER; back >= 1; back--) {
    const key = (position: number) => (position >= back ? folded[position - back]! : GAP);
    const starts = new Int32Array(vocabulary + 1);
    for (const p of positions) starts[key(p) + 1]! += 1;
    for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!;
    const sorted = new Int32Array(positions.length);
    for (const p of positions) sorted[starts[key(p)]!++] = p;
    positions = sorted;
  }
  return positions;
}
