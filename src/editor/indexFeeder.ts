import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Engine, IndexRun, IndexScope } from '../engine/protocol';
import type { EngineService } from './engineService';
import { isCancelled, messageOf } from './latest';
import type { NoteDocuments } from './noteDocuments';
import { settings } from './settings';
import type { WorkspaceFiles } from './workspaceFiles';

type Progress = Parameters<NonNullable<IndexRun['onProgress']>>[0];
type Stats = Awaited<ReturnType<Engine['openIndex']>>;

/** What the index is doing, as the status bar shows it. */
export type IndexState =
  | { readonly state: 'closed' | 'ready' | 'stopped' }
  | { readonly state: 'failed'; readonly message: string }
  | {
      /** Read and searched; the passages get their vectors in the background. */
      readonly state: 'embedding';
      readonly done: number;
      readonly total: number;
      readonly paused: boolean;
    }
  | {
      readonly state: 'reading';
      readonly done: number;
      readonly total: number;
      readonly file: string | null;
      readonly paused: boolean;
    };

/** Opens the index when the first note is shown and keeps it up with the files. */
export class IndexFeeder implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #disposables: vscode.Disposable[] = [this.#changed];
  #state: IndexState = { state: 'closed' };
  #paused = false;
  #running: AbortController | undefined;
  #opened = false;
  #stats: Stats | undefined;

  constructor(
    private readonly engine: EngineService,
    private readonly log: vscode.LogOutputChannel,
    documents: NoteDocuments,
    files: WorkspaceFiles,
  ) {
    const openWhenNote = (editor: vscode.TextEditor | undefined) => {
      if (editor && documents.isNote(editor.document)) this.openOnce();
    };
    const reopen = () => {
      if (!this.#opened) return;
      this.#opened = false;
      this.openOnce();
    };
    this.#disposables.push(
      vscode.window.onDidChangeActiveTextEditor(openWhenNote),
      vscode.workspace.onDidChangeWorkspaceFolders(reopen),
      documents.onDidChangeRules(reopen),
      engine.onDidReplace(reopen),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('chartside.index')) reopen();
      }),
      files.onDidChange((uris) => void this.#tell(uris)),
    );
    // After activation has returned: the engine never delays it.
    const first = setTimeout(() => openWhenNote(vscode.window.activeTextEditor), 0);
    this.#disposables.push(new vscode.Disposable(() => clearTimeout(first)));
  }

  get state(): IndexState {
    return this.#state;
  }

  get stats(): Stats | undefined {
    return this.#stats;
  }

  /** Opens the index unless that was done before. Does not wait and does not throw. */
  openOnce(): void {
    if (this.#opened) return;
    this.#opened = true;
    void this.#run((engine, options) => engine.openIndex(folders(), options)).catch(() => {
      // Shown by the status bar and written to the log.
    });
  }

  /** Reads everything anew. Rejects when it fails or is cancelled. */
  async rebuild(onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<Stats> {
    this.#running?.abort();
    const wasOpen = this.#opened && this.#state.state !== 'closed';
    this.#opened = true;
    return this.#run(
      async (engine, options) => {
        // An index that was never opened knows no folders yet.
        if (!wasOpen || this.#stats === undefined) await engine.openIndex(folders(), options);
        return engine.rebuildIndex(options);
      },
      onProgress,
      signal,
    );
  }

  stop(): void {
    this.#running?.abort();
  }

  async setPaused(paused: boolean): Promise<void> {
    this.#paused = paused;
    const engine = await this.engine.get();
    await engine.setPaused(paused);
    const state = this.#state;
    if (state.state === 'reading' || state.state === 'embedding') this.#set({ ...state, paused });
  }

  async #run(
    work: (
      engine: Engine,
      options: { onProgress: (p: Progress) => void; signal: AbortSignal },
    ) => Promise<Stats>,
    onProgress?: (progress: Progress) => void,
    signal?: AbortSignal,
  ): Promise<Stats> {
    const run = new AbortController();
    this.#running = run;
    signal?.addEventListener('abort', () => run.abort());
    const started = performance.now();
    try {
      const engine = await this.engine.get();
      const stats = await work(engine, {
        signal: run.signal,
        onProgress: (progress) => {
          if (this.#running !== run || progress.phase === 'ready') return;
          const { done, total, file } = progress;
          this.#set({ state: 'reading', done, total, file, paused: this.#paused });
          onProgress?.(progress);
        },
      });
      this.#stats = stats;
      const took = Math.round(performance.now() - started);
      this.log.info(
        `Index: ${stats.files} files, ${stats.chunks} passages, ${stats.read} read anew, in ${took} ms.`,
      );
      for (const { path: file, reason } of stats.skipped) this.log.warn(`${file}: ${reason}`);
      if (this.#running === run) {
        this.#set({ state: 'ready' });
        void this.#embed(run);
      }
      return stats;
    } catch (error) {
      if (this.#running === run) {
        if (isCancelled(error) || run.signal.aborted) {
          this.#set({ state: 'stopped' });
        } else {
          this.log.error(`The index could not be built: ${messageOf(error)}`);
          this.#set({ state: 'failed', message: messageOf(error) });
        }
      }
      throw error;
    }
  }

  /** Search goes by meaning too once this is done, and by words alone until then. */
  async #embed(run: AbortController): Promise<void> {
    try {
      const engine = await this.engine.get();
      this.#stats = await engine.embedIndex({
        signal: run.signal,
        onProgress: ({ phase, done, total }) => {
          if (this.#running !== run || phase !== 'embedding' || done === total) return;
          this.#set({ state: 'embedding', done, total, paused: this.#paused });
        },
      });
    } catch (error) {
      if (!isCancelled(error) && !run.signal.aborted) {
        this.log.warn(`Search goes by words alone: ${messageOf(error)}`);
      }
    }
    if (this.#running === run) this.#set({ state: 'ready' });
  }

  async #tell(uris: readonly vscode.Uri[]): Promise<void> {
    if (!this.#opened || this.#state.state === 'stopped') return;
    try {
      const engine = await this.engine.get();
      await engine.changed(uris.map((uri) => uri.fsPath));
    } catch (error) {
      this.log.warn(`The index could not follow a change of files: ${messageOf(error)}`);
    }
  }

  #set(state: IndexState): void {
    this.#state = state;
    this.#changed.fire();
  }

  dispose(): void {
    this.#running?.abort();
    vscode.Disposable.from(...this.#disposables).dispose();
  }
}

function folders(): IndexScope {
  return {
    roots: (vscode.workspace.workspaceFolders ?? [])
      .filter((folder) => folder.uri.scheme === 'file')
      .map((folder) => path.normalize(folder.uri.fsPath)),
    guidelines: settings.guidelineFolders(),
    notes: settings.noteFolders(),
    exclude: settings.exclude(),
  };
}
