import * as vscode from 'vscode';
import { answerText } from './answerText';
import { isCancelled, messageOf } from './latest';
import type { Services } from './services';

/** "Ask the guidelines": a question, answered in the guidelines' own words with file and line. */
export function register(_: vscode.ExtensionContext, services: Services): vscode.Disposable {
  return vscode.commands.registerCommand('chartside.askGuidelines', async (argument?: unknown) => {
    const question = typeof argument === 'string' ? argument : await askUser(services);
    if (question?.trim()) await answer(question.trim(), services);
  });
}

async function askUser(services: Services): Promise<string | undefined> {
  const editor = services.documents.active();
  const selected = editor?.document.getText(editor.selection) ?? '';
  return vscode.window.showInputBox({
    title: 'Ask the guidelines',
    prompt: 'The answer quotes your guidelines. The question stays on this machine.',
    placeHolder: 'For example: first-line antibiotic for community-acquired pneumonia',
    value: selected.length <= 200 ? selected.replace(/\s+/g, ' ').trim() : '',
  });
}

async function answer(question: string, services: Services): Promise<void> {
  await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: 'Asking the guidelines',
      cancellable: true,
    },
    async (_, token) => {
      const run = new AbortController();
      token.onCancellationRequested(() => run.abort());
      try {
        services.index.openOnce();
        const engine = await services.engine.get();
        const found = await engine.ask({ question }, { signal: run.signal });
        const uri = services.results.uri(`Guidelines: ${question.slice(0, 60)}`);
        services.results.set(uri, answerText(question, found), null);
        await services.results.show(uri);
      } catch (error) {
        if (isCancelled(error) || run.signal.aborted) return;
        services.log.error(`The guidelines could not be asked: ${messageOf(error)}`);
        void vscode.window.showErrorMessage(
          `The guidelines could not be asked: ${messageOf(error)}`,
        );
      }
    },
  );
}
