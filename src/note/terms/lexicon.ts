import { TermIndex } from './termIndex';
import type { TermIndexData } from './indexTerms';
import type { Concept } from '../types';
import { wordsOf } from './words';

/** A lexicon as plain data: its concepts, and the index of their terms worked out once. */
export interface LexiconFile {
  readonly concepts: readonly Concept[];
  readonly terms: TermIndexData;
}

/** The things that can be found in a note, by id, by term and by generality. */
export class Lexicon {
  readonly concepts: ReadonlyMap<string, Concept>;
  readonly terms: TermIndex;
  readonly #byAbbreviation = new Map<string, string>();
  readonly #ancestors = new Map<string, ReadonlySet<string>>();

  constructor({ concepts, terms }: LexiconFile) {
    this.concepts = new Map(concepts.map((c) => [c.id, c]));
    this.terms = new TermIndex(terms, concepts);
    for (const { id, abbreviations } of concepts) {
      for (const written of abbreviations) {
        if (!this.#byAbbreviation.has(written)) this.#byAbbreviation.set(written, id);
      }
    }
  }

  /** All more general concepts, not the concept itself; empty for an unknown id. */
  ancestors(id: string): ReadonlySet<string> {
    const known = this.#ancestors.get(id);
    if (known) return known;
    const found = new Set<string>();
    const open = [...(this.concepts.get(id)?.parents ?? [])];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next === id || found.has(next)) continue;
      found.add(next);
      open.push(...(this.concepts.get(next)?.parents ?? []));
    }
    this.#ancestors.set(id, found);
    return found;
  }

  /** The concept a phrase names (id, name, synonym or abbreviation), or null. */
  conceptNamed(text: string): string | null {
    const phrase = text.trim();
    if (this.concepts.has(phrase)) return phrase;
    const abbreviation = this.#byAbbreviation.get(phrase);
    if (abbreviation !== undefined) return abbreviation;
    return this.terms.conceptOf(wordsOf(phrase));
  }
}
