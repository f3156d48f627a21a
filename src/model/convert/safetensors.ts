import { open, type FileHandle } from 'node:fs/promises';
import { abortError, ModelError, throwIfAborted } from '../modelError';

/** A tensor of a safetensors file: where it lies and how it is laid out. */
export interface SourceTensor {
  readonly name: string;
  /** "F32", "F16", "I64" … */
  readonly dtype: string;
  /** Rows first, as PyTorch has it. */
  readonly shape: readonly number[];
  /** Half-open, in bytes from the file's beginning. */
  readonly start: number;
  readonly end: number;
}

const DTYPE_BYTES: Readonly<Record<string, number>> = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  I16: 2,
  U16: 2,
  F16: 2,
  BF16: 2,
  I32: 4,
  U32: 4,
  F32: 4,
  I64: 8,
  U64: 8,
  F64: 8,
};

/** The format's own limit. */
const MAX_HEADER_BYTES = 100_000_000;
/** A whole number of Q8_0 blocks of floats. */
const PIECE_BYTES = 1 << 20;

/** An open safetensors file. Format: https://huggingface.co/docs/safetensors */
export class Safetensors {
  readonly path: string;
  /** In the order in which they lie in the file. */
  readonly tensors: readonly SourceTensor[];
  readonly #file: FileHandle;

  private constructor(path: string, file: FileHandle, tensors: readonly SourceTensor[]) {
    this.path = path;
    this.#file = file;
    this.tensors = tensors;
  }

  /**
   * Opens a file and checks that it holds all that its header lists.
   * Rejects with a ModelError ("unreadable", "truncated", "not-convertible").
   */
  static async open(path: string): Promise<Safetensors> {
    let file: FileHandle;
    try {
      file = await open(path, 'r');
    } catch (cause) {
      throw new ModelError('unreadable', `${path} cannot be opened. Check its permissions.`, {
        cause,
      });
    }
    try {
      return new Safetensors(path, file, await readHeader(file, path));
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** The numbers of an F32 tensor, piece by piece; each piece is valid until the next. */
  async *floats(tensor: SourceTensor, signal?: AbortSignal): AsyncGenerator<Float32Array> {
    const buffer = Buffer.from(new ArrayBuffer(PIECE_BYTES));
    for (let at = tensor.start; at < tensor.end; at += PIECE_BYTES) {
      if (signal?.aborted === true) throw abortError(signal);
      const wanted = Math.min(PIECE_BYTES, tensor.end - at);
      await readFully(this.#file, this.path, buffer.subarray(0, wanted), at);
      throwIfAborted(signal);
      yield new Float32Array(buffer.buffer, 0, wanted / 4);
    }
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

async function readHeader(file: FileHandle, path: string): Promise<readonly SourceTensor[]> {
  const { size } = await file.stat();
  if (size < 8) throw truncated(path);
  const prefix = Buffer.alloc(8);
  await readFully(file, path, prefix, 0);
  const length = prefix.readBigUInt64LE();
  if (length > BigInt(MAX_HEADER_BYTES)) throw noSafetensors(path);
  const data = 8 + Number(length);
  if (data > size) throw truncated(path);
  const text = Buffer.alloc(Number(length));
  await readFully(file, path, text, 8);
  let header: unknown;
  try {
    header = JSON.parse(text.toString('utf8'));
  } catch {
    throw noSafetensors(path);
  }
  if (typeof header !== 'object' || header === null) throw noSafetensors(path);
  const tensors = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, described]) => readTensor(name, described, data, path))
    .sort((a, b) => a.start - b.start);
  if (tensors.some((tensor) => tensor.end > size)) throw truncated(path);
  return tensors;
}

function readTensor(name: string, described: unknown, data: number, path: string): SourceTensor {
  if (typeof described !== 'object' || described === null) throw noSafetensors(path);
  const { dtype, shape, data_offsets: offsets } = described as Readonly<Record<string, unknown>>;
  if (typeof dtype !== 'string' || !areCounts(shape) || !areCounts(offsets)) {
    throw noSafetensors(path);
  }
  const [from, to] = offsets;
  const bytes = shape.reduce((product, n) => product * n, DTYPE_BYTES[dtype] ?? NaN);
  if (offsets.length !== 2 || to! - from! !== bytes) throw noSafetensors(path);
  return { name, dtype, shape, start: data + from!, end: data + to! };
}

function areCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

async function readFully(
  file: FileHandle,
  path: string,
  into: Buffer,
  position: number,
): Promise<void> {
  let read = 0;
  while (read < into.length) {
    const { bytesRead } = await file.read(into, read, into.length - read, position + read);
    if (bytesRead === 0) throw truncated(path);
    read += bytesRead;
  }
}

function truncated(path: string): ModelError {
  return new ModelError('truncated', `${path} is cut short. Fetch the model again.`);
}

function noSafetensors(path: string): ModelError {
  return new ModelError(
    'not-convertible',
    `${path} is not a safetensors file, or its header is damaged. Fetch the model again.`,
  );
}
