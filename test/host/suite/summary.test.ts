import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  closeAll,
  enginePid,
  followLink,
  fromPalette,
  openAt,
  seesDocument,
  seesIndex,
} from './clinician';
import { eventually } from '../../support/eventually';
import { page } from './page';

const started = (name: string) => (text: string) => text.startsWith(`# Summary of ${name}`);

describe('Summarize report', () => {
  afterEach(closeAll);

  it('streams, and each sentence leads to its line', async () => {
    await openAt('notes/breathless.note');
    await fromPalette('Chartside: Summarize report');
    await seesDocument('a summary that grows', (text) => text.includes('… still reading'));
    const summary = await seesDocument(
      'the whole summary',
      (text) => started('breathless.note')(text) && text.includes('End of summary.'),
      90_000,
    );
    const cited = /CT pulmonary angiogram today\.[^\n]*\[L(\d+)/.exec(summary.getText());
    assert.ok(cited, 'the plan is in it, with its line');
    await followLink(`L${cited[1]}`, () => {
      const editor = vscode.window.activeTextEditor;
      return (
        editor?.document.uri.path.endsWith('breathless.note') === true &&
        editor.selection.start.line + 1 === Number(cited[1])
      );
    });
  });

  it('marks what the note does not say', async () => {
    await openAt('notes/breathless.note');
    await fromPalette('Chartside: Summarize report');
    const summary = await seesDocument(
      'the whole summary',
      (text) => started('breathless.note')(text) && text.includes('End of summary.'),
      90_000,
    );
    // Every sentence either names its lines or says that it has no basis.
    const sentences = summary
      .getText()
      .split('\n')
      .filter((line) => line.startsWith('- '));
    assert.ok(sentences.length > 2);
    for (const line of sentences) {
      assert.match(line, /\[L\d+|⚠ Not in the note|≈ Inferred/, line.slice(0, 40));
    }
  });

  it('can be cancelled in the middle and says so, however busy the engine is', async () => {
    await openAt('notes/breathless.note');
    const pid = await enginePid();
    await fromPalette('Chartside: Summarize report');
    await seesDocument('a summary that grows', (text) => text.includes('… still reading'));
    // An engine that does not even listen.
    process.kill(pid, 'SIGSTOP');
    try {
      await page.click('.codelens-decoration a:has-text("Cancel")');
      const summary = await seesDocument('the cancelled summary', (text) =>
        text.includes('Cancelled: this summary is not complete.'),
      );
      assert.ok(!summary.getText().includes('End of summary.'));
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  });

  it('summarizes a selection with the lines of the note', async () => {
    const editor = await openAt('notes/breathless.note', 'temperature 37.1 C.');
    const start = editor.document.positionAt(editor.document.getText().indexOf('Examination:'));
    editor.selection = new vscode.Selection(start, editor.selection.active);
    await eventually('a selection in the page', async () =>
      (await page.text('.statusbar')).includes('selected'),
    );
    await fromPalette('Chartside: Summarize selection');
    const summary = await seesDocument(
      'the summary',
      (text) => text.includes('the selection in') && text.includes('End of summary.'),
      60_000,
    );
    assert.match(summary.getText(), /\[L1[45]/);
  });
});

describe('Ask the guidelines', () => {
  afterEach(closeAll);

  it('answers in their own words, with the file and the line', async () => {
    await openAt('notes/breathless.note');
    await seesIndex();
    await fromPalette('Chartside: Ask the guidelines');
    await eventually('the question box', () => page.text('.quick-input-widget .quick-input-title'));
    await page.type('Which heparin below a creatinine clearance of 15?', 5);
    await page.press('Enter');
    const answer = await seesDocument('the answer', (text) => text.includes('unfractionated'));
    assert.match(answer.getText(), /ward-anticoagulation\.md L\d+/);
    await page.screenshot('answer of the guidelines');
    await followLink('ward-anticoagulation.md L', () => {
      const editor = vscode.window.activeTextEditor;
      if (!editor?.document.uri.path.endsWith('ward-anticoagulation.md')) return false;
      return editor.document.lineAt(editor.selection.start.line).text.includes('unfractionated');
    });
  });
});
