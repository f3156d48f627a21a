import { basename, isAbsolute } from 'node:path';
import { builtInEntry, catalogueEntries, catalogueEntry } from './catalogue';
import { loadLanguageModel } from './llamaRuntime';
import { ModelError } from './modelError';
import { filesInStore, type ModelStore } from './store';
import type { CatalogueEntry, LanguageModel } from './types';
import { verifyModel, type VerifiedModel } from './verify';

/** A model by the name a user gives it, found but not yet verified. */
export interface LocatedModel {
  readonly id: string;
  readonly name: string;
  /** The best of `paths`, or null where it has to be fetched first. */
  readonly path: string | null;
  /** Files that may be it, best first. */
  readonly paths: readonly string[];
  /** Null for a file of the user's own. */
  readonly entry: CatalogueEntry | null;
}

/**
 * `model`: a catalogue id, the absolute path of a GGUF, or null for the built-in model.
 * Rejects with a ModelError ("unknown-model").
 */
export async function locateModel(model: string | null, store: ModelStore): Promise<LocatedModel> {
  if (model !== null && isAbsolute(model)) {
    return { id: basename(model), name: basename(model), path: model, paths: [model], entry: null };
  }
  if (model !== null && /\.gguf$/i.test(model) && !catalogueEntries().some((e) => e.id === model)) {
    throw new ModelError(
      'unknown-model',
      `"${model}" is not an absolute path. Give the whole path of the model file, or a catalogue id.`,
    );
  }
  const entry = model === null ? builtInEntry() : catalogueEntry(model);
  const paths = await filesInStore(store, entry);
  return { id: entry.id, name: entry.name, path: paths[0] ?? null, paths, entry };
}

export interface OpenLanguageModel {
  readonly model: string | null;
  readonly store: ModelStore;
  readonly threads: number | null;
  /** A verified adapter of this model, for completion alone; null for none. */
  readonly adapter?: string | null;
  readonly contextTokens?: number;
  readonly signal?: AbortSignal;
  readonly log?: (message: string) => void;
}

/**
 * Finds, verifies and loads a language model.
 * Rejects with a ModelError that says what to do, or an AbortError.
 */
export async function openLanguageModel(options: OpenLanguageModel): Promise<LanguageModel> {
  const { store, signal, contextTokens, log } = options;
  const located = await locateModel(options.model, store);
  const { id, entry } = located;
  if (entry !== null && !entry.roles.some((r) => r === 'completion' || r === 'chat')) {
    throw new ModelError('load-failed', `"${id}" is no language model. Choose another model.`);
  }
  const { path } = await verifyLocated(located, store, signal);
  return loadLanguageModel({
    id,
    path,
    threads: options.threads,
    adapterPath: options.adapter ?? null,
    store,
    ...(contextTokens === undefined ? {} : { contextTokens }),
    ...(signal === undefined ? {} : { signal }),
    ...(log === undefined ? {} : { log }),
  });
}

/**
 * The first sound file of a located model.
 * Rejects with the ModelError of the best candidate where none is sound ("missing" where none is).
 */
export async function verifyLocated(
  { id, paths, entry }: LocatedModel,
  store: ModelStore,
  signal?: AbortSignal,
): Promise<VerifiedModel> {
  let problem: unknown = new ModelError(
    'missing',
    `The model "${id}" is not on this machine yet. Run "chartside models get ${id}" to fetch it.`,
  );
  let first = true;
  for (const path of paths) {
    try {
      return await verifyModel(path, entry, store, signal === undefined ? {} : { signal });
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      if (first) problem = error;
      first = false;
    }
  }
  throw problem;
}
