import * as vscode from 'vscode';
import { messageOf } from './latest';
import { NOTE_SELECTOR } from './noteDocuments';
import { lineTokens, noteMarks, TOKEN_MODIFIERS, TOKEN_TYPES } from './noteMarks';
import type { Services } from './services';
import { settings } from './settings';
import { drawsTokenStyles } from './tokenStyles';

const LEGEND = new vscode.SemanticTokensLegend([...TOKEN_TYPES], [...TOKEN_MODIFIERS]);

/** Shows in a note's own text what is present, denied, past, of the family or out of range. */
export function register(_: vscode.ExtensionContext, services: Services): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changed,
    services.notes.onDidSettle((document) => {
      // A note's own changes are asked for by the editor itself.
      if (!document) changed.fire();
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('chartside.highlight')) changed.fire();
    }),
    vscode.languages.registerDocumentSemanticTokensProvider(
      NOTE_SELECTOR,
      {
        onDidChangeSemanticTokens: changed.event,
        provideDocumentSemanticTokens: (document) => tokensOf(document, services),
      },
      LEGEND,
    ),
  );
}

async function tokensOf(
  document: vscode.TextDocument,
  services: Services,
): Promise<vscode.SemanticTokens> {
  const builder = new vscode.SemanticTokensBuilder(LEGEND);
  if (!settings.highlight() || !(await drawsTokenStyles())) return builder.build();
  try {
    const read = await services.notes.read(document);
    if (!read) return builder.build();
    for (const token of lineTokens(read.note.text, noteMarks(read.note))) {
      const { line, character, length, type, modifiers } = token;
      const start = new vscode.Position(line, character);
      builder.push(
        new vscode.Range(start, start.translate(0, length)),
        type,
        modifiers as string[],
      );
    }
  } catch (error) {
    services.log.warn(`No highlighting: ${messageOf(error)}`);
  }
  return builder.build();
}
