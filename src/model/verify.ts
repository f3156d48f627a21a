import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readGgufHeader } from './gguf';
import { abortError, ModelError, throwIfAborted } from './modelError';
import { readRecords, updateRecords, type ModelStore } from './store';
import type { CatalogueEntry } from './types';

export interface VerifyOptions {
  readonly signal?: AbortSignal;
  /** Bytes hashed so far. */
  readonly onProgress?: (bytes: number) => void;
}

export interface VerifiedModel {
  readonly path: string;
  readonly bytes: number;
  /** Null for a file of the user's own: there is nothing to compare it with. */
  readonly sha256: string | null;
}

/**
 * Whether a file may be loaded: it is there, is a whole GGUF, and is the file the catalogue means.
 * The hash is worked out once and remembered with size and time. `entry` null: a file of the
 * user's own, of which only the form is checked.
 *
 * Rejects with a ModelError ("missing", "not-gguf", "truncated", "wrong-hash", "unreadable").
 */
export async function verifyModel(
  path: string,
  entry: CatalogueEntry | null,
  store: ModelStore,
  options: VerifyOptions = {},
): Promise<VerifiedModel> {
  const absolute = resolve(path);
  const { size, mtimeMs } = await statModel(absolute, entry);
  if (entry !== null && size < entry.bytes) {
    throw new ModelError(
      'truncated',
      `${absolute} is cut short: ${size} of ${entry.bytes} bytes. ${fetchAgain(entry)}`,
    );
  }
  const records = await readRecords(store);
  const known = records.files[absolute];
  const unchanged = known !== undefined && known.bytes === size && known.mtimeMs === mtimeMs;

  if (!unchanged) await readGgufHeader(absolute);
  if (entry === null) {
    if (!unchanged) await remember(store, absolute, { bytes: size, mtimeMs, sha256: null });
    return { path: absolute, bytes: size, sha256: null };
  }

  const sha256 =
    unchanged && known.sha256 !== null ? known.sha256 : await hashFile(absolute, options);
  const expected = entry.sha256 ?? records.firstHashes[entry.id] ?? null;
  if (expected !== null && sha256 !== expected) {
    throw new ModelError(
      'wrong-hash',
      `${absolute} is not the file the catalogue names: its SHA-256 is ${sha256}, ` +
        `not ${expected}. It was not loaded. ${fetchAgain(entry)}`,
    );
  }
  if (!unchanged || known.sha256 === null) {
    await remember(store, absolute, { bytes: size, mtimeMs, sha256 });
  }
  if (expected === null) {
    await updateRecords(store, (r) => ({
      ...r,
      firstHashes: { ...r.firstHashes, [entry.id]: sha256 },
    }));
  }
  return { path: absolute, bytes: size, sha256 };
}

/** SHA-256 of a file as lower-case hex. */
export async function hashFile(path: string, options: VerifyOptions = {}): Promise<string> {
  const hash = createHash('sha256');
  let done = 0;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
      throwIfAborted(options.signal);
      hash.update(chunk as Buffer);
      done += (chunk as Buffer).length;
      options.onProgress?.(done);
    }
  } catch (cause) {
    if (options.signal?.aborted === true) throw abortError(options.signal);
    throw new ModelError('unreadable', `${path} cannot be read to its end. Check the disk.`, {
      cause,
    });
  }
  return hash.digest('hex');
}

async function statModel(
  path: string,
  entry: CatalogueEntry | null,
): Promise<{ readonly size: number; readonly mtimeMs: number }> {
  const found = await stat(path).catch(() => null);
  if (found !== null && found.isFile()) return found;
  const what = found === null ? 'There is no file' : 'A folder, not a model file, is at';
  const next =
    entry === null ? 'Choose another model file, or one of the catalogue.' : fetchAgain(entry);
  throw new ModelError('missing', `${what} ${path}. ${next}`);
}

function fetchAgain(entry: CatalogueEntry): string {
  return `Run "chartside models get ${entry.id}" to fetch it again.`;
}

function remember(
  store: ModelStore,
  path: string,
  record: { readonly bytes: number; readonly mtimeMs: number; readonly sha256: string | null },
): Promise<boolean> {
  return updateRecords(store, (r) => ({ ...r, files: { ...r.files, [path]: record } }));
}
