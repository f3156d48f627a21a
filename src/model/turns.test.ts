import assert from 'node:assert/strict';
import { Turns } from './turns';

describe('turns at the model', () => {
  it('lets a completion overtake waiting chats', async () => {
    const turns = new Turns();
    const order: string[] = [];
    const work = (name: string) => async (): Promise<void> => {
      await Promise.resolve();
      order.push(name);
    };
    await Promise.all([
      turns.run('chat', undefined, work('running chat')),
      turns.run('chat', undefined, work('waiting chat')),
      turns.run('completion', undefined, work('completion')),
    ]);
    assert.deepEqual(order, ['running chat', 'completion', 'waiting chat']);
  });

  it('rejects a cancelled request at once, and begins nothing before the running work has ended', async () => {
    const turns = new Turns();
    let end = (): void => undefined;
    let ended = false;
    const controller = new AbortController();
    const running = turns.run('completion', controller.signal, async () => {
      await new Promise<void>((resolve) => (end = resolve));
      ended = true;
    });
    const next = turns.run('completion', undefined, async () => ended);
    controller.abort();
    await assert.rejects(running, { name: 'AbortError' });
    assert.equal(ended, false);
    end();
    assert.equal(await next, true);
  });

  it('never begins work that was cancelled while it waited', async () => {
    const turns = new Turns();
    let end = (): void => undefined;
    const running = turns.run('chat', undefined, () => new Promise<void>((r) => (end = r)));
    const controller = new AbortController();
    let begun = false;
    const waiting = turns.run('completion', controller.signal, async () => {
      begun = true;
    });
    controller.abort();
    await assert.rejects(waiting, { name: 'AbortError' });
    end();
    await running;
    await turns.run('completion', undefined, async () => undefined);
    assert.equal(begun, false);
  });

  it('goes on after work that failed', async () => {
    const turns = new Turns();
    const failed = turns.run('chat', undefined, () => Promise.reject(new Error('no memory')));
    await assert.rejects(failed, /no memory/);
    assert.equal(await turns.run('chat', undefined, async () => 'answer'), 'answer');
  });
});
