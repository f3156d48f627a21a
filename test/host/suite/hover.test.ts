import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, hideHover, HOVER, hoverOn, openAt } from './clinician';
import { eventually } from '../../support/eventually';
import { page } from './page';

describe('The hover on a finding', () => {
  before(() => openAt('notes/breathless.note'));
  afterEach(hideHover);
  after(closeAll);

  it('gives its name, its codes and what it points to', async () => {
    const hover = await hoverOn('pleuritic chest pain');
    assert.match(hover, /Pleuritic chest pain/);
    assert.match(hover, /HP:\d{7}/);
    assert.match(hover, /present/);
    assert.match(hover, /Points to[^]*Pulmonary embolism[^]*emergency/);
  });

  it('quotes the word that denies it', async () => {
    const hover = await hoverOn('fever');
    assert.match(hover, /Fever/);
    assert.match(hover, /denied[^]*denies/);
    await page.screenshot('hover on a denied finding');
  });

  it('tells the family history from the patient', async () => {
    assert.match(await hoverOn('myocardial infarction'), /family/i);
  });

  it('links to the line of a guideline', async () => {
    await hoverOn('pleuritic chest pain');
    const link = await eventually('the link', async () =>
      (await page.texts(`${HOVER} a`)).find((text) => /line \d+/.test(text)),
    );
    const line = Number(/line (\d+)/.exec(link)?.[1]);
    await page.click(`${HOVER} a:has-text("line ${line}")`);
    const editor = await eventually('the guideline', () => {
      const active = vscode.window.activeTextEditor;
      return active?.document.uri.path.includes('guidelines/') ? active : null;
    });
    assert.equal(editor.selection.start.line + 1, line);
    await openAt('notes/breathless.note');
  });

  it('shows nothing on a word that is no finding', async () => {
    const box = await eventually('the word', () => page.find('returned'));
    await page.moveTo(box.x + 10, box.y + 5);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    assert.equal(await page.text(HOVER), '');
  });
});
