import antonymData from '../data/antonyms.yaml';
import decoyData from '../data/decoys.yaml';
import { isCorrected, isLong } from './misspellings';
import { TrieBuilder, type TrieData } from './trie';
import type { Concept } from '../types';
import { canonicalHead, formOf, singleKey, spelling, wordsOf, type Word } from './words';

interface DecoyData {
  readonly decoys: readonly string[];
}

interface AntonymData {
  readonly antonyms: readonly {
    readonly words: readonly string[];
    readonly abbreviations?: readonly string[];
    readonly denies: string;
  }[];
}

const { decoys } = decoyData as DecoyData;
const { antonyms } = antonymData as AntonymData;
const HEADS = new Set(spelling.heads.map(formOf));
const INFLECTED = new Set(spelling.inflected.map(formOf));
const MAX_TERM = 8;

/**
 * Everything the concepts can be found by, as plain data: worked out when Chartside is built, so that
 * loading the lexicon is reading arrays. Words are numbered, and so are entries: what a sequence of
 * words stands for.
 */
export interface TermIndexData {
  /** The matched forms of words, sorted and joined by spaces; a word's number is its place. */
  readonly words: string;
  readonly terms: TrieData;
  /** "swelling … ankle" for "ankle swelling". */
  readonly turned: TrieData;
  /** `singleKey` of each term of one word that is found in singular and plural only; by spaces. */
  readonly singles: string;
  readonly singleEntries: readonly number[];
  /** By entry: the place of its concept, or -1 for a phrase that means nothing. */
  readonly entryConcepts: readonly number[];
  /** By entry: 0 for the name, then synonyms, then abbreviations; below 0 for `others`. */
  readonly entryTerms: readonly number[];
  /** Terms that no concept holds itself: antonyms, which deny, and decoys. */
  readonly others: readonly string[];
  /** Entries that are found as they are written. */
  readonly written: readonly number[];
  /** Words that a misspelling may stand for, and the words of drugs, joined by spaces. */
  readonly correctable: string;
  readonly drugWords: string;
}

/** Terms whose marks carry the meaning ("blood ++", "↑JVP") are found as they are written. */
const MARKS_MATTER = /^[^\p{L}\p{N}"'([]|[+↑↓%]$|[<>=≥≤]/u;

/** Indexes concepts by all their terms. */
export function indexTerms(concepts: readonly Concept[]): TermIndexData {
  return new Indexer(concepts).data();
}

class Indexer {
  readonly #concepts: readonly Concept[];
  readonly #words = new Map<string, number>();
  readonly #terms = new TrieBuilder();
  readonly #turned = new TrieBuilder();
  readonly #singles = new Map<string, number>();
  readonly #entryConcepts: number[] = [];
  readonly #entryTerms: number[] = [];
  readonly #others: string[] = [];
  readonly #written: number[] = [];
  readonly #correctable = new Set<string>();
  /** Drugs of one word, and the words of longer names: "pneumonia" of "pneumonia vaccine". */
  readonly #drugs = new Set<string>();
  readonly #wordsOfDrugs = new Set<string>();

  constructor(concepts: readonly Concept[]) {
    this.#concepts = concepts;
    this.#addAntonyms();
    const read = concepts.map((c) => [c.name, ...c.synonyms].map((term) => wordsOf(term)));
    // A name outranks another concept's synonym.
    for (const [i, c] of concepts.entries()) {
      const name = read[i]?.[0] ?? [];
      if (!MARKS_MATTER.test(c.name)) this.#add(name, this.#entry(i, 0));
    }
    for (const [i, c] of concepts.entries()) {
      for (const [k, words] of (read[i] ?? []).entries()) this.#addTerm(c, i, k, words);
      for (const k of c.abbreviations.keys()) this.#addAbbreviation(c, i, k);
    }
    this.#addDecoys();
  }

  data(): TermIndexData {
    const ofDrugsOnly = [...this.#wordsOfDrugs].filter((w) => !this.#correctable.has(w));
    const words = [...this.#words.keys()].sort();
    const numbers = new Int32Array(words.length);
    for (const [number, word] of words.entries()) numbers[this.#words.get(word) ?? 0] = number;
    return {
      words: words.join(' '),
      terms: this.#terms.data(numbers),
      turned: this.#turned.data(numbers),
      singles: [...this.#singles.keys()].join(' '),
      singleEntries: [...this.#singles.values()],
      entryConcepts: this.#entryConcepts,
      entryTerms: this.#entryTerms,
      others: this.#others,
      written: this.#written,
      correctable: [...this.#correctable].filter((w) => !this.#drugs.has(w)).join(' '),
      drugWords: [...new Set([...this.#drugs, ...ofDrugsOnly])].join(' '),
    };
  }

  #addAntonyms(): void {
    const places = new Map(this.#concepts.map((c, i) => [c.id, i]));
    for (const { words, abbreviations, denies } of antonyms) {
      const concept = places.get(denies);
      if (concept === undefined) continue;
      for (const term of words) this.#add(wordsOf(term), this.#otherEntry(concept, term));
      for (const term of abbreviations ?? []) this.#written.push(this.#otherEntry(concept, term));
    }
  }

  /** Last: a phrase the lexicon itself knows is no decoy. */
  #addDecoys(): void {
    for (const term of decoys) this.#add(wordsOf(term), this.#otherEntry(-1, term));
  }

  #addTerm(concept: Concept, place: number, k: number, words: readonly Word[]): void {
    this.#learnSpelling(concept, words);
    const entry = this.#entry(place, k);
    const term = k === 0 ? concept.name : (concept.synonyms[k - 1] ?? '');
    if (MARKS_MATTER.test(term)) {
      this.#written.push(entry);
      return;
    }
    this.#add(words, entry);
    this.#addTurned(words, entry);
  }

  #addAbbreviation(concept: Concept, place: number, k: number): void {
    const written = concept.abbreviations[k] ?? '';
    const entry = this.#entry(place, 1 + concept.synonyms.length + k);
    this.#written.push(entry);
    // "abdo pain" is an abbreviation any writer may begin a line with.
    if (/[a-z]{2} [a-z]/.test(written) && !MARKS_MATTER.test(written)) {
      this.#add(wordsOf(written), entry);
    }
  }

  #add(words: readonly Word[], entry: number): void {
    if (words.length > MAX_TERM) return;
    const [first, second] = words;
    if (!first) return;
    if (!second && !INFLECTED.has(first.form)) {
      const key = singleKey(first);
      this.#wordNumber(first.form);
      if (!this.#singles.has(key)) this.#singles.set(key, entry);
      return;
    }
    this.#terms.add(
      words.map((w) => this.#wordNumber(w.form)),
      entry,
    );
    // "sore throat" is also written "sorethroat".
    if (second && words.length === 2 && first.lower.length >= 3 && second.lower.length >= 3) {
      const joined = first.lower + second.lower;
      // Not where the stem would lose the second word: "vascular ring" is more than "vascular".
      const form = formOf(joined);
      if (joined.length >= 8 && form.length >= first.lower.length + second.form.length) {
        this.#terms.add([this.#wordNumber(form)], entry);
      }
    }
  }

  /** "ankle swelling" also as "swelling … ankle" and, the same words, "ankle … swollen". */
  #addTurned(words: readonly Word[], entry: number): void {
    const forms = words.map((w) => canonicalHead(w.form));
    const head = forms.at(-1);
    if (forms.length < 2 || forms.length > 5 || head === undefined || !HEADS.has(head)) return;
    const numbers = forms.map((form) => this.#wordNumber(form));
    this.#turned.add([numbers.at(-1) ?? 0, ...numbers.slice(0, -1)], entry);
    this.#turned.add(numbers, entry);
  }

  #learnSpelling({ kind }: Concept, words: readonly Word[]): void {
    for (const { lower, form } of words) {
      this.#wordNumber(form);
      if (kind === 'drug') (words.length === 1 ? this.#drugs : this.#wordsOfDrugs).add(lower);
      if (isCorrected(kind) && isLong(lower)) this.#correctable.add(lower);
    }
  }

  #entry(concept: number, term: number): number {
    this.#entryTerms.push(term);
    return this.#entryConcepts.push(concept) - 1;
  }

  #otherEntry(concept: number, term: string): number {
    return this.#entry(concept, -this.#others.push(term));
  }

  #wordNumber(form: string): number {
    const known = this.#words.get(form);
    if (known !== undefined) return known;
    const number = this.#words.size;
    this.#words.set(form, number);
    return number;
  }
}
