import * as vscode from 'vscode';
import { isCancelled, messageOf } from './latest';
import type { Services } from './services';

/** "Rebuild index": reads every note and guideline anew. */
export function register(_: vscode.ExtensionContext, services: Services): vscode.Disposable {
  return vscode.commands.registerCommand('chartside.rebuildIndex', () =>
    vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: 'Reading notes and guidelines',
        cancellable: true,
      },
      async (progress, token) => {
        const run = new AbortController();
        token.onCancellationRequested(() => run.abort());
        let share = 0;
        try {
          const stats = await services.index.rebuild(({ done, total, file }) => {
            const now = total > 0 ? (100 * done) / total : 0;
            const increment = Math.max(0, now - share);
            share = Math.max(share, now);
            progress.report({
              increment,
              message: `${done} of ${total}${file ? ` · ${file}` : ''}`,
            });
          }, run.signal);
          const skipped = stats.skipped.length;
          const left = skipped > 0 ? ` ${skipped} could not be read; the log says why.` : '';
          void vscode.window.showInformationMessage(
            `The index holds ${stats.files} files in ${stats.chunks} passages.${left}`,
          );
        } catch (error) {
          if (isCancelled(error) || run.signal.aborted) return;
          void vscode.window.showErrorMessage(`The index could not be built: ${messageOf(error)}`);
        }
      },
    ),
  );
}
