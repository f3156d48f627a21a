import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, hideHover, hoverOn, openAt, writeNote } from './clinician';
import { eventually } from '../../support/eventually';
import { page } from './page';

const ROW = '[id="workbench.view.extension.chartside"] .monaco-list-row';
/** VS Code's classes of bold, italic, underlined and struck-through text. */
const STYLE = { bold: 'mtkb', italic: 'mtki', underlined: 'mtku', struck: 'mtks' };

const NOTE = `Chief complaint: Cough.

History of present illness:
Productive cough and fever since Monday. She denies chest pain.
Possible pneumonia.

Past medical history:
Asthma. No history of stroke.

Family history:
Father had a myocardial infarction at 60.

Examination:
BP 88/50, HR 118, RR 16, SpO2 88% on air.

Plan:
Amoxicillin 500 mg three times a day. Return if haemoptysis.
`;
const MARKDOWN = `# Clinic note

## Subjective

Productive cough and **no** fever. Possible pneumonia. <b>Wheeze</b> & \`fever\`.

## Past medical history

- Asthma

## Family history

Father had a myocardial infarction at 60.

## Objective

HR 118, RR 16, SpO2 88% on air.
`;

/** Words of the editor that are drawn in a style. */
async function drawn(style: keyof typeof STYLE): Promise<string> {
  const texts = await page.texts(`.editor-instance .view-line .${STYLE[style]}`);
  return texts.join('|').replace(/\u00a0/g, ' ');
}

async function rows(): Promise<readonly string[]> {
  return (await page.texts(ROW)).map((row) => row.replace(/\s+/g, ' ').trim());
}

/** Chartside's tokens of a document as "words: type modifiers". */
async function tokens(document: vscode.TextDocument): Promise<readonly string[]> {
  const [legend, found] = await Promise.all([
    vscode.commands.executeCommand<vscode.SemanticTokensLegend>(
      'vscode.provideDocumentSemanticTokensLegend',
      document.uri,
    ),
    vscode.commands.executeCommand<vscode.SemanticTokens>(
      'vscode.provideDocumentSemanticTokens',
      document.uri,
    ),
  ]);
  const texts: string[] = [];
  let line = 0;
  let character = 0;
  for (let i = 0; i < (found?.data.length ?? 0); i += 5) {
    const [down = 0, right = 0, length = 0, type = 0, bits = 0] = found.data.slice(i, i + 5);
    line += down;
    character = down > 0 ? right : character + right;
    const words = document.lineAt(line).text.slice(character, character + length);
    const modifiers = legend.tokenModifiers.filter((_, bit) => (bits >> bit) & 1);
    texts.push(`${words}: ${[legend.tokenTypes[type], ...modifiers].join(' ')}`);
  }
  return texts;
}

describe('A note shows how it was read', () => {
  before(() => {
    writeNote('notes/read.note', NOTE);
    writeNote('notes/read.md', MARKDOWN);
  });
  after(async () => {
    await closeAll();
    await vscode.commands.executeCommand('workbench.view.explorer');
  });

  it('in tokens of its own', async () => {
    const { document } = await openAt('notes/read.note');
    const shown = await tokens(document);
    for (const token of [
      'History of present illness: clinicalHeading',
      'chest pain: clinicalFinding denied',
      'pneumonia: clinicalFinding uncertain',
      'Asthma: clinicalFinding past',
      'SpO2 88%: clinicalMeasurement low critical',
      'HR 118: clinicalMeasurement high',
    ]) {
      assert.ok(shown.includes(token), `${token}\n${shown.join('\n')}`);
    }
    assert.ok(shown.some((t) => /^myocardial infarction.*family/.test(t)));
    assert.ok(!shown.some((t) => t.startsWith('RR 16')));
  });

  it('in styles that are more than colours', async () => {
    await openAt('notes/read.note');
    await eventually('the denied finding struck through', async () =>
      (await drawn('struck')).includes('chest pain'),
    );
    assert.match(await drawn('bold'), /fever/);
    assert.match(await drawn('underlined'), /SpO2/);
    assert.match(await drawn('italic'), /Asthma/);
    assert.match(await drawn('underlined'), /pneumonia/);
    assert.doesNotMatch(await drawn('struck'), /fever|Asthma|pneumonia/);
    await page.screenshot('how a note was read');
  });

  it('in plain text and Markdown notes too, and in no other file', async () => {
    writeNote('notes/read.txt', NOTE);
    const text = await openAt('notes/read.txt');
    assert.ok((await tokens(text.document)).includes('chest pain: clinicalFinding denied'));
    const markdown = await openAt('notes/read.md');
    assert.ok((await tokens(markdown.document)).includes('fever: clinicalFinding denied'));
    const guideline = await openAt('guidelines/community-cough.md');
    assert.deepEqual(await tokens(guideline.document), []);
  });

  it('not at all when highlighting is off', async () => {
    const { document } = await openAt('notes/read.note');
    const settings = vscode.workspace.getConfiguration('chartside');
    await settings.update('highlight.enabled', false, vscode.ConfigurationTarget.Global);
    try {
      assert.deepEqual(await tokens(document), []);
      await eventually('plain text', async () => (await drawn('struck')) === '');
    } finally {
      await settings.update('highlight.enabled', undefined, vscode.ConfigurationTarget.Global);
    }
    await eventually('the style again', async () => (await drawn('struck')) !== '');
  });

  it('in the hover, with why', async () => {
    await openAt('notes/read.note');
    const hover = await hoverOn('chest pain');
    assert.match(hover, /Read because: .*“denies” marks it as denied/);
    await page.screenshot('why a finding was read');
    await hideHover();
  });

  it('in the Findings view, by status, and a click shows the place', async () => {
    const editor = await openAt('notes/read.note');
    await vscode.commands.executeCommand('workbench.view.extension.chartside');
    const shown = await eventually('the findings', async () => {
      const all = await rows();
      return all.some((row) => row.startsWith('Denied')) && all;
    });
    const text = shown.join('\n');
    assert.match(text, /Out of range ?\d/);
    assert.match(text, /Present ?\d[^]*fever ?line 4/);
    assert.match(text, /Denied ?2[^]*chest pain ?line 4[^]*stroke ?line 8/);
    await page.screenshot('findings view');
    await page.click(`${ROW}:has-text("chest pain")`);
    await eventually('the place selected', () => {
      const active = vscode.window.activeTextEditor;
      return active?.document === editor.document
        ? active.document.getText(active.selection) === 'chest pain'
        : false;
    });
  });

  it('and the view follows the note as it is typed, and says when there is nothing', async () => {
    await vscode.commands.executeCommand('workbench.view.extension.chartside');
    writeNote('notes/fresh.note', '\n');
    await openAt('notes/fresh.note');
    await eventually('the empty view', async () =>
      (await rows()).join().includes('No finding was read in this note yet.'),
    );
    await page.type('Denies vertigo.');
    await eventually('the finding', async () => /Denied.*vertigo/.test((await rows()).join()));
    await closeAll();
    await eventually('the view without a note', async () =>
      (await rows()).join().includes('Open a note'),
    );
  });

  it('in its outline and folding', async () => {
    const { document } = await openAt('notes/read.note');
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    assert.deepEqual(
      symbols.map((s) => s.name),
      [
        'Chief complaint',
        'History of present illness',
        'Past medical history',
        'Family history',
        'Examination',
        'Plan',
      ],
    );
    const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      document.uri,
    );
    assert.deepEqual(
      folds.map((f) => [f.start, f.end]),
      [
        [2, 4],
        [6, 7],
        [9, 10],
        [12, 13],
        [15, 16],
      ],
    );
    await vscode.commands.executeCommand('editor.foldAll');
    await eventually('the folded section', async () => (await page.find('Possible')) === null);
    await page.screenshot('folded note');
    await vscode.commands.executeCommand('editor.unfoldAll');
  });

  it('in the Markdown preview, with the status in words', async () => {
    await openAt('notes/read.md');
    await vscode.commands.executeCommand('markdown.showPreviewToSide');
    const denied = '.chartside-denied[title^="fever: denied"]';
    await eventually(
      'the denied finding',
      async () => (await page.text(denied, denied)) === 'fever',
    );
    assert.equal(await page.text('.chartside-past', denied), 'Asthma');
    assert.match(await page.text('.chartside-measurement', denied), /HR 118[^]*SpO2 88%/);
    assert.equal(await page.text('code .chartside-finding', denied), '');
    await page.screenshot('Markdown preview');
  });
});

describe('A new note', () => {
  afterEach(closeAll);

  it('begins with a snippet', async () => {
    writeNote('notes/new.note', '');
    const { document } = await openAt('notes/new.note');
    await page.type('soap');
    await page.press('Control+Space');
    await eventually('the snippet offered', async () =>
      /SOAP note/.test(await page.text('.suggest-widget.visible .monaco-list-row.focused')),
    );
    await page.press('Enter');
    await eventually('the note', () =>
      /^Subjective:\n[^]*Objective:\n[^]*Assessment:\n[^]*Plan:\n- /.test(document.getText()),
    );
    await page.type('Cough.');
    await eventually('the words at its first place', () =>
      document.getText().startsWith('Subjective:\nCough.\n'),
    );
  });
});
