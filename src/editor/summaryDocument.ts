import * as path from 'node:path';
import * as vscode from 'vscode';
import type { SummarySentence } from '../assist/types';
import { isCancelled, messageOf } from './latest';
import { nameOf, noteOf } from './noteArgument';
import type { ResultAction } from './resultDocuments';
import type { Services } from './services';
import { plainSummary, summaryText, type SummaryProgress } from './summaryText';

/** "Summarize report" and "Summarize selection": a cited summary that streams beside the note. */
export function register(_: vscode.ExtensionContext, services: Services): vscode.Disposable {
  const running = new Map<string, AbortController>();
  const start = async (source: Source) => {
    const key = resultUri(source, services).toString();
    running.get(key)?.abort();
    const run = new AbortController();
    running.set(key, run);
    try {
      await summarize(source, services, run);
    } finally {
      if (running.get(key) === run) running.delete(key);
    }
  };
  return vscode.Disposable.from(
    vscode.commands.registerCommand('chartside.summarizeReport', async (argument) => {
      const document = await noteOf(argument, services);
      if (!document) return;
      await start({ document, part: 'report', text: document.getText(), lineOffset: 0 });
    }),
    vscode.commands.registerCommand('chartside.summarizeSelection', async (argument) => {
      const document = await noteOf(argument, services);
      if (!document) return;
      const editor = vscode.window.visibleTextEditors.find((e) => e.document === document);
      const selection = editor?.selection;
      if (!selection || selection.isEmpty) {
        void vscode.window.showInformationMessage('Select the text to summarize first.');
        return;
      }
      const text = document.getText(selection);
      await start({ document, part: 'selection', text, lineOffset: selection.start.line });
    }),
    new vscode.Disposable(() => running.forEach((run) => run.abort())),
  );
}

interface Source {
  readonly document: vscode.TextDocument;
  readonly part: 'report' | 'selection';
  readonly text: string;
  readonly lineOffset: number;
}

function resultUri({ document, part }: Source, services: Services): vscode.Uri {
  const name = nameOf(document);
  const title = part === 'selection' ? `Summary of selection in ${name}` : `Summary of ${name}`;
  return services.results.uri(title, path.posix.dirname(document.uri.path));
}

/** The model's name for people; the engine's answer holds its id. */
function modelName({ engine }: Services): string | undefined {
  return engine.state.state === 'ready' ? engine.state.name : undefined;
}

function copyAction(sentences: readonly SummarySentence[]): ResultAction {
  return {
    title: 'Copy as text',
    tooltip: 'Copy without line numbers and without what is not in the note',
    run: () => vscode.env.clipboard.writeText(plainSummary(sentences)),
  };
}

async function summarize(source: Source, services: Services, run: AbortController): Promise<void> {
  const { document, part, text, lineOffset } = source;
  const uri = resultUri(source, services);
  let sentences: readonly SummarySentence[] = [];
  let byUser = false;
  const cancel = () => {
    byUser = true;
    run.abort();
  };
  const cancelAction = { title: 'Cancel', tooltip: 'Stop summarizing', run: cancel };
  const show = (state: SummaryProgress['state']) => {
    // A newer run writes into the same document: this one has nothing to say any more.
    if (run.signal.aborted && state.is !== 'cancelled') return;
    const shown = { source: nameOf(document), part, sentences, lineOffset, state };
    const actions = state.is === 'running' ? [cancelAction] : [copyAction(sentences)];
    services.results.set(uri, summaryText(shown), document.uri, actions);
  };
  await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: `Summarizing ${nameOf(document)}`,
      cancellable: true,
    },
    async (_, token) => {
      token.onCancellationRequested(cancel);
      show({ is: 'running' });
      await services.results.show(uri);
      try {
        const engine = await services.engine.get();
        const summary = await engine.summarize(
          { text, kind: 'report' },
          {
            signal: run.signal,
            onProgress: (sentence) => {
              sentences = [...sentences, sentence];
              show({ is: 'running' });
            },
          },
        );
        sentences = summary.sentences;
        show({ is: 'done', model: summary.model && (modelName(services) ?? summary.model) });
      } catch (error) {
        if (isCancelled(error) || run.signal.aborted) {
          if (byUser) show({ is: 'cancelled' });
          return;
        }
        services.log.error(`The summary failed: ${messageOf(error)}`);
        show({ is: 'failed', message: messageOf(error) });
      }
    },
  );
}
