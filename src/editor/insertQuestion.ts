import * as vscode from 'vscode';
import type { Services } from './services';

/** Puts the question of a concept into the note and selects it, ready to be answered. */
export async function insertQuestion(
  document: vscode.TextDocument,
  concept: string,
  services: Services,
): Promise<void> {
  const read = await services.notes.read(document);
  const asked = read?.knowledge.lexicon.concepts.get(concept);
  if (!read || !asked) return;
  const [{ questionLine }, { inquiryOf }] = await Promise.all([
    import('../assist/insertQuestion'),
    import('../reasoning/questions'),
  ]);
  const line = questionLine(read.note, { name: asked.name, inquiry: inquiryOf(asked.kind) });
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
