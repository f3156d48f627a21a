import { stat } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { builtInEntry } from '../catalogue';
import { readGgufHeader } from '../gguf';
import { ModelError } from '../modelError';
import type { ModelStore } from '../store';
import { currentAdapterId, findAdapter, verifyAdapter } from './adapterStore';

/** What completion is to use beside its base. */
export interface AdapterInUse {
  /** A sound GGUF, or null for the base alone. */
  readonly path: string | null;
  /** The id of a learnt one, a path, "built-in", or "none". */
  readonly id: string;
  /** What could not be used, and what to do; null where all is as it was chosen. */
  readonly problem: string | null;
}

export const BUILT_IN_ADAPTER = 'built-in';
export const NO_ADAPTER = 'none';

/** Chartside's own adapter; it belongs to the built-in base. */
const BUILT_IN_FILE = 'clinical-notes.gguf';

/**
 * The adapter for a base: `wanted` is the id of a learnt one, the absolute path of a GGUF,
 * "built-in", "none", or null for what was chosen. What is broken, missing or of another base is
 * not used: Chartside's own stands in, and `problem` says so.
 */
export async function adapterInUse(
  wanted: string | null,
  store: ModelStore,
  baseSha256: () => Promise<string>,
): Promise<AdapterInUse> {
  if (wanted === NO_ADAPTER) return { path: null, id: NO_ADAPTER, problem: null };
  if (wanted === BUILT_IN_ADAPTER) return builtInAdapter(store, baseSha256);
  const id = wanted ?? (await currentAdapterId(store));
  if (id === null) return builtInAdapter(store, baseSha256);
  try {
    if (isAbsolute(id)) {
      await readGgufHeader(id);
      return { path: id, id, problem: null };
    }
    const adapter = await findAdapter(store, id);
    const { base } = await verifyAdapter(adapter);
    if (base.sha256 === (await baseSha256())) return { path: adapter.path, id, problem: null };
    throw new ModelError(
      'load-failed',
      `The adapter ${id} was learnt on another model (${base.id}).`,
    );
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    const instead = await builtInAdapter(store, baseSha256);
    const what = instead.path === null ? 'The model alone' : "Chartside's own adapter";
    return { ...instead, problem: `${error.message} ${what} is used instead.` };
  }
}

async function builtInAdapter(
  store: ModelStore,
  baseSha256: () => Promise<string>,
): Promise<AdapterInUse> {
  const none = { path: null, id: NO_ADAPTER, problem: null };
  if (store.builtInFolder === null) return none;
  const path = join(dirname(store.builtInFolder), 'adapters', BUILT_IN_FILE);
  if ((await stat(path).catch(() => null)) === null) return none;
  if ((await baseSha256()) !== builtInEntry().sha256) return none;
  try {
    await readGgufHeader(path);
    return { path, id: BUILT_IN_ADAPTER, problem: null };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return { ...none, problem: `${error.message} Reinstall Chartside; the model alone is used.` };
  }
}
