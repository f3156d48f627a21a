import type { LlamaModel } from 'node-llama-cpp';
import { LlamaLanguageModel } from './languageModel';
import { abortError, ModelError } from './modelError';
import { llamaCpp, nodeLlamaCpp } from './nodeLlamaCpp';
import type { ModelStore } from './store';
import { chooseThreads } from './threads';

/** Windows beyond these cost memory and reading time that local help does not repay. */
const DEFAULT_CHAT_TOKENS = 4096;
const DEFAULT_COMPLETION_TOKENS = 1024;

export interface LoadLanguageModel {
  readonly id: string;
  /** A GGUF that has passed `verifyModel`: a broken one can end the process. */
  readonly path: string;
  /** Threads for reading and generating; null to find out what is fastest here. */
  readonly threads: number | null;
  /** A GGUF with a LoRA adapter of this model, used for completion alone. */
  readonly adapterPath?: string | null;
  /** Remembers what was found out. */
  readonly store?: ModelStore;
  /** Window of a chat in tokens; at most what the model was trained on. */
  readonly contextTokens?: number;
  /** Window of a completion in tokens. */
  readonly completionTokens?: number;
  /** 0–1. */
  readonly onProgress?: (fraction: number) => void;
  readonly signal?: AbortSignal;
  readonly log?: (message: string) => void;
}

/**
 * Loads a language model on the CPU.
 * Rejects with a ModelError ("no-runtime", "no-memory", "load-failed") or an AbortError.
 */
export async function loadLanguageModel(options: LoadLanguageModel): Promise<LlamaLanguageModel> {
  const { id, path, signal } = options;
  const { resolveChatWrapper, InsufficientMemoryError } = await nodeLlamaCpp();
  const llama = await llamaCpp(options.log);
  let model: LlamaModel;
  try {
    model = await llama.loadModel({
      modelPath: path,
      gpuLayers: 0,
      ...(signal === undefined ? {} : { loadSignal: signal }),
      ...(options.onProgress === undefined ? {} : { onLoadProgress: options.onProgress }),
    });
  } catch (cause) {
    if (signal?.aborted === true) throw abortError(signal);
    if (cause instanceof InsufficientMemoryError) {
      throw new ModelError(
        'no-memory',
        `There is not enough free memory to load ${id}. Close other programs or choose a smaller model.`,
        { cause },
      );
    }
    throw new ModelError(
      'load-failed',
      `llama.cpp cannot load ${path}. Its architecture may be newer than this version of Chartside; ` +
        'choose another model.',
      { cause },
    );
  }
  const trained = model.trainContextSize;
  const threads =
    options.threads ?? (await chooseThreads(model, llama.cpuMathCores, options.store ?? null));
  options.log?.(`Loaded ${id}: ${Math.round(model.size / 1e6)} MB, ${threads} thread(s).`);
  return new LlamaLanguageModel({
    id,
    model,
    chatWrapper: resolveChatWrapper(model),
    threads,
    adapterPath: options.adapterPath ?? null,
    contextTokens: Math.min(options.contextTokens ?? DEFAULT_CHAT_TOKENS, trained),
    completionTokens: Math.min(options.completionTokens ?? DEFAULT_COMPLETION_TOKENS, trained),
  });
}
