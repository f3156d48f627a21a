import * as vscode from 'vscode';
import type { Knowledge } from '../knowledge/knowledge';
import type { Note } from '../note/types';
import type { Differential } from '../reasoning/types';
import type { KnowledgeSource } from './knowledgeSource';
import { isTooLong, type NoteDocuments } from './noteDocuments';

/** A note as read at one version of its document, with what it was read by. */
export interface ReadNote {
  readonly version: number;
  readonly note: Note;
  readonly differential: Differential;
  readonly knowledge: Knowledge;
}

interface Entry {
  readonly version: number;
  readonly knowledge: number;
  readonly read: Promise<ReadNote>;
}

const SETTLE_MS = 250;

/** Reads each note once for each version, whoever asks. */
export class NoteCache implements vscode.Disposable {
  readonly #entries = new Map<string, Entry>();
  readonly #settled = new vscode.EventEmitter<vscode.TextDocument | undefined>();
  /** A note's text has settled after a change; undefined: every note is to be shown anew. */
  readonly onDidSettle = this.#settled.event;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #disposables: vscode.Disposable[] = [this.#settled];
  #last: ReadNote | undefined;

  constructor(
    private readonly documents: NoteDocuments,
    private readonly knowledge: KnowledgeSource,
  ) {
    this.#disposables.push(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && documents.isNote(document)) this.#settle(document);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      knowledge.onDidChange(() => this.#settled.fire(undefined)),
      documents.onDidChangeRules(() => this.#settled.fire(undefined)),
    );
  }

  /** The last note that was read. */
  get last(): ReadNote | undefined {
    return this.#last;
  }

  /** The note, read and ranked; null where the document is no note or too long to read at once. */
  async read(document: vscode.TextDocument): Promise<ReadNote | null> {
    if (!this.documents.isNote(document) || isTooLong(document)) return null;
    const key = document.uri.toString();
    const known = this.#entries.get(key);
    if (known?.version === document.version && known.knowledge === this.knowledge.version) {
      return known.read;
    }
    const read = this.#read(document.getText(), document.version);
    const entry: Entry = { version: document.version, knowledge: this.knowledge.version, read };
    this.#entries.set(key, entry);
    read.catch(() => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
    });
    return read;
  }

  async #read(text: string, version: number): Promise<ReadNote> {
    const [knowledge, { readNote, rereadNote }, { rankDifferential }] = await Promise.all([
      this.knowledge.get(),
      import('../note/readNote'),
      import('../reasoning/differential'),
    ]);
    const note = this.#last
      ? rereadNote(this.#last.note, text, knowledge.lexicon)
      : readNote(text, knowledge.lexicon);
    const differential = rankDifferential(note, knowledge);
    this.#last = { version, note, differential, knowledge };
    return this.#last;
  }

  #settle(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      setTimeout(() => {
        this.#timers.delete(key);
        if (!document.isClosed) this.#settled.fire(document);
      }, SETTLE_MS),
    );
  }

  #forget(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    this.#entries.delete(key);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    vscode.Disposable.from(...this.#disposables).dispose();
  }
}
