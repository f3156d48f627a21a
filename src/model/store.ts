import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { CatalogueEntry } from './types';

/** Where model files lie. Looked through in order; new files go to `userFolder`. */
export interface ModelStore {
  /** `<extension>/models/weights`, or null where there is no extension folder. */
  readonly builtInFolder: string | null;
  readonly userFolder: string;
}

export interface StoreSurroundings {
  readonly env?: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
  readonly home?: string;
}

/** The user's own store: $CHARTSIDE_HOME/models, else the platform's folder for application data. */
export function userModelFolder(around: StoreSurroundings = {}): string {
  const { env = process.env, platform = process.platform, home = homedir() } = around;
  if (env['CHARTSIDE_HOME']) return join(env['CHARTSIDE_HOME'], 'models');
  if (platform === 'darwin') {
    return join(home, 'Library', 'Application Support', 'Chartside', 'models');
  }
  if (platform === 'win32') {
    const local = env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local');
    return join(local, 'Chartside', 'models');
  }
  const data = env['XDG_DATA_HOME'] ?? join(home, '.local', 'share');
  return join(data, 'chartside', 'models');
}

export function modelStore(extensionPath: string | null, around?: StoreSurroundings): ModelStore {
  return {
    builtInFolder: extensionPath === null ? null : join(extensionPath, 'models', 'weights'),
    userFolder: userModelFolder(around),
  };
}

/**
 * The files that may be a catalogue entry's, those of the right size first; `verifyModel` does the
 * rest.
 */
export async function filesInStore(
  store: ModelStore,
  entry: Pick<CatalogueEntry, 'file' | 'bytes'>,
): Promise<readonly string[]> {
  const folders = store.builtInFolder === null ? [] : [store.builtInFolder];
  const right: string[] = [];
  const other: string[] = [];
  for (const folder of [...folders, store.userFolder]) {
    const path = join(folder, entry.file);
    const found = await stat(path).catch(() => null);
    if (found === null || !found.isFile()) continue;
    (found.size === entry.bytes ? right : other).push(path);
  }
  return [...right, ...other];
}

/** The first of `filesInStore`, or null. */
export async function findInStore(
  store: ModelStore,
  entry: Pick<CatalogueEntry, 'file' | 'bytes'>,
): Promise<string | null> {
  return (await filesInStore(store, entry))[0] ?? null;
}

/** What was once worked out about a file and holds while its size and time stay the same. */
export interface FileRecord {
  readonly bytes: number;
  readonly mtimeMs: number;
  readonly sha256: string | null;
}

export interface StoreRecords {
  /** By absolute path. */
  readonly files: Readonly<Record<string, FileRecord>>;
  /** Hash of the first download of an entry without a hash in the catalogue, by id. */
  readonly firstHashes: Readonly<Record<string, string>>;
  /** Best thread count by model size and processor. */
  readonly threads: Readonly<Record<string, number>>;
}

const EMPTY: StoreRecords = { files: {}, firstHashes: {}, threads: {} };

/** The store's memory. A missing or broken file counts as empty: everything in it can be redone. */
export async function readRecords(store: ModelStore): Promise<StoreRecords> {
  try {
    const text = await readFile(recordsPath(store), 'utf8');
    const parsed = JSON.parse(text) as Partial<StoreRecords> | null;
    return { ...EMPTY, ...parsed };
  } catch {
    return EMPTY;
  }
}

/**
 * Changes the store's memory. A store that cannot be written (read-only, disk full) forgets, and
 * the work is done again next time: resolves to false then.
 */
export async function updateRecords(
  store: ModelStore,
  change: (records: StoreRecords) => StoreRecords,
): Promise<boolean> {
  try {
    await mkdir(store.userFolder, { recursive: true });
    const next = change(await readRecords(store));
    const temporary = `${recordsPath(store)}.${process.pid}.tmp`;
    await writeFile(temporary, JSON.stringify(next, null, 2));
    await rename(temporary, recordsPath(store));
    return true;
  } catch {
    return false;
  }
}

function recordsPath(store: ModelStore): string {
  return join(store.userFolder, 'records.json');
}
