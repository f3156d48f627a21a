/** The columns of a field as they are stored. */
export interface FieldColumns {
  /** Start of each term's postings; one more than there are terms. */
  readonly offsets: Uint32Array;
  readonly docs: Uint32Array;
  readonly frequencies: Uint16Array;
  /** Tokens of each document, by document id. */
  readonly lengths: Uint32Array;
}

const LEAST_PENDING = 1 << 16;

/**
 * The postings of one property: for each term the documents that hold it and how often. The bulk
 * lies in three typed arrays; what was added since lies in small lists and is merged in when it
 * has grown as large as the bulk, so that building costs amortised constant time a posting.
 */
export class InvertedField {
  #offsets: Uint32Array;
  /** Live postings of each term; removal moves the last one into the gap. */
  #counts: Uint32Array;
  #docs: Uint32Array;
  #frequencies: Uint16Array;
  #lengths: Uint32Array;
  #pending = new Map<number, number[]>();
  #pendingCount = 0;
  #totalLength = 0;
  #documents = 0;

  constructor(columns?: FieldColumns) {
    this.#offsets = columns?.offsets ?? new Uint32Array(1);
    this.#docs = columns?.docs ?? new Uint32Array(0);
    this.#frequencies = columns?.frequencies ?? new Uint16Array(0);
    this.#lengths = columns?.lengths ?? new Uint32Array(0);
    this.#counts = new Uint32Array(this.#offsets.length - 1);
    for (let t = 0; t < this.#counts.length; t++) {
      this.#counts[t] = this.#offsets[t + 1] - this.#offsets[t];
    }
    for (const length of this.#lengths) {
      this.#totalLength += length;
      if (length > 0) this.#documents++;
    }
  }

  get averageLength(): number {
    return this.#documents === 0 ? 1 : this.#totalLength / this.#documents;
  }

  /** One more than the greatest document id. */
  get idLimit(): number {
    return this.#lengths.length;
  }

  length(doc: number): number {
    return this.#lengths[doc] ?? 0;
  }

  /** Adds a document by the frequencies of its terms. */
  add(doc: number, frequencies: ReadonlyMap<number, number>, length: number): void {
    if (doc >= this.#lengths.length) {
      const grown = new Uint32Array(Math.max(1024, doc + 1, Math.ceil(this.#lengths.length * 1.5)));
      grown.set(this.#lengths);
      this.#lengths = grown;
    }
    this.#lengths[doc] = length;
    this.#totalLength += length;
    if (length > 0) this.#documents++;
    for (const [term, frequency] of frequencies) {
      const list = this.#pending.get(term);
      const kept = Math.min(frequency, 0xffff);
      if (list) list.push(doc, kept);
      else this.#pending.set(term, [doc, kept]);
    }
    this.#pendingCount += frequencies.size;
    if (this.#pendingCount > Math.max(LEAST_PENDING, this.#docs.length)) this.#merge();
  }

  remove(doc: number, terms: Iterable<number>): void {
    const length = this.#lengths[doc] ?? 0;
    this.#totalLength -= length;
    if (length > 0) this.#documents--;
    if (doc < this.#lengths.length) this.#lengths[doc] = 0;
    for (const term of terms) {
      if (!this.#removePending(doc, term)) this.#removeMerged(doc, term);
    }
  }

  /** How many documents hold the term. */
  holders(term: number): number {
    return (this.#counts[term] ?? 0) + (this.#pending.get(term)?.length ?? 0) / 2;
  }

  /** Calls `visit` for each document that holds the term. */
  forEach(term: number, visit: (doc: number, frequency: number) => void): void {
    if (term < this.#counts.length) {
      const from = this.#offsets[term];
      const to = from + this.#counts[term];
      for (let i = from; i < to; i++) visit(this.#docs[i], this.#frequencies[i]);
    }
    const list = this.#pending.get(term);
    if (list) for (let i = 0; i < list.length; i += 2) visit(list[i], list[i + 1]);
  }

  /** The field as columns, for `terms` terms; the arrays must not be written to. */
  columns(terms: number): FieldColumns {
    this.#merge(terms);
    return {
      offsets: this.#offsets,
      docs: this.#docs,
      frequencies: this.#frequencies,
      lengths: this.#lengths,
    };
  }

  #removePending(doc: number, term: number): boolean {
    const list = this.#pending.get(term);
    if (!list) return false;
    for (let i = 0; i < list.length; i += 2) {
      if (list[i] !== doc) continue;
      const frequency = list.pop() as number;
      const last = list.pop() as number;
      if (i < list.length) {
        list[i] = last;
        list[i + 1] = frequency;
      }
      if (list.length === 0) this.#pending.delete(term);
      this.#pendingCount--;
      return true;
    }
    return false;
  }

  #removeMerged(doc: number, term: number): void {
    if (term >= this.#counts.length) return;
    const from = this.#offsets[term];
    const last = from + this.#counts[term] - 1;
    for (let i = from; i <= last; i++) {
      if (this.#docs[i] !== doc) continue;
      this.#docs[i] = this.#docs[last];
      this.#frequencies[i] = this.#frequencies[last];
      this.#counts[term]--;
      return;
    }
  }

  #merge(least = 0): void {
    let terms = Math.max(this.#counts.length, least);
    let total = this.#pendingCount;
    for (const count of this.#counts) total += count;
    for (const term of this.#pending.keys()) if (term >= terms) terms = term + 1;
    const offsets = new Uint32Array(terms + 1);
    const docs = new Uint32Array(total);
    const frequencies = new Uint16Array(total);
    let at = 0;
    for (let term = 0; term < terms; term++) {
      offsets[term] = at;
      this.forEach(term, (doc, frequency) => {
        docs[at] = doc;
        frequencies[at++] = frequency;
      });
    }
    offsets[terms] = at;
    const counts = new Uint32Array(terms);
    for (let term = 0; term < terms; term++) counts[term] = offsets[term + 1] - offsets[term];
    this.#offsets = offsets;
    this.#docs = docs;
    this.#frequencies = frequencies;
    this.#counts = counts;
    this.#pending = new Map();
    this.#pendingCount = 0;
  }
}
