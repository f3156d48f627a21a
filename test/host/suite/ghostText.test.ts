import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  askForGhostText,
  chartside,
  closeAll,
  ghostText,
  openAt,
  readyForGhostText,
  seesGhostText,
  seesIndex,
  STATUS_ITEM,
} from './clinician';
import { eventually, pause } from '../../support/eventually';
import { page } from './page';

const ASSESSMENT = 'Breathless with a raised heart rate.';
/** The note says this above: what follows is known. */
const AGAIN = ' She returned from a long-haul fl';

/** Opens the note with the cursor behind the assessment, ready for typing. */
async function atTheAssessment(): Promise<vscode.TextEditor> {
  const editor = await openAt('notes/breathless.note', ASSESSMENT);
  await readyForGhostText();
  return editor;
}

function assessment(editor: vscode.TextEditor): string {
  const text = editor.document.getText();
  return text.slice(text.indexOf(ASSESSMENT) + ASSESSMENT.length, text.indexOf('\n\nPlan:'));
}

/** Ghost text in the two seconds after typing, or the empty string. */
async function ghostTextWithin(ms: number): Promise<string> {
  for (const end = Date.now() + ms; Date.now() < end; await pause(100)) {
    const shown = await ghostText();
    if (shown !== '') return shown;
  }
  return '';
}

describe('Ghost text', () => {
  before(async () => {
    await openAt('notes/breathless.note');
    await seesIndex();
    const { services } = await chartside();
    await openAt('notes/breathless.note', ASSESSMENT);
    await readyForGhostText();
    // The model loads with the first question; later ones are answered at once.
    await eventually('the model', () => /ready|none/.test(services.engine.state.state), 60_000);
  });
  afterEach(closeAll);

  it('appears while typing, without being asked for', async () => {
    await atTheAssessment();
    await page.type(AGAIN);
    await seesGhostText('ight');
  });

  it('is taken whole with Tab', async () => {
    const editor = await atTheAssessment();
    await page.type(AGAIN);
    const ghost = await seesGhostText('ight');
    await page.press('Tab');
    await eventually('the text in the note', () => assessment(editor) === AGAIN + ghost);
    // Something new may follow at once; what was taken is not offered again.
    assert.notEqual((await ghostTextWithin(300)).trim(), ghost.trim());
  });

  it('is taken word by word', async () => {
    const editor = await atTheAssessment();
    await page.type(AGAIN);
    const ghost = await seesGhostText('ight');
    assert.ok(ghost.trim().split(' ').length > 1, `more than one word: "${ghost}"`);
    await vscode.commands.executeCommand('editor.action.inlineSuggest.acceptNextWord');
    await eventually('one word in the note', () => assessment(editor).startsWith(`${AGAIN}ight`));
    const taken = assessment(editor).slice(AGAIN.length);
    assert.match(taken, /^ight ?$/);
    assert.equal(
      taken + (await seesGhostText(ghost.slice(taken.length))),
      ghost,
      'the rest still stands there',
    );
  });

  it('goes away with Escape and leaves the note as typed', async () => {
    const editor = await atTheAssessment();
    await page.type(AGAIN);
    await seesGhostText('ight');
    await page.press('Escape');
    await eventually('no ghost text', async () => (await ghostText()) === '');
    assert.equal(assessment(editor), AGAIN);
  });

  it('stays while its own letters are typed', async () => {
    await atTheAssessment();
    await page.type(AGAIN);
    const ghost = await seesGhostText('ight');
    for (const typed of ['i', 'ig', 'igh']) {
      await page.type(typed.slice(-1));
      await eventually(
        `"${ghost.slice(typed.length)}" after typing "${typed}"`,
        async () => (await ghostText()) === ghost.slice(typed.length),
        3000,
      );
    }
  });

  it('does not repeat what follows the cursor', async () => {
    const editor = await openAt('notes/breathless.note', 'She returned from a long-haul flight');
    await readyForGhostText();
    await page.type(' t');
    const rest = await ghostTextWithin(2000);
    await page.press('Tab');
    await pause(300);
    assert.ok(
      !/two days ago\s+two days ago/.test(editor.document.getText()),
      `"${rest}" does not repeat the note`,
    );
  });

  it('shows nothing in a guideline', async () => {
    await openAt('guidelines/ward-anticoagulation.md', 'bleeding and recent surgery.');
    await readyForGhostText();
    await page.type(' Give low molecular weight hep');
    assert.equal(await ghostTextWithin(2500), '');
    await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    assert.equal(await ghostTextWithin(1500), '', 'nor when asked');
  });

  it('shows nothing in a file that is no note', async () => {
    await openAt('orders.json', 'pleuritic chest pain');
    await readyForGhostText();
    await page.type(' and pleuritic ch');
    assert.equal(await ghostTextWithin(2500), '');
  });

  it('answers in Markdown and plain text notes too', async () => {
    await openAt('notes/cough.md', 'Productive cough with fever.');
    await readyForGhostText();
    await page.type(' 36-year-old man with a productive co');
    assert.match(await askForGhostText(), /^ugh/);
  });

  it('is turned off and on for the folder from the status bar', async () => {
    await atTheAssessment();
    await page.click(STATUS_ITEM);
    await eventually('the choices', () => page.find('for this folder', '.quick-input-list-row'));
    await page.moveAway();
    await page.screenshot('choices of the status bar');
    await page.type('off for this folder', 5);
    await page.press('Enter');
    await eventually('"Suggestions off"', async () =>
      (await page.text(STATUS_ITEM)).includes('Suggestions off'),
    );
    await page.screenshot('suggestions off');
    await atTheAssessment();
    await page.type(AGAIN);
    assert.equal(await ghostTextWithin(2500), '', 'off');

    await page.click(STATUS_ITEM);
    await page.moveAway();
    await eventually('the choices', () =>
      page.find('Turn suggestions on', '.quick-input-list-row'),
    );
    await page.type('suggestions on', 5);
    await page.press('Enter');
    await eventually(
      'the status item without "off"',
      async () => !(await page.text(STATUS_ITEM)).includes('off'),
    );
    await closeAll();
    await atTheAssessment();
    await page.type(AGAIN);
    await seesGhostText('ight');
  });
});
