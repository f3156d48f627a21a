import assert from 'node:assert/strict';
import { fuseByRank } from './fusion';

const order = (lexical: string[], semantic: string[], without: string[] = []) =>
  fuseByRank(lexical, semantic, (id) => !without.includes(id)).map((f) => f.id);

describe('Fusion by reciprocal rank', () => {
  it('puts what both lists hold before what one holds', () => {
    assert.deepEqual(order(['a', 'b', 'c'], ['d', 'c', 'e'])[0], 'c');
  });

  it('keeps the order of the words where the lists say the opposite', () => {
    assert.deepEqual(order(['a', 'b'], ['b', 'a']), ['a', 'b']);
  });

  it('answers one list as it is where the other is empty', () => {
    assert.deepEqual(order(['a', 'b'], []), ['a', 'b']);
    assert.deepEqual(order([], ['a', 'b']), ['a', 'b']);
  });

  it('holds nothing against a passage that has no vector yet', () => {
    assert.deepEqual(order(['new', 'a', 'b'], ['a', 'b'], ['new'])[0], 'new');
  });
});
