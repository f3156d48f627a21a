/** A trie over numbered words as plain arrays: what is built once and loaded without building. */
export interface TrieData {
  /** By node, in order of breadth: the word that leads to it. Node 0 is the root. */
  readonly words: readonly number[];
  /** By node: how many children it has; children of a node follow one another. */
  readonly children: readonly number[];
  /** By node: the number of its entry plus one, or 0. */
  readonly entries: readonly number[];
}

/** Sequences of numbered words with an entry at their end. */
export class Trie {
  readonly #words: Int32Array;
  /** The first child of each node; one more at the end. */
  readonly #first: Int32Array;
  readonly #entries: Int32Array;
  /** The root has a child for every first word of a term: too many to search among. */
  readonly #fromRoot: Int32Array;

  constructor({ words, children, entries }: TrieData, wordCount: number) {
    this.#words = Int32Array.from(words);
    this.#entries = Int32Array.from(entries);
    this.#first = new Int32Array(words.length + 1);
    let next = 1;
    for (const [node, count] of children.entries()) {
      this.#first[node] = next;
      next += count;
    }
    this.#first[words.length] = next;
    this.#fromRoot = new Int32Array(wordCount);
    for (let child = 1; child <= (children[0] ?? 0); child++) {
      this.#fromRoot[words[child] ?? 0] = child;
    }
  }

  /** The node that a word leads to, or 0. A negative word is one that no term has. */
  child(node: number, word: number): number {
    if (word < 0) return 0;
    if (node === 0) return this.#fromRoot[word] ?? 0;
    let low = this.#first[node] ?? 0;
    let high = (this.#first[node + 1] ?? 0) - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.#words[middle] ?? 0;
      if (found === word) return middle;
      if (found < word) low = middle + 1;
      else high = middle - 1;
    }
    return 0;
  }

  hasChildren(node: number): boolean {
    return (this.#first[node] ?? 0) < (this.#first[node + 1] ?? 0);
  }

  /** The number of the entry at a node, or -1. */
  entry(node: number): number {
    return (this.#entries[node] ?? 0) - 1;
  }
}

interface Growing {
  readonly children: Map<number, Growing>;
  entry: number;
}

/** Collects the sequences of a trie. */
export class TrieBuilder {
  readonly #root: Growing = { children: new Map(), entry: -1 };

  /** Adds a sequence; the first entry of a sequence stands. */
  add(words: readonly number[], entry: number): void {
    if (words.length === 0) return;
    let node = this.#root;
    for (const word of words) {
      let next = node.children.get(word);
      if (!next) node.children.set(word, (next = { children: new Map(), entry: -1 }));
      node = next;
    }
    if (node.entry < 0) node.entry = entry;
  }

  /** The trie, its words renumbered: `numbers[n]` is the new number of word n. */
  data(numbers: Int32Array): TrieData {
    const words = [0];
    const children: number[] = [];
    const entries: number[] = [];
    const open = [this.#root];
    for (const node of open) {
      const sorted = [...node.children]
        .map(([word, child]) => [numbers[word] ?? 0, child] as const)
        .sort(([a], [b]) => a - b);
      children.push(sorted.length);
      entries.push(node.entry + 1);
      for (const [word, child] of sorted) {
        words.push(word);
        open.push(child);
      }
    }
    return { words, children, entries };
  }
}
