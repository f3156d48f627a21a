import assert from 'node:assert/strict';
import { BackOff } from './backOff';

describe('the engine after a crash', () => {
  it('starts again at once the first time, and waits longer each time after', () => {
    const backOff = new BackOff();
    const waits = [0, 1, 2, 3].map((n) => backOff.crashed(n * 1000)! - n * 1000);
    assert.deepEqual(waits, [0, 500, 2000, 8000]);
  });

  it('stays down after five crashes within two minutes', () => {
    const backOff = new BackOff();
    for (let n = 0; n < 4; n++) assert.notEqual(backOff.crashed(n * 20_000), null);
    assert.equal(backOff.crashed(80_000), null);
  });

  it('forgives crashes that lie long back', () => {
    const backOff = new BackOff();
    for (let n = 0; n < 20; n++) assert.equal(backOff.crashed(n * 130_000), n * 130_000);
  });

  it('starts with a clean record when someone restarts it', () => {
    const backOff = new BackOff();
    for (let n = 0; n < 5; n++) backOff.crashed(n);
    backOff.reset();
    assert.equal(backOff.crashed(10), 10);
  });
});
