import { abbreviationsAt } from './abbreviationCase';
import type { Abbreviation, Entry } from './entry';
import type { TermIndexData } from './indexTerms';
import { Misspellings } from './misspellings';
import { Trie } from './trie';
import type { Concept } from '../types';
import { canonicalHead, formOf, singleKey, wordsOf, type Word } from './words';

/** What an index knows of a word; -1 where nothing. */
export interface KnownWord {
  readonly by: TermIndex;
  /** In the spelling that is meant, in lower case. */
  readonly lower: string;
  readonly form: string;
  /** Its number in the trie of terms. */
  readonly exact: number;
  /** Its number in the trie of terms turned round. */
  readonly turned: number;
  /** The number of the entry of the term that it is alone. */
  readonly single: number;
  /** Whether a word of the lexicon begins so: only then is it joined with the next. */
  readonly mayBegin: boolean;
  /** Whether a term may begin with it at all: most words of a note begin none. */
  readonly opens: boolean;
  /** The abbreviations that may begin with it as it is written, the longest first. */
  readonly abbreviations: readonly Abbreviation[];
}

const MAX_REMEMBERED = 50_000;

/** The terms of a lexicon, ready to be looked up by the words of a note. */
export class TermIndex {
  readonly terms: Trie;
  readonly turned: Trie;
  readonly misspellings: Misspellings;
  /** By the first word as it is written, the longest first. */
  readonly #abbreviations: ReadonlyMap<string, readonly Abbreviation[]>;
  readonly #data: TermIndexData;
  readonly #concepts: readonly Concept[];
  /** Sorted. */
  readonly #words: readonly string[];
  readonly #numbers: ReadonlyMap<string, number>;
  readonly #singles: ReadonlyMap<string, number>;
  readonly #joined = new Map<KnownWord, Map<KnownWord, number>>();

  constructor(data: TermIndexData, concepts: readonly Concept[]) {
    this.#data = data;
    this.#concepts = concepts;
    this.#words = list(data.words);
    this.#numbers = new Map(this.#words.map((word, i) => [word, i]));
    this.terms = new Trie(data.terms, this.#words.length);
    this.turned = new Trie(data.turned, this.#words.length);
    this.#singles = new Map(list(data.singles).map((s, i) => [s, data.singleEntries[i] ?? 0]));
    this.misspellings = new Misspellings({
      isKnown: (form) => this.#numbers.has(form),
      words: new Set(list(data.correctable)),
      drugWords: list(data.drugWords),
    });
    this.#abbreviations = this.#readAbbreviations();
  }

  /** What is known of a word of a note, misspelt words as they are meant. */
  known(word: Word): KnownWord {
    const before = word.spelt.known;
    if (before?.by === this) return before as KnownWord;
    const lower = this.misspellings.meant(word.lower, word.form) ?? word.lower;
    const form = lower === word.lower ? word.form : formOf(lower);
    const exact = this.wordNumber(form);
    const turned = this.wordNumber(canonicalHead(form));
    const single = this.#singles.get(singleKey({ lower, form })) ?? -1;
    const mayBegin = this.#mayBegin(lower);
    const isFirst = this.terms.child(0, exact) > 0 || this.turned.child(0, turned) > 0;
    const opens = isFirst || single >= 0 || mayBegin;
    const abbreviations = abbreviationsAt(word, this.#abbreviations);
    const by = this as TermIndex;
    const known = { by, lower, form, exact, turned, single, mayBegin, opens, abbreviations };
    word.spelt.known = known;
    return known;
  }

  /** The number of two words written as one ("head ache"), or -1. */
  joined(word: KnownWord, next: KnownWord): number {
    if (!word.mayBegin) return -1;
    let byNext = this.#joined.get(word);
    if (!byNext) {
      if (this.#joined.size >= MAX_REMEMBERED) this.#joined.clear();
      this.#joined.set(word, (byNext = new Map<KnownWord, number>()));
    }
    const before = byNext.get(next);
    if (before !== undefined) return before;
    const number = this.wordNumber(formOf(word.lower + next.lower));
    byNext.set(next, number);
    return number;
  }

  /** The number of a word by its matched form, or -1 where no term has it. */
  wordNumber(form: string): number {
    return this.#numbers.get(form) ?? -1;
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

  /** The concept that has a term of just these words, or null. */
  conceptOf(words: readonly Word[]): string | null {
    let node = 0;
    for (const { form } of words) {
      node = this.terms.child(node, this.wordNumber(form));
      if (node === 0) break;
    }
    const [only, ...more] = words;
    const whole = node > 0 ? this.terms.entry(node) : -1;
    const number = whole < 0 && only && more.length === 0 ? this.known(only).single : whole;
    const { concept, denied } = this.entry(number);
    return concept === '' || denied ? null : concept;
  }

  #mayBegin(lower: string): boolean {
    const words = this.#words;
    let low = 0;
    let high = words.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((words[middle] ?? '') <= lower) low = middle + 1;
      else high = middle;
    }
    return words[low]?.startsWith(lower) === true;
  }

  #readAbbreviations(): ReadonlyMap<string, readonly Abbreviation[]> {
    const lists = new Map<string, Abbreviation[]>();
    for (const number of this.#data.written) {
      const entry = this.entry(number);
      const first = wordsOf(entry.term)[0];
      if (!first) continue;
      const same = lists.get(first.raw);
      const abbreviation = { ...entry, written: entry.term, lead: first.start };
      if (same) same.push(abbreviation);
      else lists.set(first.raw, [abbreviation]);
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
