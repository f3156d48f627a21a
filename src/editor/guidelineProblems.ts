import * as vscode from 'vscode';
import type { GuidelineProblem } from '../knowledge/types';
import { messageOf } from './latest';
import type { Services } from './services';

/** A pause in typing before the front matter is checked again. */
const SETTLE_MS = 300;

/**
 * Shows what is wrong in the workspace's guidelines, at its line: of all of them as they are
 * saved, of the one being written as it is typed. The rest still counts.
 */
export function register(_: vscode.ExtensionContext, services: Services): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('chartside');
  let shown = false;
  const show = async () => {
    shown = true;
    try {
      const { problems } = await services.knowledge.get();
      collection.clear();
      for (const path of new Set(problems.map((p) => p.path))) {
        const own = problems.filter((p) => p.path === path);
        collection.set(vscode.Uri.file(path), own.map(diagnostic));
      }
    } catch (error) {
      services.log.error(messageOf(error));
    }
  };
  const check = async (document: vscode.TextDocument) => {
    try {
      const { readWorkspaceGuideline } = await import('../assist/knowledge');
      const file = { path: document.uri.fsPath, text: document.getText() };
      collection.set(document.uri, readWorkspaceGuideline(file).problems.map(diagnostic));
    } catch (error) {
      services.log.error(messageOf(error));
    }
  };
  const isOurs = (document: vscode.TextDocument) =>
    services.documents.isNote(document) || services.documents.isGuideline(document.uri);
  const first = (editor: vscode.TextEditor | undefined) => {
    if (!shown && editor && isOurs(editor.document)) void show();
  };
  const later = setTimeout(() => first(vscode.window.activeTextEditor), 0);
  let typing: NodeJS.Timeout | undefined;
  return vscode.Disposable.from(
    collection,
    services.knowledge.onDidChange(() => {
      if (shown) void show();
    }),
    vscode.window.onDidChangeActiveTextEditor(first),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length === 0 || !services.documents.isGuideline(document.uri)) return;
      clearTimeout(typing);
      typing = setTimeout(() => void check(document), SETTLE_MS);
    }),
    new vscode.Disposable(() => {
      clearTimeout(later);
      clearTimeout(typing);
    }),
  );
}

function diagnostic({ line, message }: GuidelineProblem): vscode.Diagnostic {
  const at = Math.max(0, line - 1);
  const range = new vscode.Range(at, 0, at, Number.MAX_SAFE_INTEGER);
  const problem = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Warning);
  problem.source = 'Chartside';
  return problem;
}
