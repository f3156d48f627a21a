import { createHash } from 'node:crypto';
import { open, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const MAGIC = Buffer.from('CHSIDX\r\n', 'latin1');
/** Raise it whenever what is stored, or how text becomes passages and terms, changes. */
export const SNAPSHOT_VERSION = 1;
const PREAMBLE = MAGIC.length + 8 + 32;
export const INDEX_FILE = 'index.chartside';

type Column = Uint32Array | Uint16Array | Uint8Array;

/** What a snapshot holds: one JSON value, and columns of numbers by name. */
export interface SnapshotContent {
  readonly json: unknown;
  readonly columns: Readonly<Record<string, Column>>;
}

export type SnapshotReading =
  | { readonly state: 'read'; readonly content: SnapshotContent }
  | { readonly state: 'none' }
  | { readonly state: 'rejected'; readonly reason: string };

interface Header {
  readonly json: unknown;
  readonly columns: readonly { name: string; bytes: 1 | 2 | 4; offset: number; length: number }[];
}

/**
 * A snapshot as bytes: magic, version, length of the header, SHA-256 of all that follows; then
 * the header as JSON and the columns, each at a multiple of eight bytes.
 */
export function encodeSnapshot({ json, columns }: SnapshotContent): Buffer {
  const entries = Object.entries(columns);
  let offset = 0;
  const described = entries.map(([name, column]) => {
    const at = offset;
    offset = align(offset + column.byteLength);
    return {
      name,
      bytes: column.BYTES_PER_ELEMENT as 1 | 2 | 4,
      offset: at,
      length: column.length,
    };
  });
  const header = Buffer.from(JSON.stringify({ json, columns: described } satisfies Header));
  const out = Buffer.alloc(PREAMBLE + align(header.length) + offset);
  header.copy(out, PREAMBLE);
  entries.forEach(([, column], i) => {
    const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
    out.set(bytes, PREAMBLE + align(header.length) + described[i].offset);
  });
  MAGIC.copy(out);
  out.writeUInt32LE(SNAPSHOT_VERSION, MAGIC.length);
  out.writeUInt32LE(header.length, MAGIC.length + 4);
  digest(out).copy(out, MAGIC.length + 8);
  return out;
}

/** Reads a snapshot back; the columns are views into a copy of the bytes. */
export function decodeSnapshot(bytes: Uint8Array): SnapshotReading {
  if (bytes.length < PREAMBLE || !MAGIC.equals(bytes.subarray(0, MAGIC.length))) {
    return { state: 'rejected', reason: 'it is not an index snapshot, or its start is missing' };
  }
  // Typed arrays need aligned memory, and a pooled buffer is not.
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
  const all = Buffer.from(aligned.buffer, aligned.byteOffset, aligned.byteLength);
  const version = all.readUInt32LE(MAGIC.length);
  if (version !== SNAPSHOT_VERSION) {
    return {
      state: 'rejected',
      reason: `it has version ${version}, and this Chartside writes ${SNAPSHOT_VERSION}`,
    };
  }
  if (!digest(all).equals(all.subarray(MAGIC.length + 8, PREAMBLE))) {
    return { state: 'rejected', reason: 'its bytes do not match its hash' };
  }
  const headerLength = all.readUInt32LE(MAGIC.length + 4);
  const header = JSON.parse(
    all.toString('utf8', PREAMBLE, PREAMBLE + headerLength),
  ) as unknown as Header;
  const start = all.byteOffset + PREAMBLE + align(headerLength);
  const columns: Record<string, Column> = {};
  for (const { name, bytes: size, offset, length } of header.columns) {
    const Kind = size === 4 ? Uint32Array : size === 2 ? Uint16Array : Uint8Array;
    columns[name] = new Kind(all.buffer as ArrayBuffer, start + offset, length);
  }
  return { state: 'read', content: { json: header.json, columns } };
}

/** Reads a snapshot of a storage folder. Never throws: what cannot be read is rejected. */
export async function readSnapshot(
  storagePath: string,
  file = INDEX_FILE,
): Promise<SnapshotReading> {
  try {
    return decodeSnapshot(await readFile(join(storagePath, file)));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return { state: 'none' };
    return { state: 'rejected', reason: code ?? 'it cannot be read' };
  }
}

/**
 * Writes a snapshot of a storage folder: whole to a file beside it, then in its place, so that
 * a reader (another window, the next start) sees the old one or the new one.
 * @throws the file system's error; the old snapshot is then still there.
 */
export async function writeSnapshot(
  storagePath: string,
  content: SnapshotContent,
  name = INDEX_FILE,
): Promise<void> {
  await makeFolder(storagePath);
  const temporary = join(storagePath, `${name}.${process.pid}.tmp`);
  try {
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(encodeSnapshot(content));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, join(storagePath, name));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Removes a snapshot of a storage folder, where there is one. */
export async function removeSnapshot(storagePath: string, file = INDEX_FILE): Promise<void> {
  await rm(join(storagePath, file), { force: true });
}

/** Not `mkdir` with `recursive`: on a folder that can hold none (in /proc) that never returns. */
async function makeFolder(path: string): Promise<void> {
  const made = await mkdir(path).catch((error: NodeJS.ErrnoException) => error.code);
  if (made === 'ENOENT' && dirname(path) !== path) {
    await makeFolder(dirname(path));
    await mkdir(path);
  }
}

function align(n: number): number {
  return Math.ceil(n / 8) * 8;
}

function digest(all: Buffer): Buffer {
  const hash = createHash('sha256');
  hash.update(all.subarray(MAGIC.length, MAGIC.length + 8));
  hash.update(all.subarray(PREAMBLE));
  return hash.digest();
}
