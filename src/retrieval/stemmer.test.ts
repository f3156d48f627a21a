import assert from 'node:assert/strict';
import { stem } from './stemmer';

describe("Porter's stemmer", () => {
  it("gives the stems of Porter's paper", () => {
    const pairs = {
      caresses: 'caress',
      ponies: 'poni',
      agreed: 'agre',
      plastered: 'plaster',
      motoring: 'motor',
      conflated: 'conflat',
      hopping: 'hop',
      falling: 'fall',
      filing: 'file',
      happy: 'happi',
      relational: 'relat',
      conditional: 'condit',
      vietnamization: 'vietnam',
      triplicate: 'triplic',
      electrical: 'electr',
      hopefulness: 'hope',
      revival: 'reviv',
      adjustable: 'adjust',
      replacement: 'replac',
      adoption: 'adopt',
      effective: 'effect',
      rate: 'rate',
      controll: 'control',
    };
    for (const [word, expected] of Object.entries(pairs)) assert.equal(stem(word), expected, word);
  });

  it('leaves the singular of Latin and Greek names alone', () => {
    for (const word of ['pelvis', 'uterus', 'sepsis', 'abscess', 'lupus']) {
      assert.equal(stem(word), word);
    }
  });

  it('leaves codes and doses as they are', () => {
    for (const word of ['brca1', '2.5mg', 'i21.9', '120/80']) assert.equal(stem(word), word);
  });
});
