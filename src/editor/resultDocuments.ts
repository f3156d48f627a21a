import * as path from 'node:path';
import * as vscode from 'vscode';
import { citedUri } from './citedUri';
import { placeLink } from './place';
import type { ResultTarget, ResultText } from './resultText';

export const RESULT_SCHEME = 'chartside-summary';
/** By this folder the manifest gives the documents their own language, whatever their name. */
const RESULT_FOLDER = '/chartside-results';

interface Shown {
  readonly result: ResultText;
  readonly source: vscode.Uri | null;
  readonly actions: readonly ResultAction[];
}

/** What can be done with a result, offered above its first line. */
export interface ResultAction {
  readonly title: string;
  readonly tooltip: string;
  readonly run: () => unknown;
}

const RUN_ACTION = 'chartside.runResultAction';

/**
 * Read-only documents that hold what Chartside wrote: summaries and answers. They live in memory
 * alone; their scheme keeps every feature for notes away from them.
 */
export class ResultDocuments implements vscode.Disposable {
  readonly #shown = new Map<string, Shown>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #actionsChanged = new vscode.EventEmitter<void>();
  readonly #unsupported = vscode.window.createTextEditorDecorationType({
    textDecoration: 'underline wavy var(--vscode-editorWarning-foreground)',
    backgroundColor: new vscode.ThemeColor('editorWarning.background'),
    overviewRulerColor: new vscode.ThemeColor('editorWarning.foreground'),
    overviewRulerLane: vscode.OverviewRulerLane.Right,
  });
  readonly #inferred = vscode.window.createTextEditorDecorationType({
    textDecoration: 'underline dotted var(--vscode-editorInfo-foreground)',
  });
  readonly #disposables: vscode.Disposable[];

  constructor(private readonly extensionUri: vscode.Uri) {
    this.#disposables = [
      this.#changed,
      this.#actionsChanged,
      this.#unsupported,
      this.#inferred,
      vscode.workspace.registerTextDocumentContentProvider(RESULT_SCHEME, {
        onDidChange: this.#changed.event,
        provideTextDocumentContent: (uri) => this.#shown.get(uri.toString())?.result.text ?? '',
      }),
      vscode.languages.registerDocumentLinkProvider(
        { scheme: RESULT_SCHEME },
        { provideDocumentLinks: (document) => this.#links(document) },
      ),
      vscode.languages.registerCodeLensProvider(
        { scheme: RESULT_SCHEME },
        {
          onDidChangeCodeLenses: this.#actionsChanged.event,
          provideCodeLenses: ({ uri }) => this.#lenses(uri),
        },
      ),
      vscode.commands.registerCommand(RUN_ACTION, (key: unknown, index: unknown) =>
        this.#shown.get(String(key))?.actions[Number(index)]?.run(),
      ),
      vscode.window.onDidChangeVisibleTextEditors((editors) =>
        editors.forEach((editor) => this.#decorate(editor)),
      ),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.scheme !== RESULT_SCHEME) return;
        vscode.window.visibleTextEditors
          .filter((editor) => editor.document === document)
          .forEach((editor) => this.#decorate(editor));
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (document.uri.scheme === RESULT_SCHEME) this.#shown.delete(document.uri.toString());
      }),
    ];
  }

  /**
   * A URI for a result. The same title and folder give the same document, which is then shown
   * anew; the folder keeps notes of one name apart.
   */
  uri(title: string, folder = ''): vscode.Uri {
    const name = title.replace(/[\\/]/g, ' ');
    return vscode.Uri.from({
      scheme: RESULT_SCHEME,
      path: path.posix.join(RESULT_FOLDER, folder, name),
    });
  }

  /** Sets what the document says. `source` is the note that `source` links lead to. */
  set(
    uri: vscode.Uri,
    result: ResultText,
    source: vscode.Uri | null,
    actions: readonly ResultAction[] = [],
  ): void {
    this.#shown.set(uri.toString(), { result, source, actions });
    this.#changed.fire(uri);
    this.#actionsChanged.fire();
  }

  async show(uri: vscode.Uri): Promise<void> {
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: false,
    });
  }

  #links(document: vscode.TextDocument): vscode.DocumentLink[] {
    const shown = this.#shown.get(document.uri.toString());
    if (!shown || document.getText() !== shown.result.text) return [];
    return shown.result.links.flatMap(({ start, end, target, tooltip }) => {
      const uri = this.#target(target, shown.source);
      if (!uri) return [];
      const link = new vscode.DocumentLink(
        new vscode.Range(document.positionAt(start), document.positionAt(end)),
        vscode.Uri.parse(placeLink({ uri: uri.toString(), lines: target.lines })),
      );
      link.tooltip = tooltip;
      return [link];
    });
  }

  #lenses(uri: vscode.Uri): vscode.CodeLens[] {
    const key = uri.toString();
    const top = new vscode.Range(0, 0, 0, 0);
    return (this.#shown.get(key)?.actions ?? []).map(
      ({ title, tooltip }, index) =>
        new vscode.CodeLens(top, {
          title,
          tooltip,
          command: RUN_ACTION,
          arguments: [key, index],
        }),
    );
  }

  #target(target: ResultTarget, source: vscode.Uri | null): vscode.Uri | null {
    return target.kind === 'source'
      ? source
      : citedUri(target.path, { extensionUri: this.extensionUri });
  }

  #decorate(editor: vscode.TextEditor): void {
    const { document } = editor;
    if (document.uri.scheme !== RESULT_SCHEME) return;
    const result = this.#shown.get(document.uri.toString())?.result;
    const of = (kind: 'unsupported' | 'inferred') =>
      (result?.marks ?? [])
        .filter((mark) => mark.kind === kind)
        .map((mark) => ({
          range: new vscode.Range(document.positionAt(mark.start), document.positionAt(mark.end)),
          hoverMessage: mark.message,
        }));
    editor.setDecorations(this.#unsupported, of('unsupported'));
    editor.setDecorations(this.#inferred, of('inferred'));
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }
}
