import * as vscode from 'vscode';
import type { ParsedGuideline } from '../knowledge/guideline';
import type { Knowledge } from '../knowledge/knowledge';
import { messageOf } from './latest';
import type { NoteDocuments } from './noteDocuments';
import type { WorkspaceFiles } from './workspaceFiles';

const LARGEST_GUIDELINE = 2_000_000;
const MOST_GUIDELINES = 5_000;

/** Between pieces of work of some milliseconds: keys and other extensions go first. */
const breath = () => new Promise((resolve) => setImmediate(resolve));

interface ReadGuideline {
  readonly text: string;
  readonly parsed: ParsedGuideline;
}

/** The knowledge of the built-in pack and of the workspace's guidelines, loaded on first need. */
export class KnowledgeSource implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** A guideline of the workspace has changed: what was concluded from the knowledge is stale. */
  readonly onDidChange = this.#changed.event;
  readonly #disposables: vscode.Disposable[] = [this.#changed];
  #loading: Promise<Knowledge> | undefined;
  #version = 0;
  /** What was read of the workspace's guidelines, by path: one is saved, the others stay as they are. */
  #read: ReadonlyMap<string, ReadGuideline> = new Map();

  constructor(
    private readonly extensionPath: string,
    private readonly documents: NoteDocuments,
    private readonly log: vscode.LogOutputChannel,
    files: WorkspaceFiles,
  ) {
    this.#disposables.push(
      files.onDidChange((uris) => {
        if (uris.some((uri) => documents.isGuideline(uri))) this.#forget();
      }),
      documents.onDidChangeRules(() => this.#forget()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#forget()),
    );
  }

  /** Rises with each change of the knowledge. */
  get version(): number {
    return this.#version;
  }

  get(): Promise<Knowledge> {
    this.#loading ??= this.#load().catch((error: unknown) => {
      this.#loading = undefined;
      this.log.error(messageOf(error));
      throw error;
    });
    return this.#loading;
  }

  async #load(): Promise<Knowledge> {
    const started = performance.now();
    const [{ openKnowledge, readWorkspaceGuideline }, { readDescriptions }, files] =
      await Promise.all([
        import('../assist/knowledge'),
        import('../reasoning/description'),
        this.#workspaceGuidelines(),
      ]);
    const before = this.#read;
    const read = new Map<string, ReadGuideline>();
    for (const file of files) {
      const known = before.get(file.path);
      if (known?.text === file.text) read.set(file.path, known);
      else {
        read.set(file.path, { text: file.text, parsed: readWorkspaceGuideline(file) });
        await breath();
      }
    }
    this.#read = read;
    const guidelines = [...read.values()].map((r) => r.parsed);
    const knowledge = openKnowledge(this.extensionPath, guidelines);
    await readDescriptions(knowledge, breath);
    const took = Math.round(performance.now() - started);
    this.log.info(
      `Knowledge: ${knowledge.conditions.size} conditions, ${guidelines.length} guideline files ` +
        `of the workspace, ${knowledge.problems.length} problems, in ${took} ms.`,
    );
    return knowledge;
  }

  async #workspaceGuidelines(): Promise<{ path: string; text: string }[]> {
    if (!vscode.workspace.workspaceFolders?.length) return [];
    const found = await vscode.workspace.findFiles('**/*.{md,markdown,txt}', '**/node_modules/**');
    const uris = found.filter((uri) => this.documents.isGuideline(uri)).slice(0, MOST_GUIDELINES);
    const files = await Promise.all(uris.map((uri) => this.#readFile(uri)));
    return files.filter((file) => file !== null);
  }

  async #readFile(uri: vscode.Uri): Promise<{ path: string; text: string } | null> {
    try {
      const bytes = await vscode.workspace.fs.readFile(uri);
      if (bytes.length > LARGEST_GUIDELINE) {
        this.log.warn(`${uri.fsPath} was left out: it is larger than 2 MB.`);
        return null;
      }
      return { path: uri.fsPath, text: new TextDecoder().decode(bytes) };
    } catch (error) {
      this.log.warn(`${uri.fsPath} could not be read: ${messageOf(error)}`);
      return null;
    }
  }

  #forget(): void {
    if (!this.#loading) return;
    this.#loading = undefined;
    this.#version++;
    this.#changed.fire();
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }
}
