/** The vectors of an index as they are stored, one row for each content. */
export interface VectorColumns {
  /** The embedder that made them; vectors of another cannot be compared with these. */
  readonly model: string;
  readonly dimensions: number;
  readonly keys: readonly string[];
  /** `keys.length × dimensions` whole numbers; times the row's scale they are the unit vectors. */
  readonly codes: Int8Array;
  readonly scales: Float32Array;
}

export interface Neighbour {
  readonly id: string;
  /** Cosine of the angle between passage and query, −1 to 1. */
  readonly similarity: number;
}

/** Vectors that no passage holds, kept for one that comes back: a file that was moved. */
const MOST_SPARE = 4096;
const LEAST_ROWS = 256;

/**
 * The vectors of passages in one flat array of eight-bit numbers, one row for each content:
 * passages that say the same share it, and one that is moved or comes back has its vector at
 * once. Search looks at every row; a quarter of the memory of floats is also a faster walk.
 */
export class PassageVectors {
  #model: string | null = null;
  #dimensions = 0;
  #codes: Int8Array = new Int8Array(0);
  #scales: Float32Array = new Float32Array(0);
  readonly #keys: string[] = [];
  readonly #rowOf = new Map<string, number>();
  readonly #keyOf = new Map<string, string>();
  readonly #holders = new Map<string, string[]>();
  /** Rows without a holder, the longest so first. */
  readonly #spare = new Set<number>();
  /** Passages that may want a vector, the last one added on top. */
  #wanting: string[] = [];
  readonly #refused = new Set<string>();
  #embedded = 0;
  #changes = 0;

  constructor(saved?: VectorColumns) {
    if (!saved) return;
    this.#model = saved.model;
    this.#dimensions = saved.dimensions;
    this.#codes = saved.codes;
    this.#scales = saved.scales;
    saved.keys.forEach((key, row) => {
      this.#keys.push(key);
      this.#rowOf.set(key, row);
      this.#spare.add(row);
    });
  }

  get model(): string | null {
    return this.#model;
  }

  /** Passages that have a vector. */
  get embedded(): number {
    return this.#embedded;
  }

  get passages(): number {
    return this.#keyOf.size;
  }

  /** Grows whenever what `save` answers changes. */
  get changes(): number {
    return this.#changes;
  }

  /** Vectors that no passage holds. */
  get spare(): number {
    return this.#spare.size;
  }

  has(id: string): boolean {
    const key = this.#keyOf.get(id);
    return key !== undefined && this.#rowOf.has(key);
  }

  /** Takes a passage in by the key of its content; it has a vector where that content has one. */
  add(id: string, key: string): void {
    this.remove(id);
    this.#keyOf.set(id, key);
    const holders = this.#holders.get(key);
    if (holders) holders.push(id);
    else this.#holders.set(key, [id]);
    const row = this.#rowOf.get(key);
    if (row === undefined) {
      this.#wanting.push(id);
      return;
    }
    if (this.#spare.delete(row)) this.#changes++;
    this.#embedded++;
  }

  remove(id: string): void {
    const key = this.#keyOf.get(id);
    if (key === undefined) return;
    this.#keyOf.delete(id);
    const holders = this.#holders.get(key) ?? [];
    const rest = holders.filter((other) => other !== id);
    if (rest.length > 0) this.#holders.set(key, rest);
    else this.#holders.delete(key);
    const row = this.#rowOf.get(key);
    if (row === undefined) return;
    this.#embedded--;
    if (rest.length > 0) return;
    this.#spare.add(row);
    this.#changes++;
  }

  /** Lets all passages go; their vectors stay for those that come back. */
  release(): void {
    this.#keyOf.clear();
    this.#holders.clear();
    this.#wanting = [];
    this.#embedded = 0;
    this.#changes++;
    for (const row of this.#rowOf.values()) this.#spare.add(row);
  }

  /** Says whose vectors these are; those of another embedder go. True where some went. */
  use(model: string, dimensions: number): boolean {
    this.#refused.clear();
    if (this.#model === model && this.#dimensions === dimensions) {
      this.#wanting = [...this.#keyOf.keys()].filter((id) => !this.has(id));
      return false;
    }
    const some = this.#keys.length > 0;
    this.#changes++;
    this.#model = model;
    this.#dimensions = dimensions;
    this.#codes = new Int8Array(0);
    this.#scales = new Float32Array(0);
    this.#keys.length = 0;
    this.#rowOf.clear();
    this.#spare.clear();
    this.#embedded = 0;
    this.#wanting = [...this.#keyOf.keys()];
    return some;
  }

  /** The passage whose vector is wanted first: the one that came last. */
  next(): string | null {
    for (let id = this.#wanting.at(-1); id !== undefined; id = this.#wanting.at(-1)) {
      const key = this.#keyOf.get(id);
      if (key !== undefined && !this.#rowOf.has(key) && !this.#refused.has(key)) return id;
      this.#wanting.pop();
    }
    return null;
  }

  keyOf(id: string): string | undefined {
    return this.#keyOf.get(id);
  }

  /** Gives a content up until the next `use`: the embedder cannot read it. */
  refuse(key: string): void {
    this.#refused.add(key);
  }

  /** @param vector a unit vector of `dimensions` numbers. */
  put(key: string, vector: Float32Array): void {
    if (vector.length !== this.#dimensions) {
      throw new RangeError(`A vector has ${vector.length} numbers, not ${this.#dimensions}.`);
    }
    const known = this.#rowOf.get(key);
    const row = known ?? this.#freeRow();
    this.#keys[row] = key;
    this.#rowOf.set(key, row);
    this.#changes++;
    let greatest = 0;
    for (const x of vector) greatest = Math.max(greatest, Math.abs(x));
    const scale = greatest / 127;
    this.#scales[row] = scale;
    const at = row * this.#dimensions;
    for (let d = 0; d < vector.length; d++) {
      this.#codes[at + d] = scale === 0 ? 0 : Math.round(vector[d] / scale);
    }
    if (known !== undefined) return;
    const holders = this.#holders.get(key)?.length ?? 0;
    this.#embedded += holders;
    if (holders === 0) this.#spare.add(row);
  }

  /**
   * The passages nearest to a query, nearest first; equally near ones in order of their ids.
   * @param query a unit vector.
   * @param least similarity below which a passage is no neighbour.
   * @param accepts which passages may be answered; all where it is left out.
   */
  nearest(
    query: Float32Array,
    limit: number,
    least: number,
    accepts: (id: string) => boolean = () => true,
  ): Neighbour[] {
    if (query.length !== this.#dimensions || limit <= 0) return [];
    const best: Neighbour[] = [];
    const worse = (a: Neighbour, b: Neighbour) =>
      b.similarity - a.similarity || (a.id < b.id ? -1 : 1);
    let bar = least;
    for (let row = 0; row < this.#keys.length; row++) {
      const similarity = this.#similarity(row, query);
      if (similarity < bar) continue;
      for (const id of this.#holders.get(this.#keys[row]) ?? []) {
        if (accepts(id)) best.push({ id, similarity });
      }
      if (best.length < 2 * limit + 64) continue;
      best.sort(worse).length = limit;
      bar = best[limit - 1].similarity;
    }
    return best.sort(worse).slice(0, limit);
  }

  /** The vectors that passages hold, copied; null before any embedder was used. */
  save(): VectorColumns | null {
    if (this.#model === null) return null;
    const rows = this.#keys.flatMap((_, row) => (this.#spare.has(row) ? [] : [row]));
    const n = this.#dimensions;
    const codes = new Int8Array(rows.length * n);
    const scales = new Float32Array(rows.length);
    rows.forEach((row, i) => {
      codes.set(this.#codes.subarray(row * n, (row + 1) * n), i * n);
      scales[i] = this.#scales[row];
    });
    const keys = rows.map((row) => this.#keys[row]);
    return { model: this.#model, dimensions: n, keys, codes, scales };
  }

  #similarity(row: number, query: Float32Array): number {
    const codes = this.#codes;
    const n = query.length;
    let at = row * n;
    let sum = 0;
    for (let d = 0; d < n; d++) sum += query[d] * codes[at++];
    return sum * this.#scales[row];
  }

  #freeRow(): number {
    if (this.#spare.size >= MOST_SPARE) {
      const [oldest] = this.#spare;
      this.#spare.delete(oldest);
      this.#rowOf.delete(this.#keys[oldest]);
      return oldest;
    }
    const row = this.#keys.length;
    if (row >= this.#scales.length) {
      const rows = Math.max(LEAST_ROWS, Math.ceil(row * 1.5));
      const codes = new Int8Array(rows * this.#dimensions);
      codes.set(this.#codes);
      const scales = new Float32Array(rows);
      scales.set(this.#scales);
      this.#codes = codes;
      this.#scales = scales;
    }
    return row;
  }
}
