import type { LlamaEmbeddingContext, LlamaModel, Token } from 'node-llama-cpp';
import { embedderEntry } from './catalogue';
import { abortError, ModelError, throwIfAborted } from './modelError';
import { llamaCpp, nodeLlamaCpp } from './nodeLlamaCpp';
import { locateModel, verifyLocated } from './openModel';
import type { ModelStore } from './store';
import type { Embedder } from './types';

/** A model this small gains nothing from a second thread, and a completion may want it. */
const THREADS = 1;

/** Tokens are shorter than this: what lies beyond need not be tokenised to be cut off. */
const CHARACTERS_A_TOKEN = 64;

export interface OpenEmbedder {
  readonly store: ModelStore;
  readonly signal?: AbortSignal;
  readonly log?: (message: string) => void;
}

/**
 * Finds, verifies and loads the catalogue's embedding model; null where it is not on this machine.
 * Rejects with a ModelError that says what to do, or an AbortError.
 */
export async function openEmbedder({ store, signal, log }: OpenEmbedder): Promise<Embedder | null> {
  const entry = embedderEntry();
  const located = await locateModel(entry.id, store);
  if (located.path === null) return null;
  const { path } = await verifyLocated(located, store, signal);
  return loadEmbedder({
    id: entry.id,
    path,
    contextTokens: entry.contextTokens,
    ...(signal && { signal }),
    ...(log && { log }),
  });
}

export interface LoadEmbedder {
  readonly id: string;
  /** A GGUF that has passed `verifyModel`: a broken one can end the process. */
  readonly path: string;
  /** Window in tokens, those that begin and end a text included. */
  readonly contextTokens: number;
  readonly signal?: AbortSignal;
  readonly log?: (message: string) => void;
}

/**
 * Loads an embedding model on the CPU.
 * Rejects with a ModelError ("no-runtime", "no-memory", "load-failed") or an AbortError.
 */
export async function loadEmbedder(options: LoadEmbedder): Promise<Embedder> {
  const { id, path, contextTokens, signal, log } = options;
  const { InsufficientMemoryError } = await nodeLlamaCpp();
  const llama = await llamaCpp(log);
  let model: LlamaModel | undefined;
  try {
    model = await llama.loadModel({
      modelPath: path,
      gpuLayers: 0,
      ...(signal && { loadSignal: signal }),
    });
    const window = Math.min(contextTokens, model.trainContextSize);
    const context = await model.createEmbeddingContext({
      contextSize: window,
      // llama.cpp reads a text of an encoder in one piece.
      batchSize: window,
      threads: THREADS,
      ...(signal && { createSignal: signal }),
    });
    log?.(`Loaded ${id}: ${Math.round(model.size / 1e6)} MB, ${THREADS} thread.`);
    return new LlamaEmbedder(id, model, context, window);
  } catch (cause) {
    await model?.dispose();
    if (signal?.aborted === true) throw abortError(signal);
    if (cause instanceof InsufficientMemoryError) {
      throw new ModelError(
        'no-memory',
        `There is not enough free memory to load ${id}. Close other programs; search goes on without it.`,
        { cause },
      );
    }
    throw new ModelError(
      'load-failed',
      `llama.cpp cannot load ${path} as an embedding model. Run "chartside models get ${id}" to fetch it again.`,
      { cause },
    );
  }
}

/** A GGUF of an encoder, loaded by node-llama-cpp. */
class LlamaEmbedder implements Embedder {
  readonly id: string;
  readonly dimensions: number;
  readonly #model: LlamaModel;
  readonly #context: LlamaEmbeddingContext;
  readonly #textTokens: number;
  #last: Promise<unknown> = Promise.resolve();
  #disposal: Promise<void> | undefined;

  constructor(id: string, model: LlamaModel, context: LlamaEmbeddingContext, window: number) {
    this.id = id;
    this.dimensions = model.embeddingVectorSize;
    this.#model = model;
    this.#context = context;
    // Two tokens begin and end a text, and the runtime wants one place more than it fills.
    this.#textTokens = window - 3;
  }

  embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Float32Array[]> {
    const work = this.#last.then(() => this.#embedAll(texts, signal));
    this.#last = work.catch(() => undefined);
    return work;
  }

  dispose(): Promise<void> {
    this.#disposal ??= this.#last.then(async () => {
      await this.#context.dispose();
      await this.#model.dispose();
    });
    return this.#disposal;
  }

  async #embedAll(
    texts: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<readonly Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (const text of texts) {
      throwIfAborted(signal);
      if (this.#disposal !== undefined) {
        throw new ModelError('load-failed', `${this.id} has been unloaded.`);
      }
      const { vector } = await this.#context.getEmbeddingFor(this.#tokens(text));
      vectors.push(unit(vector));
    }
    throwIfAborted(signal);
    return vectors;
  }

  /** The tokens of a text with those that begin and end it: also an empty one has a vector. */
  #tokens(text: string): Token[] {
    const { bos, sep } = this.#model.tokens;
    const shortened = text.slice(0, this.#textTokens * CHARACTERS_A_TOKEN);
    const tokens = this.#model.tokenize(shortened).slice(0, this.#textTokens);
    return [...(bos === null ? [] : [bos]), ...tokens, ...(sep === null ? [] : [sep])];
  }
}

/** A vector of the same direction and of length 1; zeros stay zeros. */
function unit(vector: readonly number[]): Float32Array {
  const length = Math.hypot(...vector);
  return Float32Array.from(vector, (x) => (length > 0 ? x / length : 0));
}
