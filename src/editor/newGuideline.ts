import * as vscode from 'vscode';
import snippets from '../../snippets/markdown.json';
import { messageOf } from './latest';
import type { Services } from './services';
import { settings } from './settings';

/** "New guideline": a file in the workspace's guideline folder, filled with the form to complete. */
export function register(_: vscode.ExtensionContext, services: Services): vscode.Disposable {
  return vscode.commands.registerCommand('chartside.newGuideline', async (name?: unknown) => {
    const folder = vscode.workspace.workspaceFolders?.[0];
    if (!folder) {
      void vscode.window.showInformationMessage(
        'Open a folder first: guidelines are files of your workspace.',
      );
      return;
    }
    const condition = typeof name === 'string' ? name : await askName();
    if (condition === undefined) return;
    try {
      await openNew(vscode.Uri.joinPath(folder.uri, guidelineFolder()), condition.trim());
    } catch (error) {
      services.log.error(messageOf(error));
      void vscode.window.showErrorMessage(
        `The guideline could not be created: ${messageOf(error)}`,
      );
    }
  });
}

function askName(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: 'New guideline',
    prompt: 'Which condition is it about?',
    placeHolder: 'Pulmonary embolism',
    validateInput: (value) =>
      fileName(value) === '' ? 'Give the condition’s name in letters or digits.' : undefined,
  });
}

async function openNew(folder: vscode.Uri, condition: string): Promise<void> {
  const uri = vscode.Uri.joinPath(folder, `${fileName(condition)}.md`);
  if (await exists(uri)) {
    await vscode.window.showTextDocument(uri);
    void vscode.window.showInformationMessage('This guideline is there already.');
    return;
  }
  await vscode.workspace.fs.writeFile(uri, new Uint8Array());
  const editor = await vscode.window.showTextDocument(uri);
  const form = snippets.Guideline.body.join('\n');
  const named = form.replace('${1:Name of the condition}', () => `\${1:${escaped(condition)}}`);
  await editor.insertSnippet(new vscode.SnippetString(named));
}

/** The first guideline folder of the settings that is a plain folder, not a pattern. */
function guidelineFolder(): string {
  const plain = settings.guidelineFolders().find((f) => !/[*?[\]!]/.test(f));
  return (plain ?? 'guidelines').replace(/^\/+|\/+$/g, '');
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

function fileName(condition: string): string {
  return condition
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function escaped(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
