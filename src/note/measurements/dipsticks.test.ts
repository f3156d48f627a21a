import assert from 'node:assert/strict';
import { readDipsticks } from './dipsticks';
import { wordsOf } from '../terms/words';

const read = (text: string): string[] =>
  readDipsticks(text, wordsOf(text)).map(
    (r) => `${r.negative ? '-' : '+'}${r.kind.replace('urine-', '')}`,
  );

describe('urine dipsticks', () => {
  it('are read with the grade after each pad', () => {
    assert.deepEqual(read('UA leuc 2+ nit + blood trace protein neg'), [
      '+leucocytes',
      '+nitrite',
      '+blood',
      '-protein',
    ]);
    assert.deepEqual(read('Urinalysis: glucose +++, ketones small'), ['+glucose', '+ketones']);
  });

  it('are read with the grade before each pad', () => {
    assert.deepEqual(read('U/A: pH 6.5, spgr 1.010, trace protein, 3+ blood'), [
      '+protein',
      '+blood',
    ]);
    assert.deepEqual(read('Dip ++glucose, ++ketones'), ['+glucose', '+ketones']);
  });

  it('are read where grades before and after their pads are mixed', () => {
    assert.deepEqual(read('Urine dip +++ glucose trace ketones nitrite neg leucs neg'), [
      '+glucose',
      '+ketones',
      '-nitrite',
      '-leucocytes',
    ]);
    assert.deepEqual(read('UA: no white blood cells or nitrites'), ['-leucocytes', '-nitrite']);
  });

  it('give one answer to a list', () => {
    assert.deepEqual(read('dipstick: leucs/nitrites -ve'), ['-leucocytes', '-nitrite']);
    assert.deepEqual(read('Urinalysis negative for nitrites, leukocytes and blood'), [
      '-nitrite',
      '-leucocytes',
      '-blood',
    ]);
    assert.deepEqual(read('Dipstick (no blood, no protein/glucose)'), [
      '-blood',
      '-protein',
      '-glucose',
    ]);
  });

  it('are known without a heading by the pads that only urine is tested by', () => {
    assert.deepEqual(read('Leucs ++ nitrite neg'), ['+leucocytes', '-nitrite']);
    assert.deepEqual(read('no blood or glucose in the house'), []);
  });

  it('are no results of the blood', () => {
    assert.deepEqual(
      read('UA sent. Blood pressure 140/90, blood glucose 5, protein intake low'),
      [],
    );
  });
});
