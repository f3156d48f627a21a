import * as vscode from 'vscode';
import { isPlace, OPEN_AT, type Place } from './place';

/** Opens a place named by a link of ours, in the editor that already shows the file if one does. */
export function register(): vscode.Disposable {
  return vscode.commands.registerCommand(OPEN_AT, async (place: unknown) => {
    if (isPlace(place)) await openPlace(place);
  });
}

export async function openPlace(place: Place): Promise<void> {
  const uri = vscode.Uri.parse(place.uri, true);
  try {
    const document = await vscode.workspace.openTextDocument(uri);
    const selection = rangeOf(document, place);
    const editor = await vscode.window.showTextDocument(document, {
      viewColumn: columnOf(uri),
      selection,
    });
    editor.revealRange(selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showWarningMessage(
      `Chartside could not open ${vscode.workspace.asRelativePath(uri)}: ${reason}`,
    );
  }
}

function rangeOf(document: vscode.TextDocument, { lines, span }: Place): vscode.Range {
  if (span) {
    return new vscode.Range(document.positionAt(span[0]), document.positionAt(span[1]));
  }
  const [first, last] = lines ?? [1, 1];
  const start = document.validatePosition(new vscode.Position(Math.max(0, first - 1), 0));
  const end = document.validatePosition(new vscode.Position(Math.max(0, last - 1), Infinity));
  return new vscode.Range(start, end);
}

/** The column in which the file is open, else the first: results stand in the second. */
function columnOf(uri: vscode.Uri): vscode.ViewColumn {
  const key = uri.toString();
  for (const group of vscode.window.tabGroups.all) {
    const open = group.tabs.some(
      ({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === key,
    );
    if (open) return group.viewColumn;
  }
  return vscode.ViewColumn.One;
}
