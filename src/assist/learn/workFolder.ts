import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { adaptersFolder } from '../../model/adapters/adapterStore';
import type { ModelStore } from '../../model/store';
import { TrainingError } from '../../model/training';

/** How far a learning has come; what it needs to go on after a kill. No path and no note text. */
export interface WorkRecord {
  /** Of what it learns from and on which model: another request begins anew. */
  readonly request: string;
  readonly began: string;
  readonly notes: { readonly train: number; readonly held: number };
  readonly characters: number;
  /** Times the text is read in training; null until the machine's speed is known. */
  readonly epochs: number | null;
  /** Seconds of training so far. */
  readonly seconds: number;
  /** Of the adapter that training began with; null where it began with none. */
  readonly shape: { readonly rank: number; readonly alpha: number } | null;
  /** The run has begun. */
  readonly begun: boolean;
  readonly trained: boolean;
}

/**
 * The folder of a learning that goes on: notes with their identifiers taken out, checkpoint and
 * adapter. Its owner alone may read it; it is removed when the learning is done.
 */
export interface WorkFolder {
  readonly path: string;
  /** Of a learning that was killed, or null. */
  readonly record: WorkRecord | null;
  save(record: WorkRecord): Promise<void>;
  /** Removes everything in it but the lock. */
  clear(): Promise<void>;
  /** Lets another learning begin. */
  release(): Promise<void>;
  /** Removes the folder. */
  remove(): Promise<void>;
}

const RECORD = 'record.json';
const LOCK = 'lock';

/** Names what is learnt from and on what, without telling it. */
export function requestHash(request: object): string {
  return createHash('sha256').update(JSON.stringify(request)).digest('hex');
}

export function workFolderPath(store: ModelStore): string {
  return join(adaptersFolder(store), '.work');
}

/**
 * Takes the one work folder. Rejects with a TrainingError ("failed") while another process learns.
 */
export async function takeWorkFolder(store: ModelStore): Promise<WorkFolder> {
  const path = workFolderPath(store);
  const lock = join(path, LOCK);
  await mkdir(path, { recursive: true, mode: 0o700 });
  const owner = Number(await readFile(lock, 'utf8').catch(() => 'NaN'));
  if (isAlive(owner)) {
    throw new TrainingError(
      'failed',
      'Chartside is learning already, here or in another window. Wait for it, or stop it there.',
    );
  }
  await rm(lock, { force: true });
  await writeFile(lock, String(process.pid), { flag: 'wx' });
  return {
    path,
    record: await readRecord(path),
    async save(record) {
      const temporary = join(path, `${RECORD}.tmp`);
      await writeFile(temporary, JSON.stringify(record, null, 2));
      await rename(temporary, join(path, RECORD));
    },
    async clear() {
      for (const name of await readdir(path)) {
        if (name !== LOCK) await rm(join(path, name), { recursive: true, force: true });
      }
    },
    release: () => rm(lock, { force: true }),
    remove: () => rm(path, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** When a learning that was killed began, or null where there is none. */
export async function unfinishedSince(store: ModelStore): Promise<string | null> {
  return (await readRecord(workFolderPath(store)))?.began ?? null;
}

/** Removes what a killed learning left. Rejects while one is going on. */
export async function removeUnfinished(store: ModelStore): Promise<void> {
  await (await takeWorkFolder(store)).remove();
}

async function readRecord(path: string): Promise<WorkRecord | null> {
  try {
    return JSON.parse(await readFile(join(path, RECORD), 'utf8')) as WorkRecord;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
