import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import {
  askForGhostText,
  chartside,
  closeAll,
  enginePid,
  fromPalette,
  notifications,
  openAt,
  readyForGhostText,
  seesDocument,
  seesLens,
  seesStatus,
  STATUS_ITEM,
  seesIndex,
  workspaceFile,
  writeNote,
} from './clinician';
import { eventually } from '../../support/eventually';
import { page } from './page';

/** The engine is another process than `killed`, and the editor completes text as before. */
async function recovers(killed: number): Promise<void> {
  await openAt('notes/breathless.note', 'Breathless with a raised heart rate.');
  await readyForGhostText();
  await page.type(' She returned from a long-haul fl');
  assert.match(await askForGhostText(), /^ight/);
  assert.notEqual(await enginePid(), killed);
}

describe('When the engine is killed', () => {
  before(async () => {
    await openAt('notes/breathless.note');
    await seesIndex();
  });
  afterEach(closeAll);

  it('while it writes a summary, the summary is begun anew and finished', async () => {
    await openAt('notes/breathless.note');
    const pid = await enginePid();
    await fromPalette('Chartside: Summarize report');
    await seesDocument('a summary that grows', (text) => /still reading/.test(text));
    process.kill(pid, 'SIGKILL');
    await seesDocument(
      'the end of the summary',
      (text) => text.includes('End of summary.'),
      90_000,
    );
    await recovers(pid);
    assert.deepEqual(await notifications(), []);
  });

  it('while it reads the notes, the index is completed', async () => {
    const { services } = await chartside();
    for (let i = 0; i < 250; i++) {
      const part = `Day ${i}: the patient slept well and ate breakfast. Pulse ${60 + (i % 40)}.\n`;
      writeNote(`notes/ward/day-${i}.note`, `Progress note\n\nSubjective:\n${part.repeat(20)}`);
    }
    writeNote('notes/ward/last.note', 'Progress note\n\nPlan:\nRefer to the falls clinic.\n');
    const pid = await enginePid();
    const rebuilt = services.index.rebuild(() => undefined, new AbortController().signal);
    rebuilt.catch(() => undefined);
    await eventually('indexing under way', () => {
      const { state, done } = services.index.state;
      return state === 'reading' && (done ?? 0) > 5;
    });
    process.kill(pid, 'SIGKILL');
    await rebuilt;
    await seesIndex();
    await recovers(pid);
    fs.rmSync(workspaceFile('notes/ward'), { recursive: true });
  });

  it('again and again it stays off, the status bar says so, and a click starts it', async function () {
    this.timeout(120_000);
    const { services } = await chartside();
    await openAt('notes/breathless.note', 'Breathless with a raised heart rate.');
    const killed = new Set<number>();
    while (services.engine.state.state !== 'down') {
      await page.type('.');
      await eventually(
        'another engine, or its end',
        () => {
          const { pid } = services.engine.running ?? {};
          if (pid !== undefined && !killed.has(pid)) {
            killed.add(pid);
            process.kill(pid, 'SIGKILL');
            return true;
          }
          return services.engine.state.state === 'down';
        },
        30_000,
      );
      assert.ok(killed.size <= 6, 'it is not started for ever');
    }
    await seesStatus('Engine stopped');
    await page.screenshot('engine stopped');
    await seesLens();
    await page.click(STATUS_ITEM);
    await page.moveAway();
    await eventually('the choices', () => page.text('.quick-input-list-row'));
    await page.screenshot('choices when the engine stopped');
    await page.press('Enter');
    await eventually('the engine', () => services.engine.state.state !== 'down', 30_000);
    await closeAll();
    await recovers(-1);
  });
});
