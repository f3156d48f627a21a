import * as path from 'node:path';
import * as vscode from 'vscode';
import { NOTE_LANGUAGES, noteRules, type NoteRules } from './noteRules';
import { settings } from './settings';

/** Selector for everything that shows something in a note. What it selects may still be no note. */
export const NOTE_SELECTOR: vscode.DocumentSelector = NOTE_LANGUAGES.flatMap((language) => [
  { language, scheme: 'file' },
  { language, scheme: 'untitled' },
]);

/** Longer documents are not analysed while they are typed in; UTF-16 units. */
export const ANALYSIS_LIMIT = 1_000_000;

/** Knows which documents are notes. Nothing happens in any other. */
export class NoteDocuments implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** The settings that say what a note is have changed. */
  readonly onDidChangeRules = this.#changed.event;
  #rules: NoteRules | undefined;
  readonly #listener = vscode.workspace.onDidChangeConfiguration((event) => {
    if (
      event.affectsConfiguration('chartside.notes') ||
      event.affectsConfiguration('chartside.guidelines')
    ) {
      this.#rules = undefined;
      this.#changed.fire();
    }
  });

  isNote(document: Pick<vscode.TextDocument, 'languageId' | 'uri'>): boolean {
    if (!NOTE_LANGUAGES.includes(document.languageId)) return false;
    const own = document.languageId === 'clinical-note';
    if (document.uri.scheme === 'untitled') return own;
    if (document.uri.scheme !== 'file') return false;
    const relative = relativePath(document.uri);
    return relative === null ? own : this.rules().isNote(relative);
  }

  isGuideline(uri: vscode.Uri): boolean {
    const relative = relativePath(uri);
    return relative !== null && this.rules().isGuideline(relative);
  }

  /** The note in the active editor, if it holds one. */
  active(): vscode.TextEditor | undefined {
    const editor = vscode.window.activeTextEditor;
    return editor && this.isNote(editor.document) ? editor : undefined;
  }

  rules(): NoteRules {
    this.#rules ??= noteRules(settings.noteFolders(), settings.guidelineFolders());
    return this.#rules;
  }

  dispose(): void {
    this.#listener.dispose();
    this.#changed.dispose();
  }
}

/** A document's length without copying its text: too long to be read on each change? */
export function isTooLong(document: vscode.TextDocument): boolean {
  const end = document.lineAt(document.lineCount - 1).range.end;
  return document.offsetAt(end) > ANALYSIS_LIMIT;
}

/** Path in its workspace folder with forward slashes, or null outside the workspace. */
function relativePath(uri: vscode.Uri): string | null {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (!folder || uri.scheme !== 'file') return null;
  return path.relative(folder.uri.fsPath, uri.fsPath).split(path.sep).join('/');
}
