import assert from 'node:assert/strict';
import { firstCharacterTokenised, firstTokenRead } from './promptWindow';

describe('the part of a long note the model reads', () => {
  it('is all of a note that fits', () => {
    assert.equal(firstTokenRead(1000, 1000), 0);
    assert.equal(firstCharacterTokenised('short note', 1000), 0);
  });

  it('fits, and is at least half of what fits', () => {
    for (let tokens = 1001; tokens < 5000; tokens += 7) {
      const read = tokens - firstTokenRead(tokens, 1000);
      assert.ok(read <= 1000 && read >= 499, `${read} of ${tokens}`);
    }
  });

  it('begins at the same place while a few hundred words are typed', () => {
    const starts = new Set<number>();
    for (let tokens = 1001; tokens <= 3000; tokens++) starts.add(firstTokenRead(tokens, 1000));
    assert.deepEqual([...starts], [500, 1000, 1500, 2000]);
  });

  it('begins at a word in a very long text', () => {
    const text = 'fever and chills '.repeat(20_000);
    const from = firstCharacterTokenised(text, 100);
    assert.ok(text.length - from >= 800);
    assert.ok(text.length - from <= 1600);
    assert.match(text[from]!, /\s/);
  });
});
