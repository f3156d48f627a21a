import { foldWord, ORDER, type Continuations } from './words';

/**
 * The arrays of a phrasebook. Words are numbered in the order of their folded form, so that those
 * with a common beginning lie together; contexts are a trie read backwards from the cursor, its
 * nodes numbered level by level and, within a parent, by word.
 */
export interface PhrasebookArrays {
  /** Surface forms, sorted by folded form. */
  readonly vocabulary: readonly string[];
  /** How often each word occurs. */
  readonly frequency: Uint32Array;
  /** First node of each order, and the end of the last: ORDER + 1 numbers. */
  readonly orders: Uint32Array;
  /** By node: the word (its first surface form) that lengthens the parent's context. */
  readonly word: Uint16Array;
  /** By node: its children are `child[n]` to `child[n + 1]`. */
  readonly child: Uint32Array;
  /** By node: what followed is `next[n]` to `next[n + 1]`, as word and count, sorted by word. */
  readonly next: Uint32Array;
  readonly total: Uint32Array;
  readonly kinds: Uint16Array;
  readonly nextWord: Uint16Array;
  readonly nextCount: Uint16Array;
}

/** Of a context with very many continuations this many of the commonest are looked at. */
const MOST_CONTINUATIONS = 300;

/** What clinical text says in general: counts of what followed each common run of up to four words. */
export class Phrasebook {
  readonly #a: PhrasebookArrays;
  readonly #ids: ReadonlyMap<string, number>;

  constructor(arrays: PhrasebookArrays) {
    this.#a = arrays;
    const ids = new Map<string, number>();
    arrays.vocabulary.forEach((word, id) => {
      const folded = foldWord(word);
      if (!ids.has(folded)) ids.set(folded, id);
    });
    this.#ids = ids;
  }

  /** Words that begin with `prefix` (folded), whatever came before. */
  startingWith(prefix: string): Continuations {
    const [from, to] = this.#range(prefix);
    const counts: [string, number][] = [];
    let total = 0;
    for (let id = from; id < to; id++) {
      counts.push([this.#a.vocabulary[id]!, this.#a.frequency[id]!]);
      total += this.#a.frequency[id]!;
    }
    return { total, kinds: counts.length, counts };
  }

  /** What followed the last `order` words and begins with `prefix` (folded), or null. */
  after(words: readonly string[], order: number, prefix: string): Continuations | null {
    const node = this.#node(words, order);
    if (node === null) return null;
    const { next, nextWord, nextCount, total, kinds, vocabulary } = this.#a;
    let from = next[node]!;
    let to = next[node + 1]!;
    if (prefix !== '') {
      const [low, high] = this.#range(prefix);
      from = lowerBound(nextWord, low, from, to);
      to = lowerBound(nextWord, high, from, to);
    }
    const least = leastOfMost(nextCount, from, to, MOST_CONTINUATIONS);
    const counts: [string, number][] = [];
    for (let i = from; i < to; i++) {
      if (nextCount[i]! >= least) counts.push([vocabulary[nextWord[i]!]!, nextCount[i]!]);
    }
    return { total: total[node]!, kinds: kinds[node]!, counts };
  }

  #node(words: readonly string[], order: number): number | null {
    const { orders, word, child } = this.#a;
    let from = orders[0]!;
    let to = orders[1]!;
    let node: number | null = null;
    for (let back = 1; back <= order; back++) {
      const id = this.#ids.get(foldWord(words[words.length - back]!));
      if (id === undefined) return null;
      node = lowerBound(word, id, from, to);
      if (node >= to || word[node] !== id) return null;
      from = child[node]!;
      to = child[node + 1]!;
    }
    return node;
  }

  /** Ids of the words whose folded form begins with `prefix`: a half-open range. */
  #range(prefix: string): readonly [number, number] {
    const { vocabulary } = this.#a;
    const bound = (beyond: boolean): number => {
      let low = 0;
      let high = vocabulary.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        const start = foldWord(vocabulary[middle]!).slice(0, prefix.length);
        if (beyond ? start > prefix : start >= prefix) high = middle;
        else low = middle + 1;
      }
      return low;
    };
    return [bound(false), bound(true)];
  }
}

function lowerBound(sorted: Uint16Array, wanted: number, from: number, to: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! >= wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The count that about `most` of counts[from, to) reach. */
function leastOfMost(counts: Uint16Array, from: number, to: number, most: number): number {
  if (to - from <= most) return 0;
  return [...counts.subarray(from, to)].sort((a, b) => b - a)[most - 1]!;
}

/** Rejects arrays that do not fit together, so that a broken file is said to be one. */
export function checkArrays(a: PhrasebookArrays): void {
  const nodes = a.word.length;
  const fits =
    a.orders.length === ORDER + 1 &&
    a.orders[ORDER] === nodes &&
    a.frequency.length === a.vocabulary.length &&
    a.child.length === nodes + 1 &&
    a.next.length === nodes + 1 &&
    a.total.length === nodes &&
    a.kinds.length === nodes &&
    a.next[nodes] === a.nextWord.length &&
    a.nextCount.length === a.nextWord.length;
  if (!fits) throw new Error('The phrasebook is damaged. Install Chartside again.');
}
