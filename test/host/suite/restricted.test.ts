import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { chartside, closeAll, seesLens, openAt, readyForGhostText } from './clinician';
import { eventually, page } from './page';

describe('A folder that is not trusted', () => {
  after(closeAll);

  it('is not trusted here, and its settings name a model', () => {
    assert.equal(vscode.workspace.isTrusted, false);
    assert.ok(
      vscode.workspace.workspaceFolders?.[0] !== undefined,
      'the folder is open all the same',
    );
  });

  it('gets the lens and the hover', async () => {
    await openAt('notes/breathless.note');
    await seesLens();
    await page.screenshot('restricted mode');
  });

  it('cannot choose the model that is loaded', async () => {
    const { services } = await chartside();
    await openAt('notes/breathless.note', 'Breathless with a raised heart rate.');
    await readyForGhostText();
    await page.type(' She returned from');
    await eventually(
      'a settled engine',
      () => /ready|none|error/.test(services.engine.state.state),
      60_000,
    );
    const { state } = services.engine;
    assert.equal(state.state, 'ready', state.reason);
    assert.match(state.name ?? '', /SmolLM2/);
  });
});
