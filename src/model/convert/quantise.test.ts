import assert from 'node:assert/strict';
import { fromHalf } from '../../../test/support/ggufTensors';
import { quantiseQ8, toHalf } from './quantise';

describe('half-precision numbers', () => {
  it('are what they were after a way there and back', () => {
    for (let bits = 0; bits < 0x10000; bits++) {
      const value = fromHalf(bits);
      if (!Number.isNaN(value)) assert.equal(toHalf(value), bits);
    }
    assert.ok(Number.isNaN(fromHalf(toHalf(NaN))));
  });

  it('are the nearest, and of two as near the even one', () => {
    for (let bits = 0; bits < 0x7bff; bits++) {
      const [low, high] = [fromHalf(bits), fromHalf(bits + 1)];
      const middle = (low + high) / 2;
      assert.equal(toHalf(middle), bits % 2 === 0 ? bits : bits + 1);
      assert.equal(toHalf(middle + (high - low) / 8), bits + 1);
      assert.equal(toHalf(-(middle - (high - low) / 8)), bits | 0x8000);
    }
  });

  it('end at 65,504', () => {
    assert.equal(toHalf(65519), 0x7bff);
    assert.equal(toHalf(65520), 0x7c00);
    assert.equal(toHalf(-1e30), 0xfc00);
  });
});

describe('Q8_0 blocks', () => {
  const values = (weights: Float32Array): readonly number[] => {
    const bytes = quantiseQ8(weights);
    return Array.from(weights, (_, i) => {
      const block = 34 * Math.floor(i / 32);
      return fromHalf(bytes.readUInt16LE(block)) * bytes.readInt8(block + 2 + (i % 32));
    });
  };

  it('hold each weight to half a step, which is the largest over 127', () => {
    const weights = Float32Array.from({ length: 64 }, (_, i) => Math.sin(i) * (i < 32 ? 1 : 1e-3));
    values(weights).forEach((value, i) => {
      const step = (i < 32 ? 1 : 1e-3) / 127;
      assert.ok(Math.abs(value - weights[i]!) < 0.56 * step, `weight ${i}`);
    });
  });

  it('round halves away from zero, as llama.cpp does', () => {
    const weights = new Float32Array(32);
    weights.set([127, 0.5, -0.5, 1.5, -2.5]);
    assert.deepEqual(values(weights).slice(0, 6), [127, 1, -1, 2, -3, 0]);
  });

  it('hold zeros as zeros', () => {
    assert.ok(values(new Float32Array(32)).every((value) => value === 0));
  });
});
