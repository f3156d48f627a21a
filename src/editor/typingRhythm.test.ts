import assert from 'node:assert/strict';
import { TypingRhythm } from './typingRhythm';

/** The wait, of at most 100, after keys that came `interval` ms apart. */
function waitAfter(...intervals: readonly number[]): number {
  const rhythm = new TypingRhythm();
  let now = 5000;
  rhythm.key(now);
  for (const interval of intervals) rhythm.key((now += interval));
  return rhythm.wait(100);
}

describe('The wait before a suggestion is asked for', () => {
  it('is nothing with the first key and after a pause', () => {
    assert.equal(new TypingRhythm().wait(100), 0);
    assert.equal(waitAfter(), 0);
    assert.equal(waitAfter(60, 60, 60, 4000), 0);
  });

  it('is nothing at a slow pace', () => {
    assert.equal(waitAfter(400, 350, 500), 0);
  });

  it('is all of what is allowed in a fast burst', () => {
    assert.equal(waitAfter(60, 80, 50, 70), 100);
  });

  it('grows with the pace in between', () => {
    const steady = waitAfter(200, 200, 200);
    assert.ok(steady > 0 && steady < 100, String(steady));
    assert.ok(waitAfter(150, 150, 150) > steady);
  });

  it('follows a change of pace within a few keys', () => {
    assert.ok(waitAfter(400, 400, 60, 60, 60, 60) > 60);
    assert.ok(waitAfter(60, 60, 60, 350, 350, 350, 350) < 40);
  });
});
