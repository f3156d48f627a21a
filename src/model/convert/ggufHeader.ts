import { Q8_BLOCK, Q8_BLOCK_BYTES } from './quantise';

/** A value of a GGUF's metadata. */
export type GgufValue =
  | { readonly type: 'uint32' | 'float32'; readonly value: number }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'int32s'; readonly value: readonly number[] }
  | { readonly type: 'strings'; readonly value: readonly string[] };

export type TensorType = 'F32' | 'F16' | 'Q8_0';

export interface GgufTensor {
  readonly name: string;
  readonly type: TensorType;
  /** Columns first, as ggml has it: the other way round than PyTorch. */
  readonly shape: readonly number[];
}

/** Tensors begin at multiples of this. */
export const ALIGNMENT = 32;

const VERSION = 3;
const VALUE_TYPES = { uint32: 4, int32: 5, float32: 6, bool: 7, string: 8, array: 9 } as const;
const TENSOR_TYPES = { F32: 0, F16: 1, Q8_0: 8 } as const;

/**
 * All of a GGUF file before its tensors' data, which follows tensor by tensor, each padded to
 * `ALIGNMENT`. Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */
export function ggufHeader(
  metadata: ReadonlyMap<string, GgufValue>,
  tensors: readonly GgufTensor[],
): Buffer {
  const parts: Buffer[] = [
    Buffer.from('GGUF'),
    uint32(VERSION),
    uint64(tensors.length),
    uint64(metadata.size),
  ];
  for (const [key, value] of metadata) parts.push(string(key), encoded(value));
  let offset = 0;
  for (const { name, type, shape } of tensors) {
    parts.push(string(name), uint32(shape.length), ...shape.map(uint64));
    parts.push(uint32(TENSOR_TYPES[type]), uint64(offset));
    offset += padded(tensorBytes({ type, shape }));
  }
  const header = Buffer.concat(parts);
  return Buffer.concat([header, Buffer.alloc(padded(header.length) - header.length)]);
}

/** Bytes of a tensor's data without padding. */
export function tensorBytes({ type, shape }: Pick<GgufTensor, 'type' | 'shape'>): number {
  const weights = shape.reduce((product, n) => product * n, 1);
  if (type === 'Q8_0') return (weights / Q8_BLOCK) * Q8_BLOCK_BYTES;
  return weights * (type === 'F32' ? 4 : 2);
}

export function padded(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

function encoded(value: GgufValue): Buffer {
  switch (value.type) {
    case 'uint32':
      return Buffer.concat([uint32(VALUE_TYPES.uint32), uint32(value.value)]);
    case 'float32':
      return Buffer.concat([uint32(VALUE_TYPES.float32), float32(value.value)]);
    case 'bool':
      return Buffer.concat([uint32(VALUE_TYPES.bool), Buffer.from([value.value ? 1 : 0])]);
    case 'string':
      return Buffer.concat([uint32(VALUE_TYPES.string), string(value.value)]);
    case 'int32s':
      return Buffer.concat([...array('int32', value.value.length), ...value.value.map(int32)]);
    case 'strings':
      return Buffer.concat([...array('string', value.value.length), ...value.value.map(string)]);
  }
}

function array(inner: 'int32' | 'string', length: number): readonly Buffer[] {
  return [uint32(VALUE_TYPES.array), uint32(VALUE_TYPES[inner]), uint64(length)];
}

function string(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  return Buffer.concat([uint64(bytes.length), bytes]);
}

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32LE(value);
  return buffer;
}

function float32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeFloatLE(value);
  return buffer;
}

function uint64(value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt(value));
  return buffer;
}
