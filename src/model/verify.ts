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
  const records = await readRecords(store);
  const known = records.files[absolute];
  const unchanged = known !== undefined && known.bytes === size && known.mtimeMs === mtimeMs;
  const expected = entry === null ? null : (entry.sha256 ?? records.firstHashes[entry.id] ?? null);
  if (unchanged && (entry === null || known.sha256 !== null)) {
    assertHash(absolute, entry, known.sha256, expected);
    return { path: absolute, bytes: size, sha256: known.sha256 };
  }
  const checked = await checkModel(absolute, entry, expected, options);
  await rememberModel(store, entry, checked);
  return checked;
}

/**
 * The checks of `verifyModel` without its memory: size, header, and (for a catalogue entry) hash.
 * `expected`: the hash the file must have, or null where none is known yet.
 */
export async function checkModel(
  path: string,
  entry: CatalogueEntry | null,
  expected: string | null,
  options: VerifyOptions = {},
): Promise<VerifiedModel> {
  const { size } = await statModel(path, entry);
  if (entry !== null && size < entry.bytes) {
    throw new ModelError(
      'truncated',
      `${path} is cut short: ${size} of ${entry.bytes} bytes. ${fetchAgain(entry)}`,
    );
  }
  await readGgufHeader(path);
  const sha256 = entry === null ? null : await hashFile(path, options);
  assertHash(path, entry, sha256, expected);
  return { path, bytes: size, sha256 };
}

/** Remembers a checked file, and the first hash of an entry that has none in the catalogue. */
export async function rememberModel(
  store: ModelStore,
  entry: CatalogueEntry | null,
  { path, bytes, sha256 }: VerifiedModel,
): Promise<void> {
  const { mtimeMs } = await statModel(path, entry);
  await updateRecords(store, (records) => ({
    ...records,
    files: { ...records.files, [path]: { bytes, mtimeMs, sha256 } },
    firstHashes:
      entry === null || entry.sha256 !== null || sha256 === null
        ? records.firstHashes
        : { [entry.id]: sha256, ...records.firstHashes },
  }));
}

function assertHash(
  path: string,
  entry: CatalogueEntry | null,
  sha256: string | null,
  expected: string | null,
): void {
  if (entry === null || expected === null || sha256 === expected) return;
  throw new ModelError(
    'wrong-hash',
    `${path} is not the file the catalogue names: its SHA-256 is ${sha256}, not ${expected}. ` +
      `It is not used. ${fetchAgain(entry)}`,
  );
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
