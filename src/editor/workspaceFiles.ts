import * as vscode from 'vscode';

/** Files the index and the knowledge care about; a path without extension may be a folder. */
const READABLE = /(?:\.(?:md|markdown|txt|text|note|soap|chartsideignore|gitignore)|\/[^./]+)$/i;
const IGNORED = /\/(?:\.git|node_modules|\.vscode|\.theia)\//;
const GATHER_MS = 300;

/** Tells, gathered, which files of the workspace were created, changed, renamed or deleted. */
export class WorkspaceFiles implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<readonly vscode.Uri[]>();
  readonly onDidChange = this.#changed.event;
  readonly #waiting = new Map<string, vscode.Uri>();
  readonly #disposables: vscode.Disposable[] = [this.#changed];
  #timer: NodeJS.Timeout | undefined;

  constructor() {
    const watcher = vscode.workspace.createFileSystemWatcher('**/*');
    const gather = (uri: vscode.Uri) => this.#gather(uri);
    this.#disposables.push(
      watcher,
      watcher.onDidCreate(gather),
      watcher.onDidChange(gather),
      watcher.onDidDelete(gather),
      vscode.workspace.onDidRenameFiles(({ files }) =>
        files.forEach(({ oldUri, newUri }) => {
          gather(oldUri);
          gather(newUri);
        }),
      ),
      vscode.workspace.onDidDeleteFiles(({ files }) => files.forEach(gather)),
      vscode.workspace.onDidSaveTextDocument((document) => gather(document.uri)),
    );
  }

  #gather(uri: vscode.Uri): void {
    if (uri.scheme !== 'file' || IGNORED.test(uri.path) || !READABLE.test(uri.path)) return;
    this.#waiting.set(uri.toString(), uri);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const uris = [...this.#waiting.values()];
      this.#waiting.clear();
      this.#changed.fire(uris);
    }, GATHER_MS);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    vscode.Disposable.from(...this.#disposables).dispose();
  }
}
