import * as vscode from 'vscode';
import { isCancelled, Latest, messageOf, pause } from './latest';
import { NOTE_SELECTOR } from './noteDocuments';
import type { Services } from './services';
import { settings } from './settings';
import { isInsideWord, typedAlong, windowAround, type Shown } from './suggestion';

/** Grey text at the cursor: how the sentence goes on. */
export function register(_: vscode.ExtensionContext, services: Services): vscode.Disposable {
  const provider = new GhostText(services);
  return vscode.Disposable.from(
    vscode.languages.registerInlineCompletionItemProvider(NOTE_SELECTOR, provider),
    // The first key in a note is often far from the first suggestion: the model loads meanwhile.
    vscode.window.onDidChangeActiveTextEditor((editor) => provider.warmUp(editor)),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => provider.warmUp(textEditor)),
    vscode.workspace.onDidChangeTextDocument(() => provider.warmUp(services.documents.active())),
  );
}

class GhostText implements vscode.InlineCompletionItemProvider {
  readonly #latest = new Latest();
  #shown: Shown | null = null;
  #failure: string | undefined;

  #warm = false;

  constructor(private readonly services: Services) {}

  /** Loads the model once a note is open where suggestions are on. */
  warmUp(editor: vscode.TextEditor | undefined): void {
    if (this.#warm || !editor || !this.services.documents.isNote(editor.document)) return;
    if (!this.#isAutomatic(editor.document.uri)) return;
    this.#warm = true;
    const text = editor.document.getText();
    const request = windowAround(text, editor.document.offsetAt(editor.selection.active));
    this.services.engine
      .get()
      .then((engine) => engine.complete({ ...request, explicit: false }))
      .catch((error: unknown) => this.#failed(error));
  }

  #isAutomatic(uri: vscode.Uri): boolean {
    return settings.completionMode() === 'automatic' && this.services.suggestions.state(uri).on;
  }

  async provideInlineCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.InlineCompletionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlineCompletionItem[]> {
    if (!this.services.documents.isNote(document)) return [];
    const explicit = context.triggerKind === vscode.InlineCompletionTriggerKind.Invoke;
    if (!explicit && !this.#isAutomatic(document.uri)) return [];
    const now = {
      key: document.uri.toString(),
      text: document.getText(),
      offset: document.offsetAt(position),
    };
    const rest = typedAlong(this.#shown, now);
    const completion =
      rest ?? (await this.#ask(now, { explicit, token }).catch((e) => this.#failed(e)));
    if (completion === '' || token.isCancellationRequested) return [];
    return this.#item(completion, document, position, context);
  }

  /** The engine's completion, remembered as shown; empty when it abstains or was cancelled. */
  async #ask(
    now: { readonly key: string; readonly text: string; readonly offset: number },
    how: { readonly explicit: boolean; readonly token: vscode.CancellationToken },
  ): Promise<string> {
    if (!how.explicit && isInsideWord(now.text, now.offset)) return '';
    const request = this.#latest.start();
    const listener = how.token.onCancellationRequested(() => request.abort());
    try {
      if (!how.explicit) await pause(settings.completionDelay(), request.signal);
      if (request.signal.aborted) return '';
      const engine = await this.services.engine.get();
      const { text, offset } = windowAround(now.text, now.offset);
      const answer = await engine.complete(
        { text, offset, explicit: how.explicit },
        request.signal,
      );
      if (request.signal.aborted) return '';
      this.#failure = undefined;
      if (!how.explicit && answer.confidence < settings.minimumConfidence()) return '';
      this.#shown = { ...now, completion: answer.completion };
      return answer.completion;
    } finally {
      listener.dispose();
    }
  }

  #item(
    completion: string,
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.InlineCompletionContext,
  ): vscode.InlineCompletionItem[] {
    const selected = context.selectedCompletionInfo;
    if (!selected) {
      return [new vscode.InlineCompletionItem(completion, new vscode.Range(position, position))];
    }
    // The suggest widget is open: only what extends its selected entry may be shown with it.
    const typed = document.getText(new vscode.Range(selected.range.start, position));
    const whole = typed + completion;
    if (!whole.startsWith(selected.text)) return [];
    return [new vscode.InlineCompletionItem(whole, selected.range)];
  }

  /** Ghost text fails in silence, but the log says why, once. */
  #failed(error: unknown): string {
    const message = messageOf(error);
    if (!isCancelled(error) && message !== this.#failure) {
      this.#failure = message;
      this.services.log.warn(`No suggestion: ${message}`);
    }
    return '';
  }
}
