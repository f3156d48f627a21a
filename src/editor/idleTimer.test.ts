import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { IdleTimer } from './idleTimer';

const MINUTE = 60_000;

describe('A model that nobody uses', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
  afterEach(() => mock.timers.reset());

  function timer(minutes: number) {
    const idle = mock.fn();
    return { timer: new IdleTimer(() => minutes, idle), times: () => idle.mock.callCount() };
  }

  it('goes after the minutes of the setting, once', () => {
    const { timer: idle, times } = timer(15);
    idle.used();
    mock.timers.tick(15 * MINUTE - 1);
    assert.equal(times(), 0);
    mock.timers.tick(1);
    assert.equal(times(), 1);
    mock.timers.tick(60 * MINUTE);
    assert.equal(times(), 1);
  });

  it('stays as long as it is used now and then, and goes when that ends', () => {
    const { timer: idle, times } = timer(15);
    for (let i = 0; i < 10; i++) {
      idle.used();
      mock.timers.tick(14 * MINUTE);
    }
    assert.equal(times(), 0);
    mock.timers.tick(MINUTE);
    assert.equal(times(), 1);
  });

  it('stays for ever with 0', () => {
    const { timer: idle, times } = timer(0);
    idle.used();
    mock.timers.tick(1000 * MINUTE);
    assert.equal(times(), 0);
  });

  it('is let alone once the editor closes', () => {
    const { timer: idle, times } = timer(15);
    idle.used();
    idle.dispose();
    mock.timers.tick(1000 * MINUTE);
    assert.equal(times(), 0);
  });
});
