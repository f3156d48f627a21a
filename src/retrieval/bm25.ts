import { InvertedField, type FieldColumns } from './invertedField';

/** A term of a query with what it counts for; 1 is a word the user wrote. */
export interface WeightedTerm {
  readonly term: string;
  readonly weight: number;
  /** Adds to the score of documents that hold another term, and finds none by itself. */
  readonly supporting?: boolean;
}

export interface Bm25Parameters {
  /** How soon further occurrences of a term stop counting. */
  readonly k: number;
  /** How much a long passage is held against it, 0–1. */
  readonly b: number;
}

export interface Bm25Columns {
  readonly terms: readonly string[];
  readonly fields: Readonly<Record<string, FieldColumns>>;
}

/**
 * BM25F over fields of typed arrays (Robertson & Zaragoza, "The Probabilistic Relevance
 * Framework: BM25 and Beyond", 2009): the frequencies of a term in the fields of a document are
 * weighted, normalised by the field's length and added before they saturate.
 */
export class Bm25 {
  readonly #ids = new Map<string, number>();
  readonly #terms: string[] = [];
  readonly #fields = new Map<string, InvertedField>();
  #accumulated = new Float64Array(0);
  #scores = new Float64Array(0);

  constructor(fields: readonly string[], columns?: Bm25Columns) {
    for (const term of columns?.terms ?? []) this.#id(term);
    for (const name of fields) this.#fields.set(name, new InvertedField(columns?.fields[name]));
  }

  add(field: string, doc: number, tokens: readonly string[]): void {
    const frequencies = new Map<number, number>();
    for (const token of tokens) {
      const id = this.#id(token);
      frequencies.set(id, (frequencies.get(id) ?? 0) + 1);
    }
    this.#field(field).add(doc, frequencies, tokens.length);
  }

  remove(field: string, doc: number, tokens: readonly string[]): void {
    const terms = new Set<number>();
    for (const token of tokens) {
      const id = this.#ids.get(token);
      if (id !== undefined) terms.add(id);
    }
    this.#field(field).remove(doc, terms);
  }

  /**
   * The documents that hold any of the terms, with their scores, in no order.
   * @param query supporting terms after the others.
   * @param documents how many documents there are.
   * @param boosts what an occurrence in a field counts for; fields without one count 1.
   * @param allowed the documents that may be answered; undefined for all.
   */
  search(
    query: readonly WeightedTerm[],
    documents: number,
    boosts: ReadonlyMap<string, number>,
    { k, b }: Bm25Parameters,
    allowed?: ReadonlySet<number>,
  ): [number, number][] {
    const fields = [...boosts].map(([name, boost]) => ({ field: this.#field(name), boost }));
    const limit = Math.max(0, ...fields.map(({ field }) => field.idLimit));
    if (this.#scores.length < limit) {
      this.#scores = new Float64Array(limit);
      this.#accumulated = new Float64Array(limit);
    }
    const accumulated = this.#accumulated;
    const scores = this.#scores;
    const found: number[] = [];
    for (const { term, weight, supporting } of query) {
      const id = this.#ids.get(term);
      if (id === undefined) continue;
      const holders: number[] = [];
      for (const { field, boost } of fields) {
        const average = field.averageLength;
        field.forEach(id, (doc, frequency) => {
          if (accumulated[doc] === 0) holders.push(doc);
          accumulated[doc] += (boost * frequency) / (1 - b + (b * field.length(doc)) / average);
        });
      }
      const idf = inverseFrequency(documents, holders.length);
      for (const doc of holders) {
        const tf = accumulated[doc];
        accumulated[doc] = 0;
        if (allowed && !allowed.has(doc)) continue;
        if (scores[doc] === 0) {
          if (supporting) continue;
          found.push(doc);
        }
        scores[doc] += (weight * idf * tf * (k + 1)) / (k + tf);
      }
    }
    return found.map((doc) => {
      const score = scores[doc];
      scores[doc] = 0;
      return [doc, score];
    });
  }

  /** How telling a term is among `documents` documents, by how many hold it in a field. */
  rarity(field: string, term: string, documents: number): number {
    const id = this.#ids.get(term);
    return inverseFrequency(documents, id === undefined ? 0 : this.#field(field).holders(id));
  }

  /** The index as columns. They are its own memory: copy or write them out before it changes. */
  columns(): Bm25Columns {
    const fields: Record<string, FieldColumns> = {};
    for (const [name, field] of this.#fields) fields[name] = field.columns(this.#terms.length);
    return { terms: this.#terms, fields };
  }

  #id(term: string): number {
    let id = this.#ids.get(term);
    if (id === undefined) {
      id = this.#terms.length;
      this.#terms.push(term);
      this.#ids.set(term, id);
    }
    return id;
  }

  #field(name: string): InvertedField {
    const field = this.#fields.get(name);
    if (!field) throw new Error(`The index has no field "${name}".`);
    return field;
  }
}

function inverseFrequency(documents: number, holders: number): number {
  return Math.log(1 + (documents - holders + 0.5) / (holders + 0.5));
}
