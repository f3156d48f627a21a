import { readFileSync } from 'node:fs';

export interface ReadTensor {
  /** ggml's number: 0 F32, 1 F16, 8 Q8_0. */
  readonly type: number;
  /** Columns first. */
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export interface ReadGguf {
  readonly metadata: ReadonlyMap<string, unknown>;
  readonly tensors: ReadonlyMap<string, ReadTensor>;
}

/** All that a GGUF of F32, F16 and Q8_0 tensors holds, dequantised: a second opinion for tests. */
export function readGguf(path: string): ReadGguf {
  const bytes = readFileSync(path);
  let at = 8;
  const uint32 = (): number => bytes.readUInt32LE((at += 4) - 4);
  const uint64 = (): number => Number(bytes.readBigUInt64LE((at += 8) - 8));
  const string = (): string => {
    const length = uint64();
    return bytes.toString('utf8', at, (at += length));
  };
  const value = (type: number): unknown => {
    if (type === 4) return uint32();
    if (type === 5) return bytes.readInt32LE((at += 4) - 4);
    if (type === 6) return bytes.readFloatLE((at += 4) - 4);
    if (type === 7) return bytes[at++] === 1;
    if (type === 8) return string();
    if (type !== 9) throw new Error(`A value of type ${type} is not expected here.`);
    const inner = uint32();
    return Array.from({ length: uint64() }, () => value(inner));
  };
  const [tensorCount, entryCount] = [uint64(), uint64()];
  const metadata = new Map<string, unknown>();
  for (let i = 0; i < entryCount; i++) {
    const key = string();
    metadata.set(key, value(uint32()));
  }
  const places = Array.from({ length: tensorCount }, () => ({
    name: string(),
    shape: Array.from({ length: uint32() }, uint64),
    type: uint32(),
    offset: uint64(),
  }));
  const data = Math.ceil(at / 32) * 32;
  const tensors = new Map<string, ReadTensor>();
  for (const { name, shape, type, offset } of places) {
    const length = shape.reduce((a, b) => a * b, 1);
    const values = Float32Array.from({ length }, (_, i) => weight(bytes, type, data + offset, i));
    tensors.set(name, { type, shape, values });
  }
  return { metadata, tensors };
}

function weight(bytes: Buffer, type: number, start: number, i: number): number {
  if (type === 0) return bytes.readFloatLE(start + 4 * i);
  if (type === 1) return fromHalf(bytes.readUInt16LE(start + 2 * i));
  if (type !== 8) throw new Error(`A tensor of type ${type} is not expected here.`);
  const block = start + 34 * Math.floor(i / 32);
  return fromHalf(bytes.readUInt16LE(block)) * bytes.readInt8(block + 2 + (i % 32));
}

/** The number that the bits of a half-precision number mean. */
export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
