import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as vscode from 'vscode';
import {
  chartside,
  closeAll,
  openAt,
  readyForGhostText,
  seesLens,
  workspaceFile,
} from './clinician';
import { eventually } from '../../support/eventually';
import { page } from './page';

describe('A folder that is not trusted', () => {
  after(closeAll);

  it('is not trusted here, and its settings name a model', () => {
    assert.equal(vscode.workspace.isTrusted, false);
    const settings = fs.readFileSync(workspaceFile('.vscode/settings.json'), 'utf8');
    assert.match(settings, /chartside\.model\.path.*other\.gguf/);
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
