import { embedderEntry } from '../model/catalogue';
import { openEmbedder } from '../model/embedder';
import type { ModelStore } from '../model/store';
import type { Embedder } from '../model/types';
import type { TextEmbedder } from '../retrieval/types';

export interface EmbedderHolderOptions {
  readonly store: ModelStore;
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void;
}

/** Holds the embedder, loaded on first need; without it search goes by words alone. */
export class EmbedderHolder {
  readonly #options: EmbedderHolderOptions;
  #loading: Promise<Embedder | null> | null = null;
  #missed = false;
  #disposed = false;

  constructor(options: EmbedderHolderOptions) {
    this.#options = options;
  }

  /**
   * The embedder, or null where it is not on this machine; then it is looked for again the next
   * time. Rejects with the ModelError that says why it cannot be loaded.
   */
  async current(): Promise<TextEmbedder | null> {
    if (this.#disposed) return null;
    this.#loading ??= this.#load();
    const embedder = await this.#loading;
    if (embedder === null) {
      this.#loading = null;
      return null;
    }
    // With the hash: other weights under the same name give vectors that cannot be compared.
    const id = `${embedder.id} ${embedderEntry().sha256 ?? ''}`.trim();
    return {
      id,
      dimensions: embedder.dimensions,
      embed: (texts, signal) => embedder.embed(texts, signal),
    };
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    const loaded = await this.#loading?.catch(() => null);
    this.#loading = null;
    await loaded?.dispose();
  }

  async #load(): Promise<Embedder | null> {
    const { store, log } = this.#options;
    const embedder = await openEmbedder({ store, log: (message) => log('info', message) });
    if (embedder === null && !this.#missed) {
      this.#missed = true;
      const { id, name } = embedderEntry();
      log(
        'info',
        `Search goes by words alone: ${name} is not on this machine. ` +
          `Run "chartside models get ${id}" to find passages by their meaning too.`,
      );
    }
    return embedder;
  }
}
