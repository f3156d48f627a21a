import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Page } from 'playwright-core';
import { findBrowser } from '../host/browser';
import { findText } from '../host/control';
import { artefactsFolder, copyWorkspace, openBrowser, watchPage } from '../host/launch';
import { eventually } from '../support/eventually';
import { startTheia } from './server';

const GHOST = '.monaco-editor .ghost-text-decoration, .monaco-editor .ghost-text';
const LENS = '.monaco-editor .codelens-decoration';
const HOVER = '.monaco-hover:not(.hidden) .hover-contents';
const STATUS = '#theia-statusBar .element';
const LINES = '.monaco-editor .view-line';
const ASSESSMENT = 'Breathless with a raised heart rate.';

/** The main job in Eclipse Theia, driven from outside: what its page shows is what counts. */
describe('Chartside in Theia', () => {
  const artefacts = artefactsFolder('theia');
  const closing: (() => Promise<void> | void)[] = [];
  let page: Page;

  const texts = async (selector: string) =>
    (await page.locator(selector).allInnerTexts()).join('\n').replace(/\u00a0/g, ' ');
  const screenshot = async (name: string) => {
    // What fades in is fully there in a moment.
    await page.waitForTimeout(300);
    await page.screenshot({ path: path.join(artefacts, `${name.replace(/\W+/g, '-')}.png`) });
  };
  const place = async (words: string) => {
    const box = await eventually(`"${words}" in the editor`, () => findText(page, words, LINES));
    return { x: box.x + box.width, y: box.y + box.height / 2, middle: box.x + box.width / 2 };
  };

  before(async () => {
    fs.rmSync(artefacts, { recursive: true, force: true });
    fs.mkdirSync(artefacts, { recursive: true });
    const workspace = copyWorkspace('test/host/workspace');
    closing.push(() => fs.rmSync(path.dirname(workspace), { recursive: true, force: true }));
    const theia = await startTheia({
      extension: process.env.CHARTSIDE_THEIA_EXTENSION ?? process.cwd(),
      workspace,
      logFile: path.join(artefacts, 'server.log'),
    });
    closing.unshift(() => theia.stop());
    const browser = await openBrowser(findBrowser());
    closing.unshift(() => browser.close());
    page = browser.context.pages()[0] ?? (await browser.context.newPage());
    const watch = watchPage(page, path.join(artefacts, 'console.log'));
    closing.push(() => void watch.close());
    await page.goto(theia.url);
  });

  after(async () => {
    for (const close of closing) await close();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await screenshot(`failed ${this.currentTest.title}`);
  });

  it('starts with the first note', async () => {
    await page.locator('#shell-tab-explorer-view-container').click({ timeout: 60_000 });
    await page.locator('.theia-FileStatNode:has-text("notes")').first().click();
    await page.locator('.theia-FileStatNode:has-text("breathless.note")').first().dblclick();
    await place('Assessment:');
    const item = await eventually(
      'its item in the status bar',
      async () => /SmolLM2|Indexing|Chartside|Loading/.exec(await texts(STATUS))?.[0],
      60_000,
    );
    assert.ok(item);
  });

  it('shows what it could be above the assessment', async () => {
    const lens = await eventually(
      'the lens',
      async () => {
        const text = (await texts(LENS)).replace(/\s+/g, ' ');
        return text.includes('Could be:') && text;
      },
      60_000,
    );
    assert.match(lens, /Pulmonary embolism \d+ ?%/i);
    await screenshot('note with lens');
  });

  it('explains a finding where the pointer rests', async () => {
    const words = await place('fever');
    await page.mouse.move(words.middle - 6, words.y);
    await page.mouse.move(words.middle, words.y);
    const hover = await eventually('a hover', () => texts(HOVER), 20_000);
    assert.match(hover, /Fever[^]*denied/);
    await screenshot('hover on a denied finding');
    await page.keyboard.press('Escape');
  });

  it('completes the sentence in grey and takes it on Tab', async () => {
    await eventually('the model', async () => (await texts(STATUS)).includes('SmolLM2'), 60_000);
    const end = await place(ASSESSMENT);
    await page.mouse.click(end.x - 4, end.y);
    await page.keyboard.press('End');
    await page.keyboard.type(' She returned from a long-haul fl', { delay: 40 });
    const ghost = await eventually(
      'ghost text',
      async () => {
        const shown = await texts(GHOST);
        // Nothing shown yet: another letter taken back and typed asks again.
        if (shown === '') {
          await page.keyboard.press('Backspace');
          await page.keyboard.type('l');
          await page.waitForTimeout(1500);
        }
        return shown;
      },
      40_000,
    );
    assert.match(ghost, /^ight/);
    await screenshot('ghost text');
    await page.keyboard.press('Tab');
    await eventually('the accepted text', async () =>
      /heart rate\. She returned from a long-haul flight/.test(await texts('.view-lines')),
    );
  });

  it('summarizes the report beside the note', async () => {
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input').waitFor();
    await page.keyboard.type('Chartside: Summarize report', { delay: 5 });
    await page.waitForTimeout(500);
    await page.keyboard.press('Enter');
    await eventually(
      'the summary with its lines',
      async () => {
        const shown = await texts('.view-lines');
        return (
          /Summary of breathless\.note/.test(shown) &&
          /\[L\d+/.test(shown) &&
          !shown.includes('still reading')
        );
      },
      60_000,
    );
    await screenshot('summary beside the note');
  });
});
