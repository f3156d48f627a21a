import * as vscode from 'vscode';
import { isCancelled, messageOf } from './latest';
import { NOTE_SELECTOR } from './noteDocuments';
import type { Services } from './services';
import { settings } from './settings';
import { Suggester, type Answer } from './suggester';
import { windowAround, type Place } from './suggestion';

/** Grey text at the cursor: how the sentence goes on. */
export function register(_: vscode.ExtensionContext, services: Services): vscode.Disposable {
  const provider = new GhostText(services);
  const warmUp = (editor: vscode.TextEditor | undefined) => provider.warmUp(editor);
  // A note that was open before Chartside was there sends no event. Starting does not wait for it.
  const open = setTimeout(() => warmUp(services.documents.active()), 0);
  return vscode.Disposable.from(
    new vscode.Disposable(() => clearTimeout(open)),
    vscode.languages.registerInlineCompletionItemProvider(NOTE_SELECTOR, provider),
    vscode.workspace.onDidChangeTextDocument((change) => provider.changed(change)),
    services.suggestions.onDidChange(() => provider.forget()),
    // The first key in a note is often far from the first suggestion: the model loads meanwhile.
    vscode.window.onDidChangeActiveTextEditor(warmUp),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => warmUp(textEditor)),
    // What the engine unloads while nobody writes comes back with the next key.
    services.engine.onDidUnload(() => provider.coolDown()),
  );
}

class GhostText implements vscode.InlineCompletionItemProvider {
  readonly #suggester = new Suggester({
    ask: (place, { explicit }, signal) => this.#ask(place, explicit, signal),
    longestWait: settings.completionDelay,
    minimumConfidence: settings.minimumConfidence,
  });
  #failure: string | undefined;
  #warm = false;

  constructor(private readonly services: Services) {}

  /** Loads the model once a note is open where suggestions are on. */
  warmUp(editor: vscode.TextEditor | undefined): void {
    if (this.#warm || !editor || !this.services.documents.isNote(editor.document)) return;
    if (!this.#isAutomatic(editor.document.uri)) return;
    this.#warm = true;
    const place = placeIn(editor.document, editor.selection.active);
    this.#ask(place, false).catch((error: unknown) => this.#failed(error));
  }

  coolDown(): void {
    this.#warm = false;
  }

  changed({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    this.warmUp(this.services.documents.active());
    if (contentChanges.length === 0 || !this.services.documents.isNote(document)) return;
    const [{ text, rangeLength }] = contentChanges;
    // A key inserts one character, or takes one away; a bracket brings its partner.
    const typed = contentChanges.length === 1 && text.length <= 2 && rangeLength <= 1;
    this.#suggester.changed(keyOf(document), () => textOf(document), { typed });
  }

  forget(): void {
    this.#suggester.forget();
  }

  async provideInlineCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.InlineCompletionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.InlineCompletionItem[]> {
    if (!this.services.documents.isNote(document)) return [];
    // Off is off, also where it is asked for.
    if (!this.services.suggestions.state(document.uri).on) return [];
    const explicit = context.triggerKind === vscode.InlineCompletionTriggerKind.Invoke;
    const ahead = this.#isAutomatic(document.uri);
    if (!explicit && !ahead) return [];
    if (hasSelection(document, position)) return [];
    const cancelling = new AbortController();
    const listener = token.onCancellationRequested(() => cancelling.abort());
    try {
      const how = { explicit, ahead, signal: cancelling.signal };
      const completions = await this.#suggester.suggest(placeIn(document, position), how);
      this.#failure = undefined;
      if (token.isCancellationRequested) return [];
      return completions.flatMap((completion) => itemOf(completion, document, position, context));
    } catch (error) {
      this.#failed(error);
      return [];
    } finally {
      listener.dispose();
    }
  }

  #isAutomatic(uri: vscode.Uri): boolean {
    return settings.completionMode() !== 'onRequest' && this.services.suggestions.state(uri).on;
  }

  async #ask(place: Place, explicit: boolean, signal?: AbortSignal): Promise<Answer> {
    const engine = await this.services.engine.get();
    signal?.throwIfAborted();
    const mode = settings.completionMode();
    const path = pathOf(place.key);
    const request = {
      ...windowAround(place.text, place.offset),
      explicit,
      mode: mode === 'onRequest' ? ('balanced' as const) : mode,
      ...(path === null ? {} : { path }),
    };
    return engine.complete(request, signal);
  }

  /** Ghost text fails in silence, but the log says why, once. */
  #failed(error: unknown): void {
    const message = messageOf(error);
    if (isCancelled(error) || message === this.#failure) return;
    this.#failure = message;
    this.services.log.warn(`No suggestion: ${message}`);
  }
}

function itemOf(
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

/**
 * Whether text is selected or there are several cursors. What the editor last said of them may be
 * a key old: it counts only where it knows of the cursor that is asked for.
 */
function hasSelection(document: vscode.TextDocument, position: vscode.Position): boolean {
  const editor = vscode.window.visibleTextEditors.find(
    (e) => e.document === document && e.selection.active.isEqual(position),
  );
  return editor !== undefined && (editor.selections.length > 1 || !editor.selection.isEmpty);
}

function placeIn(document: vscode.TextDocument, position: vscode.Position): Place {
  // With lines that end in "\r\n" each line before the cursor has one unit less here.
  const carriageReturns = document.eol === vscode.EndOfLine.CRLF ? position.line : 0;
  return {
    key: keyOf(document),
    text: textOf(document),
    offset: document.offsetAt(position) - carriageReturns,
  };
}

/** The text with lines that end in "\n", as suggestions are written. */
function textOf(document: vscode.TextDocument): string {
  const text = document.getText();
  return document.eol === vscode.EndOfLine.CRLF ? text.replaceAll('\r\n', '\n') : text;
}

function keyOf(document: vscode.TextDocument): string {
  return document.uri.toString();
}

/** The file behind a document's key, or null where it has none. */
function pathOf(key: string): string | null {
  const uri = vscode.Uri.parse(key);
  return uri.scheme === 'file' ? uri.fsPath : null;
}
