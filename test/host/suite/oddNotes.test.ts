import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  askForGhostText,
  closeAll,
  hideHover,
  hoverOn,
  lensText,
  seesLens,
  notifications,
  openAt,
  readyForGhostText,
  writeNote,
} from './clinician';
import { eventually } from '../../support/eventually';
import { page } from './page';

const HISTORY =
  'History of present illness:\n' +
  'She has had pleuritic chest pain and a swollen calf since Monday. No fever.\n\n';

/** What every note must allow, whatever is in it: a lens, ghost text on request, no complaint. */
async function works(name: string): Promise<vscode.TextEditor> {
  const editor = await openAt(name, 'Assessment:');
  await seesLens();
  await readyForGhostText();
  await page.press('Enter');
  await page.type('She has had pleuritic chest pa');
  assert.match(await askForGhostText(), /^in/);
  await page.press('Tab');
  await eventually('the accepted text', () =>
    /Assessment:\s+She has had pleuritic chest pain/.test(editor.document.getText()),
  );
  return editor;
}

describe('Notes as they come', () => {
  afterEach(async () => {
    await hideHover();
    await closeAll();
    assert.deepEqual(await notifications(), [], 'nothing complains');
  });

  it('may have the line ends of Windows, and keep them', async () => {
    writeNote('notes/windows.note', `${HISTORY}Assessment:\n`.replace(/\n/g, '\r\n'));
    const editor = await works('notes/windows.note');
    assert.match(await hoverOn('fever'), /denied/);
    await hideHover();
    await vscode.commands.executeCommand('chartside.insertDifferential');
    await eventually('the differential', () =>
      /Pulmonary embolism/.test(editor.document.getText()),
    );
    assert.ok(!/[^\r]\n/.test(editor.document.getText()), 'every line ends as before');
  });

  it('may be empty', async () => {
    const editor = await openAt('notes/empty.note');
    await readyForGhostText();
    assert.equal(await lensText(), '');
    await page.type('Cough');
    await eventually('the typed word', () => editor.document.getText() === 'Cough');
  });

  it('may hold emoji and text from right to left', async () => {
    writeNote(
      'notes/emoji.note',
      `Patient: 🙂👩‍⚕️ שרה כהן — المريضة تشكو من ألم\n\n${HISTORY.replace('since', '🫁 since')}Assessment:\n`,
    );
    await works('notes/emoji.note');
    assert.match(await hoverOn('fever'), /denied/, 'the hover stands on the right word');
    await page.screenshot('note with emoji and right-to-left text');
  });

  it('may be five megabytes long: typing stays possible, and the lens says why it is silent', async () => {
    const line = 'She has had pleuritic chest pain and a swollen calf since Monday. No fever.\n';
    writeNote('notes/huge.note', line.repeat(Math.ceil(5_000_000 / line.length)));
    const editor = await openAt('notes/huge.note');
    await eventually('the lens', async () => (await lensText()).includes('too long'));
    await page.type('Cough. ');
    await eventually('the typed words', () => editor.document.getText().startsWith('Cough. She'));
    await page.screenshot('note of five megabytes');
  });
});
