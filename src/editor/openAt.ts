import * as vscode from 'vscode';
import { isPlace, OPEN_AT, type Place } from './place';
import type { Services } from './services';

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

/** Where a cited file lies: paths may be absolute, of a workspace folder, or of the built-in pack. */
export function citedUri(path: string, services: Pick<Services, 'extensionUri'>): vscode.Uri {
  if (/^(?:\/|[A-Za-z]:[\\/])/.test(path)) return vscode.Uri.file(path);
  const parts = path.split(/[\\/]/);
  const folders = vscode.workspace.workspaceFolders ?? [];
  const own = folders.find((folder) => folder.name === parts[0] && folders.length > 1);
  if (own) return vscode.Uri.joinPath(own.uri, ...parts.slice(1));
  return vscode.Uri.joinPath(folders[0]?.uri ?? services.extensionUri, ...parts);
}

/** The guideline file of a condition: the workspace's own, or the one that Chartside ships. */
export function guidelineUri(
  guideline: { readonly path: string },
  services: Pick<Services, 'extensionUri'>,
): vscode.Uri {
  return /^(?:\/|[A-Za-z]:[\\/])/.test(guideline.path)
    ? vscode.Uri.file(guideline.path)
    : vscode.Uri.joinPath(services.extensionUri, ...guideline.path.split('/'));
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
