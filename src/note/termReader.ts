import decoyData from './data/decoys.yaml';
import type { Candidate } from './candidate';
import type { KnownWord, TermIndex } from './termIndex';
import type { Trie } from './trie';
import { formOf, spelling, type Word } from './words';

interface DecoyData {
  readonly words: readonly string[];
}

const DECOY_WORDS = new Set((decoyData as DecoyData).words);
const NARROW = new Set(spelling.between.narrow.map(formOf));
const WIDE = new Set([...spelling.between.narrow, ...spelling.between.wide].map(formOf));
const COORDINATORS = new Set(spelling.coordinators);
const HEADS = new Set(spelling.heads.map(formOf));
const MAX_BETWEEN = 4;

/** One way through a trie, from one word on. */
interface Walk {
  readonly trie: Trie;
  /** Which of a word's numbers this trie has. */
  readonly number: 'exact' | 'turned';
  readonly between: ReadonlySet<string>;
  last: number;
  /** Words of the best term found so far; 0 for none. */
  size: number;
  entry: number;
}

const UNKNOWN = -2;

/** Finds the longest term that begins at a word of a text. */
export class TermReader {
  readonly #text: string;
  readonly #words: readonly Word[];
  readonly #known: readonly KnownWord[];
  readonly #index: TermIndex;
  readonly #exact: Walk;
  readonly #turned: Walk;
  /** The number of each word joined with the next, once asked for. */
  readonly #joined: Int32Array;

  constructor(text: string, words: readonly Word[], index: TermIndex) {
    this.#text = text;
    this.#words = words;
    this.#index = index;
    this.#joined = new Int32Array(words.length).fill(UNKNOWN);
    this.#known = words.map((w) => index.known(w));
    const none = { last: -1, size: 0, entry: -1 };
    this.#exact = { trie: index.terms, number: 'exact', between: NARROW, ...none };
    this.#turned = { trie: index.turned, number: 'turned', between: WIDE, ...none };
  }

  /** The longest term whose first word is the one at `first`, or null. */
  at(first: number): Candidate | null {
    if (DECOY_WORDS.has(this.#known[first]?.lower ?? '')) return null;
    const exact = this.#walk(this.#exact, first);
    if (exact.size === 0) this.#takeSingle(exact, first);
    const turned = this.#walk(this.#turned, first);
    const best = turned.size > exact.size ? turned : exact;
    if (best.size === 0) return null;
    return { first, last: best.last, size: best.size, entry: this.#index.entry(best.entry) };
  }

  #walk(walk: Walk, first: number): Walk {
    walk.size = 0;
    this.#step(walk, 0, first, 0);
    return walk;
  }

  /** Takes the word at `i` as the next of a term, or, inside a term, steps over words between. */
  #step(walk: Walk, node: number, i: number, size: number): void {
    const word = this.#words[i];
    if (!word || !walk.trie.hasChildren(node)) return;
    if (size > 0 && !joins(this.#text, this.#words[i - 1], word)) return;
    this.#take(walk, node, this.#known[i]?.[walk.number] ?? -1, size, i);
    // "head ache", "light-headed" for terms in one word.
    const joined = this.#joinedNumber(i);
    if (joined >= 0) this.#take(walk, node, joined, size, i + 1);
    if (size > 0) this.#stepOver(walk, node, i, size);
  }

  #take(walk: Walk, node: number, number: number, size: number, last: number): void {
    if (number < 0) return;
    const child = walk.trie.child(node, number);
    if (child === 0) return;
    const entry = walk.trie.entry(child);
    if (entry >= 0 && size + 1 > walk.size) {
      walk.last = last;
      walk.size = size + 1;
      walk.entry = entry;
    }
    this.#step(walk, child, last + 1, size + 1);
  }

  /** Most terms of one word are found in singular and plural only: "bleeds" is no "bleeding". */
  #takeSingle(walk: Walk, first: number): void {
    const entry = this.#known[first]?.single ?? -1;
    if (entry < 0) return;
    walk.last = first;
    walk.size = 1;
    walk.entry = entry;
  }

  #stepOver(walk: Walk, node: number, from: number, size: number): void {
    const words = this.#words;
    for (let i = from; i < from + MAX_BETWEEN; i++) {
      const word = words[i];
      const next = words[i + 1];
      if (!word || !next || !joins(this.#text, word, next)) return;
      if (!walk.between.has(this.#known[i]?.form ?? '')) {
        if (i === from && COORDINATORS.has(word.lower)) this.#shareHead(walk, node, i, size);
        return;
      }
      const number = this.#known[i + 1]?.[walk.number] ?? -1;
      if (walk.trie.child(node, number) > 0) {
        this.#take(walk, node, number, size, i + 1);
        return;
      }
    }
  }

  /** "chest and back pain": over the coordinator and one word, to the shared head. */
  #shareHead(walk: Walk, node: number, coordinator: number, size: number): void {
    const at = coordinator + 2;
    const head = this.#known[at];
    if (!head || !HEADS.has(head.form)) return;
    const child = walk.trie.child(node, head[walk.number]);
    const entry = child > 0 ? walk.trie.entry(child) : -1;
    if (entry < 0 || size < walk.size) return;
    walk.last = coordinator - 1;
    walk.size = size;
    walk.entry = entry;
  }

  #joinedNumber(i: number): number {
    const known = this.#joined[i] ?? -1;
    if (known !== UNKNOWN) return known;
    const number = this.#mayJoin(i) ? this.#index.wordNumber(this.#joinedForm(i)) : -1;
    this.#joined[i] = number;
    return number;
  }

  #mayJoin(i: number): boolean {
    const [word, next] = [this.#words[i], this.#words[i + 1]];
    if (!word || !next || this.#known[i]?.mayBegin !== true) return false;
    const [a, b] = [word.raw.length, next.raw.length];
    return a >= 3 && b >= 3 && a + b <= 16 && joins(this.#text, word, next);
  }

  #joinedForm(i: number): string {
    return formOf((this.#known[i]?.lower ?? '') + (this.#known[i + 1]?.lower ?? ''));
  }
}

const CLOSE = /^(?:[ \t]*[-–‐‑'’/]?[ \t]*|[ \t]*\r?\n[ \t]*)$/;

/** Whether two neighbouring words may belong to one term: nothing but a space or hyphen between. */
function joins(text: string, left: Word | undefined, right: Word): boolean {
  if (!left) return false;
  const gap = right.start - left.end;
  if (gap === 1) {
    const c = text.charCodeAt(left.end);
    return c === 32 || c === 45 || c === 10 || c === 47 || c === 0x2013 || c === 0x2011 || c === 9;
  }
  return gap <= 12 && CLOSE.test(text.slice(left.end, right.start));
}
