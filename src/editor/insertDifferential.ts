import * as vscode from 'vscode';
import { insertion } from './lensText';
import { noteOf } from './noteArgument';
import type { Services } from './services';

const CONDITIONS = 5;

/** "Insert differential": takes the differential into the note, below its assessment heading. */
export function register(_: vscode.ExtensionContext, services: Services): vscode.Disposable {
  return vscode.commands.registerCommand('chartside.insertDifferential', async (argument) => {
    const document = await noteOf(argument, services);
    if (document) await insertDifferential(document, services);
  });
}

export async function insertDifferential(
  document: vscode.TextDocument,
  services: Services,
): Promise<void> {
  const read = await services.notes.read(document);
  if (!read || read.differential.ranked.length === 0) {
    void vscode.window.showInformationMessage('There is no differential to insert yet.');
    return;
  }
  const { differentialAsText } = await import('../assist/insertDifferential');
  const { offset, text } = insertion(read.note, differentialAsText(read.differential, CONDITIONS));
  const edit = new vscode.WorkspaceEdit();
  const at = document.positionAt(offset);
  edit.insert(document.uri, at, text);
  // Between reading and inserting the note may have changed under us.
  if (document.version !== read.version || !(await vscode.workspace.applyEdit(edit))) {
    void vscode.window.showWarningMessage('The note has just changed. Please insert again.');
    return;
  }
  const editor = vscode.window.visibleTextEditors.find((e) => e.document === document);
  editor?.revealRange(new vscode.Range(at, at.translate(CONDITIONS + 1)));
}
