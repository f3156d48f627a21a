import { embeddedQuery } from './embeddedText';
import { PassageVectors } from './passageVectors';
import type { Expand } from './query';
import { readSnapshot, writeSnapshot } from './snapshot';
import type { Embedding, IndexLog, TextEmbedder } from './types';
import { packVectors, unpackVectors, VECTOR_FILE } from './vectorFile';

/** Search goes by meaning too once this share of the passages has a vector. */
const LEAST_COVERAGE = 0.5;
const QUERY_MS = 500;
const SAVE_AFTER_MS = 30_000;

export interface IndexVectorsOptions {
  readonly embedding: Embedding;
  readonly storagePath: string | null;
  readonly log: IndexLog;
}

/**
 * The vectors of an index with the embedder that makes them and the file that keeps them. All of
 * it may fail, and then search goes by words alone.
 */
export class IndexVectors {
  readonly vectors: PassageVectors;
  readonly #embedding: Embedding;
  readonly #storagePath: string | null;
  readonly #log: IndexLog;
  #saved = -1;
  #saving: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;
  #warned = false;

  private constructor(options: IndexVectorsOptions, vectors: PassageVectors) {
    this.vectors = vectors;
    this.#embedding = options.embedding;
    this.#storagePath = options.storagePath;
    this.#log = options.log;
  }

  /** With the vectors of the storage folder, where there are sound ones; needs no embedder. */
  static async restore(options: IndexVectorsOptions): Promise<IndexVectors> {
    return new IndexVectors(options, await restored(options));
  }

  /** Says that what is held now is what the file holds, unless the file holds more. */
  settle(): void {
    if (this.vectors.spare === 0) this.#saved = this.vectors.changes;
  }

  get takes(): ((path: string) => boolean) | undefined {
    return this.#embedding.takes;
  }

  /** The embedder, or null where there is none or it cannot be loaded. */
  async embedder(): Promise<TextEmbedder | null> {
    try {
      return await this.#embedding.embedder();
    } catch (error) {
      this.warn(error);
      return null;
    }
  }

  async quiet(signal: AbortSignal): Promise<void> {
    await this.#embedding.quiet?.(signal);
  }

  /** The unit vector of a query; null where words must do: too few vectors, or too late. */
  async query(text: string, expand?: Expand): Promise<Float32Array | null> {
    const { vectors } = this;
    if (vectors.embedded === 0 || vectors.embedded < LEAST_COVERAGE * vectors.passages) return null;
    const late = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const waited = new Promise<null>((resolve) => {
      timer = setTimeout(() => {
        late.abort();
        resolve(null);
      }, this.#embedding.queryMs ?? QUERY_MS);
    });
    try {
      return await Promise.race([
        this.#embedQuery(embeddedQuery(text, expand), late.signal),
        waited,
      ]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Logs once that search goes by words alone. The text of a note is never part of it. */
  warn(error: unknown): void {
    if (this.#warned) return;
    this.#warned = true;
    this.#log(
      'warn',
      `The embedder does not work (${(error as Error).name}), and search goes by words alone. ` +
        'Restart the engine to try again.',
    );
  }

  saveSoon(): void {
    if (this.#storagePath === null || this.#timer || this.#saved === this.vectors.changes) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.save();
    }, SAVE_AFTER_MS);
    this.#timer.unref();
  }

  /** Writes the vectors if anything changed since the last time. Goes on if it cannot. */
  save(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#saving = this.#saving.then(() => this.#saveNow());
    return this.#saving;
  }

  async #embedQuery(text: string, late: AbortSignal): Promise<Float32Array | null> {
    try {
      const embedder = await this.#embedding.embedder();
      if (!embedder || embedder.id !== this.vectors.model || late.aborted) return null;
      const [vector] = await embedder.embed([text], late);
      return vector;
    } catch (error) {
      if (!late.aborted) this.warn(error);
      return null;
    }
  }

  async #saveNow(): Promise<void> {
    const { changes } = this.vectors;
    if (this.#storagePath === null || this.#saved === changes) return;
    const columns = this.vectors.save();
    if (columns === null) return;
    try {
      await writeSnapshot(this.#storagePath, packVectors(columns), VECTOR_FILE);
      this.#saved = changes;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? (error as Error).name;
      this.#log('warn', `The vectors cannot be saved in ${this.#storagePath} (${code}).`);
    }
  }
}

async function restored({ storagePath, log }: IndexVectorsOptions): Promise<PassageVectors> {
  if (storagePath === null) return new PassageVectors();
  const reading = await readSnapshot(storagePath, VECTOR_FILE);
  if (reading.state === 'none') return new PassageVectors();
  let reason = reading.state === 'rejected' ? reading.reason : 'they are of another form';
  if (reading.state === 'read') {
    try {
      const columns = unpackVectors(reading.content);
      if (columns) return new PassageVectors(columns);
    } catch (error) {
      reason = `they cannot be restored (${(error as Error).name})`;
    }
  }
  log('warn', `The saved vectors are not used, and are made anew: ${reason}.`);
  return new PassageVectors();
}
