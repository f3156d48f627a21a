import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  askForGhostText,
  chartside,
  chartsideStatus,
  closeAll,
  fromPalette,
  hideHover,
  hoverOn,
  openAt,
  readyForGhostText,
  seesDocument,
  seesLens,
} from './clinician';
import { eventually } from '../../support/eventually';
import { page } from './page';

/** The main job, short: it also runs on the packaged extension. */
describe('Chartside, opened on a folder of notes', () => {
  after(closeAll);

  it('activates with the first note', async () => {
    await openAt('notes/breathless.note');
    await chartside();
    assert.equal(vscode.extensions.getExtension('chartside.chartside')?.isActive, true);
  });

  it('says in the status bar that it is there', async () => {
    const status = await eventually('the status item', chartsideStatus);
    assert.match(status, /\S/);
  });

  it('loads the built-in model when the cursor moves in a note', async () => {
    await page.press('ArrowDown');
    await eventually(
      'the name of the model',
      async () => (await chartsideStatus()).includes('SmolLM2'),
      60_000,
    );
  });

  it('shows what it could be above the assessment', async () => {
    assert.match(await seesLens(), /Pulmonary embolism \d+ ?%/i);
    await page.screenshot('note with lens');
  });

  it('explains a finding where the pointer rests', async () => {
    const hover = await hoverOn('pleuritic chest pain');
    assert.match(hover, /pleuritic chest pain/i);
    await page.screenshot('hover on a finding');
    await hideHover();
  });

  it('completes the sentence in grey and takes it on Tab', async () => {
    const editor = await openAt('notes/breathless.note', 'Breathless with a raised heart rate.');
    await readyForGhostText();
    await page.type(' She returned from a long-haul fl');
    const ghost = await askForGhostText();
    assert.match(ghost, /^ight/);
    await page.screenshot('ghost text');
    await page.press('Tab');
    await eventually('the accepted text', () =>
      editor.document
        .getText()
        .includes('long-haul flight', editor.document.getText().indexOf('raised heart rate')),
    );
  });

  it('summarizes the report beside the note, with lines', async () => {
    await openAt('notes/breathless.note');
    await fromPalette('Chartside: Summarize report');
    const summary = await seesDocument(
      'a finished summary',
      (text) => /^# Summary of breathless\.note/.test(text) && text.includes('End of summary.'),
      60_000,
    );
    assert.match(summary.getText(), /\[L\d+/);
    await page.screenshot('summary beside the note');
  });
});
