import assert from 'node:assert/strict';
import { fewestFastThreads, mostThreads, threadCandidates } from './threads';

describe('threads of a model', () => {
  it('leave a core to the editor, and are at least one', () => {
    assert.equal(mostThreads(1), 1);
    assert.equal(mostThreads(2), 1);
  });

  it('are tried from one upward', () => {
    assert.deepEqual(threadCandidates(1), [1]);
    assert.deepEqual(threadCandidates(3), [1, 2, 3]);
    assert.deepEqual(threadCandidates(7), [1, 2, 4, 7]);
  });

  it('are as few as are nearly as fast as any', () => {
    const small = new Map([
      [1, 440],
      [2, 450],
      [4, 66],
    ]);
    assert.equal(fewestFastThreads(small), 1);
    const large = new Map([
      [1, 4],
      [2, 8],
      [4, 15],
    ]);
    assert.equal(fewestFastThreads(large), 4);
  });
});
