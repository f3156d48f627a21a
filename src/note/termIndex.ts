import { singleKey, type TermIndexData } from './indexTerms';
import { Misspellings } from './misspellings';
import { Trie } from './trie';
import type { Concept } from './types';
import { wordsOf, type Word } from './words';

/** What a sequence of words stands for. */
export interface Entry {
  /** Concept id; empty for a phrase that only looks like a finding. */
  readonly concept: string;
  /** The term, as the lexicon writes it. */
  readonly term: string;
  /** True where the words themselves deny it ("afebrile" denies fever). */
  readonly denied: boolean;
}

export interface Abbreviation extends Entry {
  readonly written: string;
}

/** The terms of a lexicon, ready to be looked up by the words of a note. */
export class TermIndex {
  readonly terms: Trie;
  readonly turned: Trie;
  readonly misspellings: Misspellings;
  /** By the first word as it is written, the longest first. */
  readonly abbreviations: ReadonlyMap<string, readonly Abbreviation[]>;
  readonly #data: TermIndexData;
  readonly #concepts: readonly Concept[];
  readonly #words: ReadonlyMap<string, number>;
  readonly #singles: ReadonlyMap<string, number>;
  #byKey: ReadonlyMap<string, number> | null = null;

  constructor(data: TermIndexData, concepts: readonly Concept[]) {
    this.#data = data;
    this.#concepts = concepts;
    const words = list(data.words);
    this.#words = new Map(words.map((word, i) => [word, i]));
    this.terms = new Trie(data.terms, words.length);
    this.turned = new Trie(data.turned, words.length);
    this.#singles = new Map(list(data.singles).map((s, i) => [s, data.singleEntries[i] ?? 0]));
    this.misspellings = new Misspellings({
      isKnown: (form) => this.#words.has(form),
      words: new Set(list(data.correctable)),
      drugWords: list(data.drugWords),
    });
    this.abbreviations = this.#abbreviations();
  }

  /** The number of a word by its matched form, or -1 where no term has it. */
  wordNumber(form: string): number {
    return this.#words.get(form) ?? -1;
  }

  /** The number of the entry of a term of one word that is found in singular and plural only, or -1. */
  single(word: Word): number {
    return this.#singles.get(singleKey(word)) ?? -1;
  }

  entry(number: number): Entry {
    const concept = this.#concepts[this.#data.entryConcepts[number] ?? -1];
    const at = this.#data.entryTerms[number] ?? 0;
    if (at < 0) {
      const term = this.#data.others[-at - 1] ?? '';
      return { concept: concept?.id ?? '', term, denied: concept !== undefined };
    }
    return { concept: concept?.id ?? '', term: termAt(concept, at), denied: false };
  }

  /** The concept whose name or synonym has this matched form (words joined by a space), or null. */
  conceptOf(key: string): string | null {
    const { keys, keyConcepts } = this.#data;
    this.#byKey ??= new Map(keys.split('\n').map((k, i) => [k, keyConcepts[i] ?? -1]));
    return this.#concepts[this.#byKey.get(key) ?? -1]?.id ?? null;
  }

  #abbreviations(): ReadonlyMap<string, readonly Abbreviation[]> {
    const lists = new Map<string, Abbreviation[]>();
    for (const number of this.#data.written) {
      const entry = this.entry(number);
      const first = wordsOf(entry.term)[0]?.raw;
      if (first === undefined) continue;
      const same = lists.get(first);
      const abbreviation = { ...entry, written: entry.term };
      if (same) same.push(abbreviation);
      else lists.set(first, [abbreviation]);
    }
    for (const same of lists.values()) same.sort((a, b) => b.written.length - a.written.length);
    return lists;
  }
}

function termAt(concept: Concept | undefined, at: number): string {
  if (!concept) return '';
  if (at === 0) return concept.name;
  const { synonyms, abbreviations } = concept;
  return synonyms[at - 1] ?? abbreviations[at - 1 - synonyms.length] ?? '';
}

function list(joined: string): readonly string[] {
  return joined === '' ? [] : joined.split(' ');
}
