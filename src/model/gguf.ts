import { open, type FileHandle } from 'node:fs/promises';
import { ModelError } from './modelError';

/** What the header of a GGUF says, as far as it shows whether the file is whole. */
export interface GgufHeader {
  readonly version: number;
  /** For example "llama"; null where the file does not say. */
  readonly architecture: string | null;
  readonly tensors: number;
  /** Bytes the file needs to hold all its tensors. */
  readonly bytesNeeded: number;
}

const MAGIC = 'GGUF';
const KNOWN_VERSIONS = [2, 3];
const MAX_ENTRIES = 1_000_000;
const MAX_DIMENSIONS = 8;

/** Bytes of the fixed-size metadata values, by GGUF value type. */
const VALUE_BYTES: Readonly<Record<number, number>> = {
  0: 1, // uint8
  1: 1, // int8
  2: 2, // uint16
  3: 2, // int16
  4: 4, // uint32
  5: 4, // int32
  6: 4, // float32
  7: 1, // bool
  10: 8, // uint64
  11: 8, // int64
  12: 8, // float64
};
const STRING = 8;
const ARRAY = 9;
const UINT32 = 4;

/** Weights in a block and bytes of a block, by ggml tensor type (ggml.h, ggml-common.h). */
const TENSOR_BLOCKS: Readonly<Record<number, readonly [weights: number, bytes: number]>> = {
  0: [1, 4], // F32
  1: [1, 2], // F16
  2: [32, 18], // Q4_0
  3: [32, 20], // Q4_1
  6: [32, 22], // Q5_0
  7: [32, 24], // Q5_1
  8: [32, 34], // Q8_0
  9: [32, 36], // Q8_1
  10: [256, 84], // Q2_K
  11: [256, 110], // Q3_K
  12: [256, 144], // Q4_K
  13: [256, 176], // Q5_K
  14: [256, 210], // Q6_K
  15: [256, 292], // Q8_K
  16: [256, 66], // IQ2_XXS
  17: [256, 74], // IQ2_XS
  18: [256, 98], // IQ3_XXS
  19: [256, 50], // IQ1_S
  20: [32, 18], // IQ4_NL
  21: [256, 110], // IQ3_S
  22: [256, 82], // IQ2_S
  23: [256, 136], // IQ4_XS
  24: [1, 1], // I8
  25: [1, 2], // I16
  26: [1, 4], // I32
  27: [1, 8], // I64
  28: [1, 8], // F64
  29: [256, 56], // IQ1_M
  30: [1, 2], // BF16
  34: [256, 54], // TQ1_0
  35: [256, 66], // TQ2_0
};

/**
 * Reads the header of a GGUF file and checks that every tensor lies inside the file: a file cut
 * short loads, and then ends the process at the first read past its end.
 *
 * Rejects with a ModelError: "not-gguf", "truncated" or "unreadable".
 */
export async function readGgufHeader(path: string): Promise<GgufHeader> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (cause) {
    throw new ModelError('unreadable', `${path} cannot be opened. Check its permissions.`, {
      cause,
    });
  }
  try {
    const { size } = await file.stat();
    const header = await parse(new Reader(file, size, path), path);
    if (header.bytesNeeded > size) throw truncated(path, size, header.bytesNeeded);
    return header;
  } finally {
    await file.close();
  }
}

async function parse(reader: Reader, path: string): Promise<GgufHeader> {
  if (reader.size < 4 || (await reader.bytes(4)).toString('latin1') !== MAGIC) {
    throw new ModelError(
      'not-gguf',
      `${path} is not a GGUF model file. Choose a file that ends in .gguf and was made for llama.cpp.`,
    );
  }
  const version = await reader.uint32();
  if (!KNOWN_VERSIONS.includes(version)) {
    throw new ModelError(
      'not-gguf',
      `${path} is a GGUF file of version ${version}; versions 2 and 3 can be read. Convert it again.`,
    );
  }
  const tensors = await reader.count();
  const entries = await reader.count();
  let architecture: string | null = null;
  let alignment = 32;
  for (let i = 0; i < entries; i++) {
    const key = await reader.string();
    const type = await reader.uint32();
    if (key === 'general.architecture' && type === STRING) architecture = await reader.string();
    else if (key === 'general.alignment' && type === UINT32) alignment = await reader.uint32();
    else await skipValue(reader, type);
  }
  let needed = 0;
  for (let i = 0; i < tensors; i++) {
    await reader.skip(await reader.count(reader.size));
    const dimensions = await reader.uint32();
    if (dimensions > MAX_DIMENSIONS) throw damaged(path);
    let weights = 1;
    for (let d = 0; d < dimensions; d++) weights *= await reader.uint64();
    const block = TENSOR_BLOCKS[await reader.uint32()];
    const offset = await reader.uint64();
    // Of a tensor type newer than this table only the place is known.
    const bytes = block === undefined ? 1 : Math.ceil(weights / block[0]) * block[1];
    needed = Math.max(needed, offset + bytes);
  }
  if (alignment === 0) throw damaged(path);
  const dataStart = Math.ceil(reader.position / alignment) * alignment;
  return { version, architecture, tensors, bytesNeeded: tensors === 0 ? 0 : dataStart + needed };
}

async function skipValue(reader: Reader, type: number): Promise<void> {
  const fixed = VALUE_BYTES[type];
  if (fixed !== undefined) return reader.skip(fixed);
  if (type === STRING) return reader.skip(await reader.count(reader.size));
  if (type !== ARRAY) throw damaged(reader.path);
  const inner = await reader.uint32();
  const length = await reader.count(reader.size);
  const width = VALUE_BYTES[inner];
  if (width !== undefined) return reader.skip(width * length);
  for (let i = 0; i < length; i++) await skipValue(reader, inner);
}

function damaged(path: string): ModelError {
  return new ModelError(
    'not-gguf',
    `The header of ${path} makes no sense: the file is damaged. Fetch it again.`,
  );
}

function truncated(path: string, size: number, needed?: number): ModelError {
  const of = needed === undefined ? '' : ` of at least ${needed}`;
  return new ModelError(
    'truncated',
    `${path} is cut short: ${size} bytes${of}. Delete it and fetch it again.`,
  );
}

const CHUNK = 1 << 20;

/** Reads a file from its beginning, a megabyte at a time. */
class Reader {
  readonly size: number;
  readonly path: string;
  readonly #file: FileHandle;
  #chunk = Buffer.alloc(0);
  /** Where the chunk begins in the file, and where reading stands in the chunk. */
  #start = 0;
  #at = 0;

  constructor(file: FileHandle, size: number, path: string) {
    this.#file = file;
    this.size = size;
    this.path = path;
  }

  get position(): number {
    return this.#start + this.#at;
  }

  /** Valid until the next call. */
  async bytes(length: number): Promise<Buffer> {
    if (this.#at + length > this.#chunk.length) await this.#fill(length);
    const bytes = this.#chunk.subarray(this.#at, this.#at + length);
    this.#at += length;
    return bytes;
  }

  async skip(length: number): Promise<void> {
    if (this.position + length > this.size) throw truncated(this.path, this.size);
    this.#at += length;
  }

  async uint32(): Promise<number> {
    return (await this.bytes(4)).readUInt32LE();
  }

  async uint64(): Promise<number> {
    const value = (await this.bytes(8)).readBigUInt64LE();
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw damaged(this.path);
    return Number(value);
  }

  async count(limit = MAX_ENTRIES): Promise<number> {
    const value = await this.uint64();
    if (value <= limit) return value;
    // More than the file holds: cut short, or no count at all.
    throw limit === this.size && value < this.size * 1024
      ? truncated(this.path, this.size)
      : damaged(this.path);
  }

  async string(): Promise<string> {
    const length = await this.count(this.size);
    return (await this.bytes(length)).toString('utf8');
  }

  async #fill(length: number): Promise<void> {
    const start = this.position;
    if (start + length > this.size) throw truncated(this.path, this.size);
    const wanted = Math.min(Math.max(length, CHUNK), this.size - start);
    const buffer = Buffer.alloc(wanted);
    let read = 0;
    while (read < wanted) {
      const { bytesRead } = await this.#file.read(buffer, read, wanted - read, start + read);
      if (bytesRead === 0) throw truncated(this.path, this.size);
      read += bytesRead;
    }
    this.#chunk = buffer;
    this.#start = start;
    this.#at = 0;
  }
}
