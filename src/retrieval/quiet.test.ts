import assert from 'node:assert/strict';
import { Quiet } from './quiet';

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('Work that nobody waits for', () => {
  it('goes on at once where nobody waited', async () => {
    await new Quiet(60_000).passed();
  });

  it('stands back while someone waits, and for a while after', async () => {
    const quiet = new Quiet(40);
    let finish = () => {};
    const work = quiet.during(() => new Promise<void>((resolve) => (finish = resolve)));
    let passed = false;
    const passing = quiet.passed().then(() => (passed = true));
    await turn();
    assert.equal(passed, false);
    finish();
    await work;
    await turn();
    assert.equal(passed, false);
    await passing;
  });

  it('goes on after work that failed', async () => {
    const quiet = new Quiet(0);
    await assert.rejects(quiet.during(() => Promise.reject(new Error('no'))));
    await quiet.passed();
  });

  it('stops waiting when its signal fires', async () => {
    const quiet = new Quiet(60_000);
    await quiet.during(() => Promise.resolve());
    const stop = new AbortController();
    const passing = quiet.passed(stop.signal);
    stop.abort();
    await passing;
  });
});
