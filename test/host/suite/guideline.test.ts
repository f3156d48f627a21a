import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as vscode from 'vscode';
import { chartside, closeAll, lensText, openAt, workspaceFile, writeNote } from './clinician';
import { eventually } from '../../support/eventually';
import { page } from './page';

const FILE = 'guidelines/river-fever.md';
const TEXT = 'guidelines/swamp-cough.txt';

function guideline(): vscode.TextDocument {
  const editor = vscode.window.visibleTextEditors.find((e) =>
    e.document.uri.path.endsWith('river-fever.md'),
  );
  assert.ok(editor, 'the guideline is shown');
  return editor.document;
}
const problems = () => vscode.languages.getDiagnostics(guideline().uri).map((d) => d.message);

async function replace(before: string, after: string): Promise<void> {
  const document = guideline();
  const at = document.getText().indexOf(before);
  assert.ok(at >= 0, before);
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(at), document.positionAt(at + before.length));
  edit.replace(document.uri, range, after);
  await vscode.workspace.applyEdit(edit);
}

describe('A guideline of the clinic’s own', () => {
  before(chartside);
  after(async () => {
    await closeAll();
    for (const name of [FILE, TEXT]) fs.rmSync(workspaceFile(name), { force: true });
  });

  it('begins with a form that is right before anything is typed', async () => {
    await vscode.commands.executeCommand('chartside.newGuideline', 'River fever');
    await eventually('the form', () => /^condition: River fever$/m.test(guideline().getText()));
    await page.press('Escape');
    await eventually('no problem', () => problems().length === 0);
    assert.match(guideline().getText(), /\n# River fever\n[^]*## Treatment/);
    await page.screenshot('new guideline');
  });

  it('is checked as it is typed', async () => {
    await replace('  fever: usual', '  feverish-nonsense: usual');
    await eventually('the problem', () => problems().some((m) => m.includes('feverish-nonsense')));
    await replace('  feverish-nonsense: usual', '  fever: often');
    await eventually('another problem', () => problems().some((m) => /findings\.fever/.test(m)));
    await replace('  fever: often', '  fever: usual');
    await eventually('no problem', () => problems().length === 0);
  });

  it('is offered the ids of findings', async () => {
    const document = guideline();
    const at = document.positionAt(document.getText().indexOf('  fever: usual') + 2);
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      at,
    );
    const labels = list.items.map((i) => (typeof i.label === 'string' ? i.label : i.label.label));
    assert.ok(labels.includes('haemoptysis') && labels.includes('pleuritic-chest-pain'));
  });

  it('takes part in the differential when it is saved', async () => {
    await replace('  fever: usual', '  calf-pain: {often: always, telling: decisive}');
    await replace(
      '  cough: {often: common, telling: weak}',
      '  hiccups: {often: always, telling: decisive}',
    );
    await guideline().save();
    writeNote('notes/river.note', 'Chief complaint: Calf pain and hiccups.\n\nAssessment:\n\n');
    await openAt('notes/river.note');
    await eventually('its lens', async () => (await lensText()).includes('River fever'));
  });

  it('takes part without front matter too, read from its clinical features', async () => {
    fs.writeFileSync(
      workspaceFile(TEXT),
      'SWAMP COUGH\n\nCLINICAL FEATURES\nUsually hiccups, jaundice and ear pain.\n\nTREATMENT\nRest.\n',
    );
    writeNote(
      'notes/swamp.note',
      'Chief complaint: Hiccups, jaundice, ear pain.\n\nAssessment:\n\n',
    );
    await openAt('notes/swamp.note');
    await eventually('its lens', async () => (await lensText()).includes('Swamp cough'), 20_000);
  });
});
