import * as vscode from 'vscode';

/** Where Chartside is installed, with the guidelines it ships. */
interface Shipped {
  readonly extensionUri: vscode.Uri;
}

/** Where a cited file lies: paths may be absolute, of a workspace folder, or of the built-in pack. */
export function citedUri(path: string, { extensionUri }: Shipped): vscode.Uri {
  if (/^(?:\/|[A-Za-z]:[\\/])/.test(path)) return vscode.Uri.file(path);
  const parts = path.split(/[\\/]/);
  const folders = vscode.workspace.workspaceFolders ?? [];
  const own = folders.find((folder) => folder.name === parts[0] && folders.length > 1);
  if (own) return vscode.Uri.joinPath(own.uri, ...parts.slice(1));
  return vscode.Uri.joinPath(folders[0]?.uri ?? extensionUri, ...parts);
}

/** The guideline file of a condition: the workspace's own, or the one that Chartside ships. */
export function guidelineUri(
  guideline: { readonly path: string },
  { extensionUri }: Shipped,
): vscode.Uri {
  return /^(?:\/|[A-Za-z]:[\\/])/.test(guideline.path)
    ? vscode.Uri.file(guideline.path)
    : vscode.Uri.joinPath(extensionUri, ...guideline.path.split('/'));
}
