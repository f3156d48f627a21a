import * as vscode from 'vscode';
import { messageOf } from './latest';
import { lensOffset, lensTitle } from './lensText';
import { isTooLong, NOTE_SELECTOR } from './noteDocuments';
import type { Services } from './services';
import { settings } from './settings';

/** The line above the assessment: what it could be, and a way to take it into the note. */
export function register(_: vscode.ExtensionContext, services: Services): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changed,
    services.notes.onDidSettle(() => changed.fire()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('chartside.differential')) changed.fire();
    }),
    vscode.languages.registerCodeLensProvider(NOTE_SELECTOR, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: (document) => lenses(document, services),
    }),
  );
}

async function lenses(
  document: vscode.TextDocument,
  services: Services,
): Promise<vscode.CodeLens[]> {
  if (!settings.lens() || !services.documents.isNote(document)) return [];
  if (document.getText(new vscode.Range(0, 0, 20, 0)).trim() === '') return [];
  if (isTooLong(document)) {
    return [lens(document, 0, 'Differential: this note is too long to be read while you type')];
  }
  try {
    const read = await services.notes.read(document);
    if (!read) return [];
    const offset = lensOffset(read.note);
    const uri = document.uri.toString();
    const title = lensTitle(read.differential);
    if (read.differential.ranked.length === 0) return [lens(document, offset, title)];
    // The short one first: a narrow editor cuts the row at its end.
    return [
      lens(document, offset, 'Insert differential', {
        command: 'chartside.insertDifferential',
        tooltip: 'Insert the differential into the note as text',
        arguments: [uri],
      }),
      lens(document, offset, title, {
        command: 'chartside.showDifferential',
        tooltip: 'Show the differential: findings for, against and not yet asked',
        arguments: [uri],
      }),
    ];
  } catch (error) {
    services.log.error(`No differential: ${messageOf(error)}`);
    return [lens(document, 0, `Differential: ${messageOf(error)}`)];
  }
}

function lens(
  document: vscode.TextDocument,
  offset: number,
  title: string,
  command: Omit<vscode.Command, 'title'> = { command: '' },
): vscode.CodeLens {
  const at = document.positionAt(offset);
  return new vscode.CodeLens(new vscode.Range(at, at), { title, ...command });
}
