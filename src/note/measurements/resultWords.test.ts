import assert from 'node:assert/strict';
import { readResultWords } from './resultWords';
import { wordsOf } from '../terms/words';

const read = (text: string): string[] =>
  readResultWords(text, wordsOf(text)).map((r) => `${r.concept} [${text.slice(r.start, r.end)}]`);

describe('results without a number', () => {
  it('are read from an arrow, which holds for names joined by a slash', () => {
    assert.deepEqual(read('↑ESR/CRP since May'), ['raised-esr [↑ESR]', 'raised-crp [CRP]']);
    assert.deepEqual(read('Hb ↓, K+ ↑'), ['anaemia [Hb ↓]', 'hyperkalaemia [K+ ↑]']);
  });

  it("are read from a glucose meter's HI and LO", () => {
    assert.deepEqual(read('BSL “HI” twice'), ['hyperglycaemia [BSL “HI”]']);
    assert.deepEqual(read('BSL reads LO.'), ['hypoglycaemia [BSL reads LO]']);
    assert.deepEqual(read('CRP HI.'), []);
  });

  it('are read from plain words', () => {
    assert.deepEqual(read('sugar too high, potassium very low'), [
      'hyperglycaemia [sugar too high]',
      'hypokalaemia [potassium very low]',
    ]);
  });

  it('are neither diets nor values', () => {
    assert.deepEqual(read('low sodium diet, CRP ↑ 84, glucose 7'), []);
  });
});
