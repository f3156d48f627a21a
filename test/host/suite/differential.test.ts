import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, lensText, openAt, seesLens, writeNote } from './clinician';
import { eventually } from '../../support/eventually';
import { page } from './page';

const PANEL = '#conditions li';

function note(): vscode.TextEditor {
  const editor = vscode.window.visibleTextEditors.find((e) =>
    e.document.uri.path.endsWith('breathless.note'),
  );
  assert.ok(editor, 'the note is shown');
  return editor;
}

describe('The differential', () => {
  before(async () => {
    await openAt('notes/breathless.note');
    await seesLens();
  });
  after(closeAll);

  it('stands above the assessment: three conditions, each with probability and urgency', async () => {
    const lens = await seesLens();
    const shown = lens.match(/\d+ ?% \((emergency|urgent|soon|routine)\)/g) ?? [];
    assert.equal(shown.length, 3, lens);
    const at = await eventually('the lens', () => page.find('Could be:', '.codelens-decoration'));
    const heading = await eventually('the heading', () => page.find('Assessment:'));
    assert.ok(at.y < heading.y && heading.y - at.y < 40, 'right above the heading');
  });

  it('follows the note as it is typed', async () => {
    writeNote('notes/ankle.note', 'Chief complaint: Shortness of breath.\n\nAssessment:\n\n');
    await openAt('notes/ankle.note', 'Shortness of breath.');
    const before = await seesLens();
    await page.type(' Sudden pleuritic chest pain, haemoptysis and a swollen calf.');
    await eventually('another lens', async () => {
      const text = await lensText();
      return text !== before && /Could be: \S? ?Pulmonary embolism/.test(text);
    });
    await closeAll();
    await openAt('notes/breathless.note');
    await seesLens();
  });

  it('opens with what speaks for it, against it and what was not asked', async () => {
    await page.click('.codelens-decoration a:has-text("Could be:")');
    const first = await eventually('the panel', async () => (await page.texts(PANEL, PANEL))[0]);
    assert.match(first, /Pulmonary embolism/);
    assert.match(first, /For[^]*Not yet asked/i);
    const all = (await page.texts(PANEL, PANEL)).join('\n');
    assert.match(all, /Against/i);
    await page.screenshot('differential panel');
  });

  it('jumps to a finding in the note', async () => {
    await page.click(`${PANEL} button:has-text("pleuritic chest pain")`, PANEL);
    const selected = await eventually('the selection', () => {
      const { document, selection } = note();
      return document.getText(selection);
    });
    assert.equal(selected, 'pleuritic chest pain');
  });

  it('says how accurate it is, on which cases, by which pack', async () => {
    const footer = await page.text('#footer', PANEL);
    assert.match(footer, /not validated clinically/);
    assert.match(footer, /Avey \(\d+ cases\) \d+% \/ \d+% \/ \d+%/);
  });

  it('shows the evidence as a table of findings by conditions', async () => {
    await page.click('#matrix-section > summary', PANEL);
    const head = await eventually('the table', () => page.texts('#matrix th[scope="col"]', PANEL));
    assert.ok(head.includes('Pulmonary embolism'), head.join());
    const row = await page.text('#matrix tr:has-text("pleuritic chest pain")', PANEL);
    assert.match(row, /\+/);
    await page.screenshot('evidence matrix');
  });

  it('cites the guideline’s treatment and opens it at its lines', async () => {
    const care = `${PANEL} >> nth=0 >> details.care:has-text("Treatment")`;
    await page.click(`${care} >> summary`, PANEL);
    await page.click(`${care} >> .sources button`, PANEL);
    const opened = await eventually('the guideline', () => {
      const editor = vscode.window.activeTextEditor;
      return editor?.document.uri.path.endsWith('pulmonary-embolism.md') && editor;
    });
    assert.match(opened.document.getText(opened.selection), /^## Treatment/);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('puts a question into the note, selected, and undo takes it out again', async () => {
    const before = note().document.getText();
    const question = await eventually(
      'a question',
      async () => (await page.texts('#questions button', PANEL))[0],
    );
    await page.click('#questions button >> nth=0', PANEL);
    const selected = await eventually('the question in the note', () => {
      const { document, selection } = note();
      const text = document.getText(selection);
      return text.startsWith('To ') && document.getText() !== before && text;
    });
    assert.match(selected, /^To (ask|look for|test for): /);
    assert.ok(selected.includes(question), `${selected} holds ${question}`);
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
    await page.press('Control+z');
    await eventually('the note as it was', () => note().document.getText() === before);
  });

  it('follows to another note, and names what is dangerous there and not excluded', async () => {
    writeNote('notes/chest.note', 'Chief complaint: Chest pain and heartburn after meals.\n');
    await openAt('notes/chest.note');
    const dangers = await eventually('dangers', async () => {
      const items = await page.texts('#dangers li', PANEL);
      return items.length > 0 && items;
    });
    assert.match(dangers.join('\n'), /because of .*chest pain/);
    await page.screenshot('dangers');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await openAt('notes/breathless.note');
    await seesLens();
  });

  it('goes into the note as text, and undo takes it out again', async () => {
    const before = note().document.getText();
    await page.click('#insert', PANEL);
    const after = await eventually('the inserted text', () => {
      const text = note().document.getText();
      return text !== before && text;
    });
    assert.match(after, /Assessment:\n[^]*Pulmonary embolism[^]*\n\nPlan:/);
    await page.screenshot('inserted differential');
    await vscode.window.showTextDocument(note().document, vscode.ViewColumn.One);
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
    await page.press('Control+z');
    await eventually('the note as it was', () => note().document.getText() === before);
  });
});
