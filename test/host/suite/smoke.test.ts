import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('Chartside in VS Code', () => {
  it('activates', async () => {
    const extension = vscode.extensions.getExtension('chartside.chartside');
    assert.ok(extension, 'the extension is installed');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });
});
