import * as vscode from 'vscode';
import { messageOf } from './latest';
import type { Services } from './services';

/** Shows what is wrong in the workspace's guidelines, at its line. The rest still counts. */
export function register(_: vscode.ExtensionContext, services: Services): vscode.Disposable {
  const collection = vscode.languages.createDiagnosticCollection('chartside');
  let shown = false;
  const show = async () => {
    shown = true;
    try {
      const { problems } = await services.knowledge.get();
      collection.clear();
      for (const path of new Set(problems.map((p) => p.path))) {
        collection.set(
          vscode.Uri.file(path),
          problems
            .filter((p) => p.path === path)
            .map(({ line, message }) => {
              const at = Math.max(0, line - 1);
              const range = new vscode.Range(at, 0, at, Number.MAX_SAFE_INTEGER);
              const problem = new vscode.Diagnostic(
                range,
                message,
                vscode.DiagnosticSeverity.Warning,
              );
              problem.source = 'Chartside';
              return problem;
            }),
        );
      }
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
  return vscode.Disposable.from(
    collection,
    services.knowledge.onDidChange(() => {
      if (shown) void show();
    }),
    vscode.window.onDidChangeActiveTextEditor(first),
    new vscode.Disposable(() => clearTimeout(later)),
  );
}
