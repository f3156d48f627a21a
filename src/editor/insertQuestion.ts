import * as vscode from 'vscode';
import type { Services } from './services';

/** Puts a question of the differential into the note and selects it, ready to be answered. */
export async function insertQuestion(
  document: vscode.TextDocument,
  concept: string,
  services: Services,
): Promise<void> {
  const read = await services.notes.read(document);
  const question = read?.differential.questions.find((q) => q.concept === concept);
  if (!read || !question) {
    void vscode.window.showInformationMessage('The note has changed: this question is gone.');
    return;
  }
  const { questionLine } = await import('../assist/insertQuestion');
  const line = questionLine(read.note, question);
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, document.positionAt(line.offset), line.text);
  // Between reading and inserting the note may have changed under us.
  if (document.version !== read.version || !(await vscode.workspace.applyEdit(edit))) {
    void vscode.window.showWarningMessage('The note has just changed. Please choose again.');
    return;
  }
  const [from, to] = line.select.map((n) => document.positionAt(line.offset + n)) as [
    vscode.Position,
    vscode.Position,
  ];
  const shown = vscode.window.visibleTextEditors.find((e) => e.document === document);
  await vscode.window.showTextDocument(document, {
    viewColumn: shown?.viewColumn ?? vscode.ViewColumn.One,
    selection: new vscode.Range(from, to),
  });
}
