import type { Candidate } from './candidate';
import type { KnownWord, TermIndex } from './termIndex';
import type { Trie } from './trie';
import { formOf, spelling, type Word } from './words';

const LOOKALIKES = new Set(spelling.lookalikes);
const NARROW = new Set(spelling.between.narrow.map(formOf));
const WIDE = new Set([...spelling.between.narrow, ...spelling.between.wide].map(formOf));
const COORDINATORS = new Set(spelling.coordinators);
const HEADS = new Set(spelling.heads.map(formOf));
const MAX_BETWEEN = 4;
const MAX_LISTED = 6;
/** Between the members of a list: a comma, a stroke, or nothing but a space. */
const LIST_GAP = /^[ \t]*[,/]?[ \t]*$/;

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

const NONE: readonly Candidate[] = [];

/**
 * Finds the terms that begin at a word of a text. `begins` tells of each word whether a sentence
 * begins with it: no term goes on into another sentence.
 */
export class TermReader {
  readonly #text: string;
  readonly #words: readonly Word[];
  readonly #known: readonly KnownWord[];
  readonly #begins: (word: number) => boolean;
  readonly #index: TermIndex;
  readonly #exact: Walk;
  readonly #turned: Walk;

  constructor(
    text: string,
    words: readonly Word[],
    index: TermIndex,
    begins: (word: number) => boolean,
  ) {
    this.#text = text;
    this.#words = words;
    this.#begins = begins;
    this.#index = index;
    this.#known = words.map((w) => index.known(w));
    const none = { last: -1, size: 0, entry: -1 };
    this.#exact = { trie: index.terms, number: 'exact', between: NARROW, ...none };
    this.#turned = { trie: index.turned, number: 'turned', between: WIDE, ...none };
  }

  /**
   * The longest term whose first word is the one at `first`, and what a list after it adds ("pain in
   * the knees, ankles or feet" is three).
   */
  at(first: number): readonly Candidate[] {
    if (!this.#known[first]?.opens) return NONE;
    const exact = this.#walk(this.#exact, first);
    if (exact.size === 0) this.#takeSingle(exact, first);
    const turned = this.#walk(this.#turned, first);
    const best = turned.size > exact.size ? turned : exact;
    if (best.size === 0) return NONE;
    if (best.size === 1 && LOOKALIKES.has(this.#known[first]?.lower ?? '')) return NONE;
    const found = this.#candidate(first, best.last, best.size, best.entry);
    return best === turned ? [found, ...this.#listed(first, best.last)] : [found];
  }

  /** After "pain in the knees": ", ankles or feet". */
  #listed(first: number, last: number): readonly Candidate[] {
    const head = this.#turned.trie.child(0, this.#known[first]?.turned ?? -1);
    if (head === 0 || !HEADS.has(this.#known[first]?.form ?? '')) return NONE;
    const found: Candidate[] = [];
    for (let i = last + 1; found.length < MAX_LISTED;) {
      const at = this.#nextListed(i);
      if (at < 0) break;
      let node = head;
      let end = -1;
      let entry = -1;
      for (let k = at; k < at + MAX_BETWEEN && this.#words[k]; k++) {
        if (k > at && !this.#joins(k)) break;
        node = this.#turned.trie.child(node, this.#known[k]?.turned ?? -1);
        if (node === 0) break;
        if (this.#turned.trie.entry(node) < 0) continue;
        entry = this.#turned.trie.entry(node);
        end = k;
      }
      if (end < 0) break;
      found.push(this.#candidate(at, end, end - at + 2, entry));
      i = end + 1;
    }
    return found;
  }

  /** The place of the next member of a list, past its comma, its "and" and its "the"; or -1. */
  #nextListed(from: number): number {
    let parted = false;
    for (let i = from; i < from + MAX_BETWEEN; i++) {
      const word = this.#known[i];
      const gap = this.#gapBefore(i);
      if (!word || gap === null) return -1;
      parted ||= gap.includes(',') || gap.includes('/');
      if (COORDINATORS.has(word.lower)) parted = true;
      else if (!NARROW.has(word.form)) return parted ? i : -1;
    }
    return -1;
  }

  /** What stands before a word where it may be a member of a list with the word before; or null. */
  #gapBefore(i: number): string | null {
    const [left, right] = [this.#words[i - 1], this.#words[i]];
    if (!left || !right || right.start - left.end > 4 || this.#begins(i)) return null;
    const gap = this.#text.slice(left.end, right.start);
    return LIST_GAP.test(gap) ? gap : null;
  }

  #candidate(first: number, last: number, size: number, entry: number): Candidate {
    return { first, last, size, entry: this.#index.entry(entry) };
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
    if (size > 0 && !this.#joins(i)) return;
    this.#take(walk, node, this.#known[i]?.[walk.number] ?? -1, size, i);
    // "head ache", "light-headed" for terms in one word.
    const joined = this.#joinedNumber(i);
    if (joined >= 0) this.#take(walk, node, joined, size, i + 1);
    if (size === 0) return;
    this.#stepOver(walk, node, i, size);
    this.#shareHead(walk, node, i, size);
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
      if (!word || !next || !this.#joins(i + 1)) return;
      if (!walk.between.has(this.#known[i]?.form ?? '')) return;
      const number = this.#known[i + 1]?.[walk.number] ?? -1;
      if (walk.trie.child(node, number) > 0) {
        this.#take(walk, node, number, size, i + 1);
        return;
      }
    }
  }

  /** "chest and back pain", "knee, ankle or foot pain": over the list, to the head it shares. */
  #shareHead(walk: Walk, node: number, from: number, size: number): void {
    for (let i = from; i < from + MAX_LISTED;) {
      const at = this.#nextListed(i);
      if (at < 0) return;
      const head = this.#known[at + 1];
      i = at + 1;
      if (!head || !HEADS.has(head.form) || !this.#joins(at + 1)) continue;
      const child = walk.trie.child(node, head[walk.number]);
      const entry = child > 0 ? walk.trie.entry(child) : -1;
      if (entry < 0 || size < walk.size) return;
      walk.last = from - 1;
      walk.size = size;
      walk.entry = entry;
      return;
    }
  }

  #joins(i: number): boolean {
    const right = this.#words[i];
    return right !== undefined && !this.#begins(i) && joins(this.#text, this.#words[i - 1], right);
  }

  #joinedNumber(i: number): number {
    const [word, next] = [this.#words[i], this.#words[i + 1]];
    const [known, after] = [this.#known[i], this.#known[i + 1]];
    if (!word || !next || !known?.mayBegin || !after) return -1;
    const [a, b] = [word.raw.length, next.raw.length];
    if (a < 3 || b < 3 || a + b > 16 || !this.#joins(i + 1)) return -1;
    return this.#index.joined(known, after);
  }
}

const CLOSE = /^(?:[ \t]*[-–‐‑'’/]?[ \t]*|[ \t]*\r?\n[ \t]*)$/;
const INITIAL = /^[A-Z]$/;

/** Whether two neighbouring words may belong to one term: nothing but a space or hyphen between. */
function joins(text: string, left: Word | undefined, right: Word): boolean {
  if (!left) return false;
  const gap = right.start - left.end;
  if (gap === 1) {
    const c = text.charCodeAt(left.end);
    return c === 32 || c === 45 || c === 10 || c === 47 || c === 0x2013 || c === 0x2011 || c === 9;
  }
  if (gap > 12) return false;
  const between = text.slice(left.end, right.start);
  // "C. diff", "H. pylori"
  return CLOSE.test(between) || (/^\. ?$/.test(between) && INITIAL.test(left.raw));
}
