import { basename, isAbsolute } from 'node:path';
import { builtInEntry, catalogueEntries, catalogueEntry } from './catalogue';
import { loadLanguageModel } from './llamaRuntime';
import { ModelError } from './modelError';
import { findInStore, type ModelStore } from './store';
import type { CatalogueEntry, LanguageModel } from './types';
import { verifyModel } from './verify';

/** A model by the name a user gives it, found but not yet verified. */
export interface LocatedModel {
  readonly id: string;
  readonly name: string;
  /** Null where it has to be fetched first. */
  readonly path: string | null;
  /** Null for a file of the user's own. */
  readonly entry: CatalogueEntry | null;
}

/**
 * `model`: a catalogue id, the absolute path of a GGUF, or null for the built-in model.
 * Rejects with a ModelError ("unknown-model").
 */
export async function locateModel(model: string | null, store: ModelStore): Promise<LocatedModel> {
  if (model !== null && isAbsolute(model)) {
    return { id: basename(model), name: basename(model), path: model, entry: null };
  }
  if (model !== null && /\.gguf$/i.test(model) && !catalogueEntries().some((e) => e.id === model)) {
    throw new ModelError(
      'unknown-model',
      `"${model}" is not an absolute path. Give the whole path of the model file, or a catalogue id.`,
    );
  }
  const entry = model === null ? builtInEntry() : catalogueEntry(model);
  return { id: entry.id, name: entry.name, path: await findInStore(store, entry), entry };
}

export interface OpenLanguageModel {
  readonly model: string | null;
  readonly store: ModelStore;
  readonly threads: number | null;
  readonly contextTokens?: number;
  readonly signal?: AbortSignal;
  readonly log?: (message: string) => void;
}

/**
 * Finds, verifies and loads a language model.
 * Rejects with a ModelError that says what to do, or an AbortError.
 */
export async function openLanguageModel(options: OpenLanguageModel): Promise<LanguageModel> {
  const { store, signal } = options;
  const { id, path, entry } = await locateModel(options.model, store);
  if (path === null) {
    throw new ModelError(
      'missing',
      `The model "${id}" is not on this machine yet. Run "chartside models get ${id}" to fetch it.`,
    );
  }
  if (entry !== null && !entry.roles.some((r) => r === 'completion' || r === 'chat')) {
    throw new ModelError('load-failed', `"${id}" is no language model. Choose another model.`);
  }
  const verified = await verifyModel(path, entry, store, signal === undefined ? {} : { signal });
  return loadLanguageModel({
    id,
    path: verified.path,
    threads: options.threads,
    ...(options.contextTokens === undefined ? {} : { contextTokens: options.contextTokens }),
    ...(signal === undefined ? {} : { signal }),
    ...(options.log === undefined ? {} : { log: options.log }),
  });
}
