import * as vscode from 'vscode';
import type { Services } from './services';

/**
 * The note a command is about: the one named by a lens (its URI as text) or by a menu of the
 * editor (a URI), else the active one. Tells the user when there is none.
 */
export async function noteOf(
  argument: unknown,
  services: Services,
): Promise<vscode.TextDocument | undefined> {
  const uri =
    typeof argument === 'string'
      ? vscode.Uri.parse(argument)
      : argument instanceof vscode.Uri
        ? argument
        : undefined;
  const document = uri
    ? await vscode.workspace.openTextDocument(uri)
    : services.documents.active()?.document;
  if (document && services.documents.isNote(document)) return document;
  void vscode.window.showInformationMessage(
    'Open a note first: a plain text, Markdown or clinical-note file in a note folder.',
  );
  return undefined;
}

/** The file's name as a title. */
export function nameOf(document: vscode.TextDocument): string {
  return document.uri.path.split('/').at(-1) || 'note';
}
