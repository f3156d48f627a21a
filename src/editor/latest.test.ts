import assert from 'node:assert/strict';
import { isCancelled, Latest, pause, within } from './latest';

describe('Requests that overtake each other', () => {
  it('let the latest win: the one before is aborted', () => {
    const latest = new Latest();
    const first = latest.start();
    const second = latest.start();
    assert.equal(first.signal.aborted, true);
    assert.equal(second.signal.aborted, false);
    latest.cancel();
    assert.equal(second.signal.aborted, true);
  });

  it('do not wait once they are aborted', async () => {
    const run = new AbortController();
    const waiting = pause(60_000, run.signal);
    run.abort();
    await waiting;
  });

  it('give up on an answer that is late or fails', async () => {
    assert.equal(await within(1, new Promise<string>(() => {}), 'otherwise'), 'otherwise');
    assert.equal(await within(1000, Promise.reject(new Error('x')), 'otherwise'), 'otherwise');
    assert.equal(await within(1000, Promise.resolve('answer'), 'otherwise'), 'answer');
  });

  it('know a cancelled request from a failed one', () => {
    const aborted = new AbortController();
    aborted.abort();
    assert.equal(isCancelled(aborted.signal.reason), true);
    assert.equal(isCancelled(Object.assign(new Error('cancelled'), { code: -32800 })), true);
    assert.equal(isCancelled(new Error('The engine stopped')), false);
  });
});
