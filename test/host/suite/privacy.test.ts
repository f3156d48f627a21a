import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as vscode from 'vscode';
import {
  askForGhostText,
  chartside,
  closeAll,
  enginePid,
  openAt,
  readyForGhostText,
  seesGhostText,
  seesIndex,
} from './clinician';
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

  it('nor while it completes, with everything on', async function () {
    if (process.platform !== 'linux') this.skip();
    const settings = vscode.workspace.getConfiguration('chartside');
    const mode = (value: string | undefined) =>
      settings.update('completion.mode', value, vscode.ConfigurationTarget.Workspace);
    await mode('eager');
    try {
      await openAt('notes/breathless.note', 'Breathless with a raised heart rate.');
      await readyForGhostText();
      const pid = await enginePid();
      const seen = new Set<string>();
      const looking = setInterval(() => internetSockets(pid).forEach((s) => seen.add(s)), 20);
      try {
        // Typed, taken, followed by what was asked ahead, and asked for by key.
        await page.type(' She returned from a long-haul fl');
        await seesGhostText('ight');
        await page.press('Tab');
        await page.press('Enter');
        await page.type('She returned from a long-haul fl');
        await askForGhostText();
        await vscode.commands.executeCommand('editor.action.inlineSuggest.showNext');
        assert.equal(await enginePid(), pid, 'the engine that was watched');
      } finally {
        clearInterval(looking);
      }
      assert.deepEqual([...seen], []);
    } finally {
      await mode(undefined);
    }
  });

  it('the page asks nothing of other machines', async () => {
    assert.deepEqual(await page.externalRequests(), []);
  });
});
