import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { differentialView, emptyView, type DifferentialView } from './differentialView';
import { insertDifferential } from './insertDifferential';
import { insertQuestion } from './insertQuestion';
import { isTooLong } from './noteDocuments';
import { nameOf, noteOf } from './noteArgument';
import { guidelineUri } from './citedUri';
import { openPlace } from './openAt';
import { messageOf } from './latest';
import { DISCLAIMER } from './resultText';
import type { Services } from './services';

/** "Show differential": the ranked conditions with their evidence, beside the note. */
export function register(_: vscode.ExtensionContext, services: Services): vscode.Disposable {
  let panel: DifferentialPanel | undefined;
  return vscode.Disposable.from(
    vscode.commands.registerCommand('chartside.showDifferential', async (argument) => {
      const document = await noteOf(argument, services);
      if (!document) return;
      panel ??= new DifferentialPanel(services, () => (panel = undefined));
      await panel.show(document);
    }),
    new vscode.Disposable(() => panel?.dispose()),
  );
}

class DifferentialPanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #disposables: vscode.Disposable[];
  #document: vscode.TextDocument | undefined;
  #view: DifferentialView | undefined;

  constructor(
    private readonly services: Services,
    onClosed: () => void,
  ) {
    const media = vscode.Uri.joinPath(services.extensionUri, 'media');
    this.#panel = vscode.window.createWebviewPanel(
      'chartside.differential',
      'Differential',
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, enableCommandUris: false, localResourceRoots: [media] },
    );
    this.#panel.iconPath = {
      light: vscode.Uri.joinPath(media, 'note-light.svg'),
      dark: vscode.Uri.joinPath(media, 'note-dark.svg'),
    };
    this.#disposables = [
      this.#panel.onDidDispose(() => {
        onClosed();
        this.dispose();
      }),
      this.#panel.webview.onDidReceiveMessage((message: unknown) => this.#receive(message)),
      services.notes.onDidSettle((document) => {
        if (!document || document === this.#document) void this.#update();
      }),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (
          editor &&
          editor.document !== this.#document &&
          services.documents.isNote(editor.document)
        ) {
          this.#document = editor.document;
          void this.#update();
        }
      }),
    ];
    this.#panel.webview.html = page(this.#panel.webview, media);
  }

  async show(document: vscode.TextDocument): Promise<void> {
    this.#document = document;
    this.#panel.reveal(undefined, true);
    await this.#update();
  }

  async #update(): Promise<void> {
    const document = this.#document;
    if (!document) return;
    const title = nameOf(document);
    let view: DifferentialView;
    try {
      const read = isTooLong(document) ? null : await this.services.notes.read(document);
      if (document !== this.#document) return;
      view = read
        ? differentialView(title, read)
        : emptyView(title, 'This note is too long to be read while you type.');
    } catch (error) {
      view = emptyView(title, `The differential failed: ${messageOf(error)}`);
    }
    this.#view = view;
    this.#panel.title = `Differential: ${title}`;
    void this.#panel.webview.postMessage({ type: 'show', view });
  }

  async #receive(message: unknown): Promise<void> {
    if (typeof message !== 'object' || message === null) return;
    const { type, span, id, concept, title } = message as Record<string, unknown>;
    const document = this.#document;
    if (type === 'ready' && this.#view) {
      void this.#panel.webview.postMessage({ type: 'show', view: this.#view });
    } else if (type === 'reveal' && document && isSpan(span)) {
      await openPlace({ uri: document.uri.toString(), span });
    } else if (type === 'insert' && document) {
      await insertDifferential(document, this.services);
    } else if (type === 'question' && document && typeof concept === 'string') {
      await insertQuestion(document, concept, this.services);
    } else if (type === 'care') {
      await this.#openCare(id, title);
    } else if (type === 'guideline' && typeof id === 'string') {
      await this.#openGuideline(id);
    }
  }

  /** Opens what the panel itself has cited, never a path that a message brings. */
  async #openCare(id: unknown, title: unknown): Promise<void> {
    const condition = this.#view?.conditions.find((c) => c.id === id);
    const care = condition?.care.find((c) => c.title === title);
    if (!care) return;
    const uri = guidelineUri(care, this.services).toString();
    await openPlace({ uri, lines: care.lines });
  }

  async #openGuideline(id: string): Promise<void> {
    const condition = (await this.services.knowledge.get()).conditions.get(id);
    if (!condition) return;
    await openPlace({ uri: guidelineUri(condition, this.services).toString() });
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
    this.#panel.dispose();
  }
}

function isSpan(value: unknown): value is [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every((n) => Number.isInteger(n));
}

function page(webview: vscode.Webview, media: vscode.Uri): string {
  const nonce = randomBytes(16).toString('hex');
  const asset = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(media, name)).toString();
  const policy = [
    "default-src 'none'",
    `style-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${asset('board/board.css')}">
<title>Differential</title>
</head>
<body>
<header>
<h1>Differential</h1>
<p id="note"></p>
<button id="insert" type="button">Insert into note</button>
</header>
<main>
<p id="empty" role="status"></p>
<section id="problems-section" aria-labelledby="problems-title" hidden>
<h2 id="problems-title">Several problems</h2>
<ul id="problems"></ul>
</section>
<ol id="conditions" aria-label="Conditions, likeliest first"></ol>
<section id="dangers-section" aria-labelledby="dangers-title" hidden>
<h2 id="dangers-title">Can’t miss: dangerous and not excluded</h2>
<ul id="dangers"></ul>
</section>
<section id="questions-section" aria-labelledby="questions-title" hidden>
<h2 id="questions-title">Not yet asked: what would tell most</h2>
<div id="questions"></div>
</section>
<section id="unexplained-section" aria-labelledby="unexplained-title" hidden>
<h2 id="unexplained-title">Not explained by the first five</h2>
<ul id="unexplained"></ul>
</section>
<details id="matrix-section" hidden>
<summary data-key="matrix"><h2>Evidence: findings by conditions</h2></summary>
<div id="matrix"></div>
</details>
</main>
<footer>
<p>${DISCLAIMER}</p>
<div id="footer"></div>
</footer>
<script nonce="${nonce}" src="${asset('board/elements.js')}"></script>
<script nonce="${nonce}" src="${asset('board/lists.js')}"></script>
<script nonce="${nonce}" src="${asset('board/matrix.js')}"></script>
<script nonce="${nonce}" src="${asset('board/board.js')}"></script>
</body>
</html>`;
}
