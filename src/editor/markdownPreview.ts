import type MarkdownIt from 'markdown-it';
import * as vscode from 'vscode';
import type { Note } from '../note/types';
import { messageOf } from './latest';
import { markNotes } from './markdownMarks';
import { ANALYSIS_LIMIT } from './noteDocuments';
import { noteMarks, type NoteMark } from './noteMarks';
import type { Services } from './services';
import { settings } from './settings';

/** The same marks in the Markdown preview of a note as in its text. */
export class MarkdownPreview implements vscode.Disposable {
  readonly #disposables: vscode.Disposable[];
  #read: ((text: string) => Note) | undefined;
  #loading = false;
  #shown = false;

  constructor(private readonly services: Services) {
    this.#disposables = [
      services.notes.onDidSettle((document) => {
        if (document) return;
        this.#read = undefined;
        this.#refresh();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('chartside.highlight')) this.#refresh();
      }),
    ];
  }

  /** The plugin that VS Code's and Theia's Markdown preview asks for. */
  readonly extendMarkdownIt = (md: MarkdownIt): MarkdownIt =>
    markNotes(md, (text, environment) => this.#marks(text, environment));

  #marks(text: string, environment: unknown): readonly NoteMark[] | null {
    const uri = (environment as { currentDocument?: unknown } | undefined)?.currentDocument;
    if (!(uri instanceof vscode.Uri) || !settings.highlight()) return null;
    if (!this.services.documents.isNote({ uri, languageId: 'markdown' })) return null;
    if (text.length > ANALYSIS_LIMIT) return null;
    this.#shown = true;
    if (!this.#read) {
      // A preview renders at once and cannot wait: it is shown anew when reading is ready.
      void this.#load();
      return null;
    }
    try {
      return noteMarks(this.#read(text));
    } catch (error) {
      this.services.log.warn(`No marks in the preview: ${messageOf(error)}`);
      return null;
    }
  }

  async #load(): Promise<void> {
    if (this.#loading) return;
    this.#loading = true;
    try {
      const [knowledge, { readNote }] = await Promise.all([
        this.services.knowledge.get(),
        import('../note/readNote'),
      ]);
      this.#read = (text) => readNote(text, knowledge.lexicon);
      this.#refresh();
    } catch (error) {
      this.services.log.warn(`No marks in the preview: ${messageOf(error)}`);
    } finally {
      this.#loading = false;
    }
  }

  #refresh(): void {
    if (!this.#shown) return;
    void vscode.commands
      .executeCommand('markdown.preview.refresh')
      .then(undefined, () => undefined);
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }
}
