import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { chartside, closeAll, enginePid, openAt, seesIndex } from './clinician';
import { page } from './page';

/** Internet sockets of a process, from Linux's /proc. */
function internetSockets(pid: number): readonly string[] {
  const inodes = new Set<string>();
  for (const table of ['tcp', 'tcp6', 'udp', 'udp6']) {
    const lines = fs.readFileSync(`/proc/${pid}/net/${table}`, 'utf8').trim().split('\n').slice(1);
    for (const line of lines) inodes.add(line.trim().split(/\s+/)[9]);
  }
  return fs.readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      const target = fs.readlinkSync(`/proc/${pid}/fd/${fd}`);
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
      return inode !== undefined && inodes.has(inode) ? [target] : [];
    } catch {
      return [];
    }
  });
}

// Last by name among the suites that use the engine is not needed: it looks at what there is.
describe('Not a word leaves the machine', () => {
  after(closeAll);

  it('the engine holds no network connection', async function () {
    if (process.platform !== 'linux') this.skip();
    await openAt('notes/breathless.note');
    await chartside();
    await seesIndex();
    assert.ok(internetSockets(process.pid).length > 0, 'the test can see sockets');
    assert.deepEqual(internetSockets(await enginePid()), []);
  });

  it('the page asks nothing of other machines', async () => {
    assert.deepEqual(await page.externalRequests(), []);
  });
});
