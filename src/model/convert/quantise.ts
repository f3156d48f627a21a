/** Weights in a block of Q8_0, and bytes of a block: a half-precision scale and 32 signed bytes. */
export const Q8_BLOCK = 32;
export const Q8_BLOCK_BYTES = 34;

/**
 * Blocks of Q8_0, bit for bit as llama.cpp's reference makes them (`quantize_row_q8_0_ref` in
 * ggml-quants.c): the largest weight of a block becomes ±127. The length is a multiple of 32.
 */
export function quantiseQ8(weights: Float32Array): Buffer {
  const blocks = weights.length / Q8_BLOCK;
  const out = Buffer.alloc(blocks * Q8_BLOCK_BYTES);
  for (let block = 0; block < blocks; block++) {
    const from = block * Q8_BLOCK;
    let largest = 0;
    for (let i = from; i < from + Q8_BLOCK; i++) {
      largest = Math.max(largest, Math.abs(weights[i]!));
    }
    const scale = Math.fround(largest / 127);
    const inverse = scale === 0 ? 0 : Math.fround(1 / scale);
    let at = block * Q8_BLOCK_BYTES;
    out.writeUInt16LE(toHalf(scale), at);
    at += 2;
    for (let i = from; i < from + Q8_BLOCK; i++) {
      out.writeInt8(roundAway(Math.fround(weights[i]! * inverse)), at++);
    }
  }
  return out;
}

/** Half-precision numbers, little-endian. */
export function toHalves(weights: Float32Array): Buffer {
  const out = Buffer.alloc(weights.length * 2);
  weights.forEach((weight, i) => out.writeUInt16LE(toHalf(weight), 2 * i));
  return out;
}

/** Halves away from zero, as C's roundf; Math.round takes −0.5 upwards. */
function roundAway(x: number): number {
  return x < 0 ? -Math.floor(0.5 - x) : Math.floor(0.5 + x);
}

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The bits of the nearest half-precision number, ties to even; too large becomes infinity. */
export function toHalf(x: number): number {
  float[0] = x;
  const sign = (bits[0]! >>> 16) & 0x8000;
  const exponent = ((bits[0]! >>> 23) & 0xff) - 127;
  const fraction = bits[0]! & 0x7fffff;
  if (exponent === 128) return sign | 0x7c00 | (fraction === 0 ? 0 : 0x200);
  if (exponent > 15) return sign | 0x7c00;
  if (exponent < -25) return sign;
  // Below 2⁻¹⁴ a half has no leading one of its own, and fewer places.
  const isSmall = exponent < -14;
  const mantissa = isSmall ? fraction | 0x800000 : fraction;
  const dropped = isSmall ? -1 - exponent : 13;
  const kept = (isSmall ? 0 : (exponent + 15) << 10) + Math.floor(mantissa / 2 ** dropped);
  const rest = mantissa % 2 ** dropped;
  const half = 2 ** (dropped - 1);
  // A carry out of the fraction raises the exponent, as it should.
  return sign | (kept + (rest > half || (rest === half && kept % 2 === 1) ? 1 : 0));
}
