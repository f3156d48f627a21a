import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelError } from '../modelError';
import { storageError } from '../storageError';
import type { ModelStore } from '../store';
import { hashFile } from '../verify';
import { isAdapterId, parseCard, type AdapterCard } from './card';

/** An adapter in the store; `problem` says why it cannot be used, or is null. */
export interface StoredAdapter {
  readonly id: string;
  readonly path: string;
  /** Null where the card is broken. */
  readonly card: AdapterCard | null;
  readonly problem: string | null;
  /** The clinician has chosen it. */
  readonly isCurrent: boolean;
}

/** Older ones make room: they are easily learnt again, and each holds a little of many notes. */
export const KEPT = 3;

const WEIGHTS = 'adapter.gguf';
const CARD = 'card.json';

/** Where learnt adapters lie, one folder each. */
export function adaptersFolder(store: ModelStore): string {
  return join(store.userFolder, 'adapters');
}

/** All learnt adapters, newest first. Hashes nothing: `verifyAdapter` does, before one is loaded. */
export async function listAdapters(store: ModelStore): Promise<readonly StoredAdapter[]> {
  const names = await readdir(adaptersFolder(store)).catch(() => [] as string[]);
  const current = await currentAdapterId(store);
  const ids = names.filter(isAdapterId).sort().reverse();
  return Promise.all(ids.map((id) => readAdapter(store, id, current)));
}

/** Rejects with a ModelError ("missing") that lists the ids there are. */
export async function findAdapter(store: ModelStore, id: string): Promise<StoredAdapter> {
  const all = await listAdapters(store);
  const found = all.find((a) => a.id === id);
  if (found !== undefined) return found;
  const known = all.length === 0 ? 'none was learnt yet' : all.map((a) => a.id).join(', ');
  throw new ModelError('missing', `There is no learnt adapter "${id}". Known: ${known}.`);
}

/** The id that was chosen; null for Chartside's own adapter. */
export async function currentAdapterId(store: ModelStore): Promise<string | null> {
  try {
    const record = JSON.parse(await readFile(currentFile(store), 'utf8')) as {
      id?: unknown;
    } | null;
    const id = record?.id;
    return typeof id === 'string' && isAdapterId(id) ? id : null;
  } catch {
    return null;
  }
}

/**
 * Completion uses this adapter from the next load on; null: Chartside's own.
 * Rejects with a ModelError where it is missing or broken, or the store cannot be written.
 */
export async function chooseAdapter(store: ModelStore, id: string | null): Promise<void> {
  if (id !== null) await verifyAdapter(await findAdapter(store, id));
  await writeCurrent(store, id);
}

/**
 * Moves a trained adapter into the store under its card's id, which is made unique, and lets the
 * oldest go. The folder appears only when it is whole. Resolves to the card as it is kept.
 */
export async function keepAdapter(
  store: ModelStore,
  weights: string,
  card: Omit<AdapterCard, 'sha256' | 'bytes'>,
): Promise<AdapterCard> {
  const folder = adaptersFolder(store);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const id = await freeId(folder, card.id);
    const whole: AdapterCard = {
      ...card,
      id,
      sha256: await hashFile(weights),
      bytes: (await stat(weights)).size,
    };
    const partial = join(folder, `.partial-${id}`);
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial, { mode: 0o700 });
    await rename(weights, join(partial, WEIGHTS));
    await writeFile(join(partial, CARD), `${JSON.stringify(whole, null, 2)}\n`);
    await rename(partial, join(folder, id));
    await letOldestGo(store, id);
    return whole;
  } catch (error) {
    throw storageError(error, folder) ?? error;
  }
}

/** Removes an adapter; where it was in use, Chartside's own is again. Rejects with a ModelError. */
export async function removeAdapter(store: ModelStore, id: string): Promise<void> {
  const found = await findAdapter(store, id);
  try {
    if (found.isCurrent) await writeCurrent(store, null);
    await rm(join(adaptersFolder(store), id), { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    throw storageError(error, adaptersFolder(store)) ?? error;
  }
}

/** Rejects with a ModelError ("missing", "truncated", "wrong-hash") that says what to do. */
export async function verifyAdapter(adapter: StoredAdapter): Promise<AdapterCard> {
  const { card, path, problem, id } = adapter;
  if (card === null || problem !== null) {
    throw new ModelError('missing', problem ?? `The adapter ${id} is broken. ${AGAIN}`);
  }
  if ((await hashFile(path)) !== card.sha256) {
    throw new ModelError(
      'wrong-hash',
      `The adapter ${id} is not the file that was learnt: its SHA-256 differs from its card's. ${AGAIN}`,
    );
  }
  return card;
}

const AGAIN = 'Remove it and learn from your notes again.';

async function readAdapter(
  store: ModelStore,
  id: string,
  current: string | null,
): Promise<StoredAdapter> {
  const folder = join(adaptersFolder(store), id);
  const path = join(folder, WEIGHTS);
  const card = parseCard(await readFile(join(folder, CARD), 'utf8').catch(() => ''), id);
  const found = await stat(path).catch(() => null);
  const problem =
    card === null
      ? `The card of the adapter ${id} is missing or broken. ${AGAIN}`
      : found === null || !found.isFile()
        ? `The weights of the adapter ${id} are missing. ${AGAIN}`
        : found.size !== card.bytes
          ? `The weights of the adapter ${id} are cut short or changed. ${AGAIN}`
          : null;
  return { id, path, card, problem, isCurrent: id === current };
}

async function freeId(folder: string, wanted: string): Promise<string> {
  const taken = new Set(await readdir(folder));
  if (!taken.has(wanted)) return wanted;
  for (let i = 2; ; i++) {
    const id = `${wanted}-${i}`;
    if (!taken.has(id)) return id;
  }
}

/** Keeps the newest few, the new one and the one in use among them. */
async function letOldestGo(store: ModelStore, added: string): Promise<void> {
  const all = await listAdapters(store);
  const kept = all.filter((a) => a.isCurrent || a.id === added);
  const others = all.filter((a) => !a.isCurrent && a.id !== added);
  for (const old of others.slice(Math.max(0, KEPT - kept.length))) {
    await removeAdapter(store, old.id);
  }
}

function currentFile(store: ModelStore): string {
  return join(adaptersFolder(store), 'current.json');
}

async function writeCurrent(store: ModelStore, id: string | null): Promise<void> {
  const file = currentFile(store);
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    await mkdir(adaptersFolder(store), { recursive: true, mode: 0o700 });
    await writeFile(temporary, JSON.stringify({ id }));
    await rename(temporary, file);
  } catch (error) {
    throw storageError(error, adaptersFolder(store)) ?? error;
  }
}
