import { fork, type ChildProcess } from 'node:child_process';
import {
  CancellationTokenSource,
  ConnectionError,
  createMessageConnection,
  ErrorCodes,
  IPCMessageReader,
  IPCMessageWriter,
  ResponseError,
  type CancellationToken,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import type { Answer, AskRequest, CompleteRequest, Completion } from '../assist/types';
import type { Summary, SummaryRequest, SummarySentence } from '../assist/types';
import type { StoredAdapter } from '../model/adapters/adapterStore';
import type { Hit, IndexStats, SearchOptions } from '../retrieval/types';
import { BackOff, type BackOffRules } from './backOff';
import { CANCELLED, EngineError, type EngineErrorData } from './engineError';
import * as protocol from './protocol';
import type {
  Engine,
  EngineSettings,
  GetModelProgress,
  IndexRun,
  IndexScope,
  ModelListing,
  ModelState,
  StreamOptions,
} from './protocol';

/** The engine's process as its client sees it. */
export type EngineProcessState =
  | { readonly state: 'stopped' }
  | { readonly state: 'starting' }
  | { readonly state: 'running' }
  /** It died; the next request starts it again. */
  | { readonly state: 'died' }
  /** It died too often; `restart()` starts it again. */
  | { readonly state: 'down'; readonly message: string };

export interface EngineClientOptions {
  /** The bundled `engine/main.ts`. */
  readonly engineFile: string;
  readonly settings: EngineSettings;
  /** The engine's log, and whatever its process prints. No note text. */
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void;
  readonly onModelState: (state: ModelState) => void;
  readonly onState?: (state: EngineProcessState) => void;
  readonly backOff?: BackOffRules;
}

/** A started engine: its process, the connection to it, and its end. */
interface Link {
  readonly child: ChildProcess;
  readonly connection: MessageConnection;
  /** Rejects with a Died when the process ends. */
  readonly died: Promise<never>;
}

class Died extends Error {}

const BROKEN = new Set<number>([
  ErrorCodes.MessageWriteError,
  ErrorCodes.PendingResponseRejected,
  ErrorCodes.ConnectionInactive,
]);

const STOP_MS = 4000;
const LONGEST_LINE = 500;

/**
 * The engine in a process of its own, started on first need. When it dies it is started again with
 * back-off, told its settings and index again, and the request in flight is sent once more; a
 * request that kills it twice fails with an EngineError ("engine-died"). Requests reject with an
 * AbortError as soon as their signal fires.
 */
export class EngineClient implements Engine {
  readonly #options: EngineClientOptions;
  readonly #backOff: BackOff;
  readonly #progress = new Map<number, (item: unknown) => void>();
  #settings: EngineSettings;
  #scope: IndexScope | null = null;
  #paused = false;
  #opening = 0;
  #nextToken = 1;
  #link: Promise<Link> | null = null;
  #child: ChildProcess | null = null;
  /** Not before this time (ms since the epoch). */
  #notBefore = 0;
  #down: EngineError | null = null;
  #disposed = false;

  constructor(options: EngineClientOptions) {
    this.#options = options;
    this.#backOff = new BackOff(options.backOff);
    this.#settings = options.settings;
  }

  /** Of the running engine, or undefined. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async openIndex(scope: IndexScope, options: IndexRun = {}): Promise<IndexStats> {
    this.#scope = scope;
    this.#opening++;
    try {
      return await this.#streamed(options, (link, token, cancellation) =>
        link.connection.sendRequest(protocol.OpenIndex, { ...scope, token }, cancellation),
      );
    } finally {
      this.#opening--;
    }
  }

  changed(paths: readonly string[]): Promise<void> {
    return this.#request((link) => link.connection.sendRequest(protocol.Changed, { paths }));
  }

  rebuildIndex(options: IndexRun = {}): Promise<IndexStats> {
    return this.#streamed(options, (link, token, cancellation) =>
      link.connection.sendRequest(protocol.RebuildIndex, { token }, cancellation),
    );
  }

  embedIndex(options: IndexRun = {}): Promise<IndexStats> {
    return this.#streamed(options, (link, token, cancellation) =>
      link.connection.sendRequest(protocol.EmbedIndex, { token }, cancellation),
    );
  }

  setPaused(paused: boolean): Promise<void> {
    this.#paused = paused;
    return this.#request((link) => link.connection.sendRequest(protocol.SetPaused, { paused }));
  }

  search(text: string, options: SearchOptions): Promise<readonly Hit[]> {
    return this.#request((link) => link.connection.sendRequest(protocol.Search, { text, options }));
  }

  complete(request: CompleteRequest, signal?: AbortSignal): Promise<Completion> {
    return this.#request(
      (link, cancellation) => link.connection.sendRequest(protocol.Complete, request, cancellation),
      signal,
    );
  }

  summarize(
    request: SummaryRequest,
    options: StreamOptions<SummarySentence> = {},
  ): Promise<Summary> {
    return this.#streamed(options, (link, token, cancellation) =>
      link.connection.sendRequest(protocol.Summarize, { ...request, token }, cancellation),
    );
  }

  ask(request: AskRequest, options: StreamOptions<string> = {}): Promise<Answer> {
    return this.#streamed(options, (link, token, cancellation) =>
      link.connection.sendRequest(protocol.Ask, { ...request, token }, cancellation),
    );
  }

  models(): Promise<readonly ModelListing[]> {
    return this.#request((link) => link.connection.sendRequest(protocol.Models));
  }

  getModel(
    id: string,
    options: StreamOptions<GetModelProgress> & { readonly file?: string } = {},
  ): Promise<string> {
    const request = options.file === undefined ? { id } : { id, file: options.file };
    return this.#streamed(options, (link, token, cancellation) =>
      link.connection.sendRequest(protocol.GetModel, { ...request, token }, cancellation),
    );
  }

  async useModel(model: string | null): Promise<ModelState> {
    this.#settings = { ...this.#settings, model };
    return this.#request((link) => link.connection.sendRequest(protocol.UseModel, { model }));
  }

  unloadModel(): Promise<ModelState> {
    return this.#request((link) => link.connection.sendRequest(protocol.UnloadModel));
  }

  modelState(): Promise<ModelState> {
    return this.#request((link) => link.connection.sendRequest(protocol.GetModelState));
  }

  adapters(): Promise<readonly StoredAdapter[]> {
    return this.#request((link) => link.connection.sendRequest(protocol.Adapters));
  }

  async useAdapter(id: string | null): Promise<ModelState> {
    const state = await this.#request((link) =>
      link.connection.sendRequest(protocol.UseAdapter, { id }),
    );
    this.#settings = { ...this.#settings, adapter: null };
    return state;
  }

  removeAdapter(id: string): Promise<void> {
    return this.#request((link) => link.connection.sendRequest(protocol.RemoveAdapter, { id }));
  }

  /** Starts an engine that has stayed down, or replaces a running one. */
  async restart(): Promise<void> {
    this.#backOff.reset();
    this.#down = null;
    this.#notBefore = 0;
    const old = this.#child;
    this.#child = null;
    this.#link = null;
    if (old !== null) await stop(old);
    await this.#connected();
  }

  /** Ends the engine; resolves when its process is gone. Requests in flight fail. */
  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    const child = this.#child;
    if (child !== null) await stop(child);
    this.#setState({ state: 'stopped' });
  }

  #streamed<R, T>(
    { signal, onProgress }: StreamOptions<T>,
    send: (link: Link, token: number, cancellation: CancellationToken) => Promise<R>,
  ): Promise<R> {
    const token = this.#nextToken++;
    if (onProgress !== undefined) {
      this.#progress.set(token, (item) => onProgress(item as T));
    }
    return this.#request((link, cancellation) => send(link, token, cancellation), signal).finally(
      () => this.#progress.delete(token),
    );
  }

  async #request<R>(
    send: (link: Link, cancellation: CancellationToken) => Promise<R>,
    signal?: AbortSignal,
  ): Promise<R> {
    if (signal?.aborted === true) throw cancelled();
    // A closed connection throws at once; here it is to reject.
    const sent = async (link: Link, token: CancellationToken): Promise<R> => send(link, token);
    const source = new CancellationTokenSource();
    let onAbort: (() => void) | undefined;
    const aborted = new Promise<never>((_, reject) => {
      onAbort = () => {
        source.cancel();
        reject(cancelled());
      };
      signal?.addEventListener('abort', onAbort, { once: true });
    });
    aborted.catch(() => undefined);
    try {
      for (let attempt = 1; ; attempt++) {
        try {
          const link = await Promise.race([this.#connected(), aborted]);
          const answer = sent(link, source.token).catch((error: unknown) => {
            // A connection that broke is a process that ends.
            if (!isBroken(error)) throw error;
            link.child.kill('SIGKILL');
            return link.died;
          });
          answer.catch(() => undefined);
          return await Promise.race([answer, link.died, aborted]);
        } catch (error) {
          if (!(error instanceof Died)) throw fromEngine(error);
          if (this.#disposed) throw disposed();
          if (attempt === 2) {
            throw new EngineError(
              'engine-died',
              'The engine stopped twice while it worked on this request, so the request was given up. ' +
                'See the log; a smaller model needs less memory.',
              { cause: error },
            );
          }
        }
      }
    } finally {
      if (onAbort !== undefined) signal?.removeEventListener('abort', onAbort);
      source.dispose();
    }
  }

  #connected(): Promise<Link> {
    if (this.#disposed) return Promise.reject(disposed());
    if (this.#down !== null) return Promise.reject(this.#down);
    if (this.#link === null) {
      const link = this.#start();
      this.#link = link;
      link.catch(() => {
        if (this.#link === link) this.#link = null;
      });
    }
    return this.#link;
  }

  async #start(): Promise<Link> {
    const wait = this.#notBefore - Date.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    if (this.#disposed) throw disposed();
    this.#setState({ state: 'starting' });
    const { child, ended } = this.#fork();
    const connection = createMessageConnection(
      new IPCMessageReader(child),
      new IPCMessageWriter(child),
    );
    // Writing to a process that has just died is no error of its own: its end is one.
    connection.onError(() => undefined);
    const died = ended.then((how): never => {
      this.#ended(child, how);
      // Later, so that requests see the death before the end of their connection.
      setImmediate(() => connection.dispose());
      throw new Died(how);
    });
    died.catch(() => undefined);
    const link: Link = { child, connection, died };
    this.#listen(connection);
    try {
      await Promise.race([connection.sendRequest(protocol.Initialize, this.#settings), died]);
    } catch (error) {
      if (!(error instanceof Died)) await stop(child);
      throw error;
    }
    this.#reopen(link);
    this.#setState({ state: 'running' });
    return link;
  }

  #fork(): { readonly child: ChildProcess; readonly ended: Promise<string> } {
    const child = fork(this.#options.engineFile, [], {
      // The flags of an extension host (a debugger's port, say) are not for the engine.
      execArgv: [],
      env: engineEnvironment(process.env, process.versions['electron'] !== undefined),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child = child;
    this.#logLines(child, 'stdout', 'info');
    this.#logLines(child, 'stderr', 'warn');
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => {
        resolve(signal === null ? `it ended with code ${code}` : `it was ended by ${signal}`);
      });
    });
    return { child, ended };
  }

  #listen(connection: MessageConnection): void {
    connection.onNotification(protocol.Progress, ({ token, item }) =>
      this.#progress.get(token)?.(item),
    );
    connection.onNotification(protocol.ModelStateChanged, (state) =>
      this.#options.onModelState(state),
    );
    connection.onNotification(protocol.Log, ({ level, message }) =>
      this.#options.log(level, message),
    );
    connection.listen();
  }

  /** Tells a fresh engine what the last one knew; later requests wait for it in the engine. */
  #reopen({ connection }: Link): void {
    const failed = (error: unknown): void => {
      if (error instanceof ResponseError) {
        this.#options.log('error', `The index could not be opened again: ${error.message}`);
      }
    };
    // A request to open it that is in flight comes again by itself.
    if (this.#scope !== null && this.#opening === 0) {
      const request = { ...this.#scope, token: 0 };
      connection.sendRequest(protocol.OpenIndex, request).catch(failed);
    }
    if (this.#paused) {
      connection.sendRequest(protocol.SetPaused, { paused: true }).catch(failed);
    }
  }

  #ended(child: ChildProcess, how: string): void {
    if (this.#child !== child) return;
    this.#child = null;
    this.#link = null;
    if (this.#disposed) return;
    const next = this.#backOff.crashed(Date.now());
    if (next !== null) {
      this.#notBefore = next;
      this.#options.log('warn', `The engine stopped (${how}). It starts again when it is needed.`);
      this.#setState({ state: 'died' });
      return;
    }
    this.#down = new EngineError(
      'engine-down',
      `The engine stopped too often in a short time (last: ${how}) and stays off. ` +
        '"Start the engine again" in the menu of the Chartside status bar item starts it; a smaller model needs less memory. Everything that needs no engine still works.',
    );
    this.#options.log('error', this.#down.message);
    this.#setState({ state: 'down', message: this.#down.message });
  }

  #logLines(child: ChildProcess, from: 'stdout' | 'stderr', level: 'info' | 'warn'): void {
    let rest = '';
    child[from]?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop()!.slice(-LONGEST_LINE);
      for (const line of lines) {
        if (line.trim() !== '') this.#options.log(level, line.slice(0, LONGEST_LINE));
      }
    });
  }

  #setState(state: EngineProcessState): void {
    this.#options.onState?.(state);
  }
}

/** The environment of the engine's process; in Electron, `fork` starts an editor unless told not to. */
export function engineEnvironment(env: NodeJS.ProcessEnv, electron: boolean): NodeJS.ProcessEnv {
  const rest = { ...env };
  delete rest['NODE_OPTIONS'];
  return electron ? { ...rest, ELECTRON_RUN_AS_NODE: '1', ELECTRON_NO_ASAR: '1' } : rest;
}

/** Lets a process save and leave, then makes it. */
function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
      resolve();
      return;
    }
    const killer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    child.once('exit', () => {
      clearTimeout(killer);
      resolve();
    });
    if (child.connected) child.disconnect();
    else child.kill('SIGTERM');
  });
}

function cancelled(): DOMException {
  return new DOMException('The request was cancelled.', 'AbortError');
}

/** Whether a request failed because its connection did. */
function isBroken(error: unknown): boolean {
  if (error instanceof ConnectionError) return true;
  return error instanceof ResponseError && BROKEN.has(error.code);
}

function disposed(): EngineError {
  return new EngineError('disposed', 'The engine has been shut down.');
}

/** An engine's answer as the error it was there. */
function fromEngine(error: unknown): unknown {
  if (!(error instanceof ResponseError)) return error;
  const code = (error.data as EngineErrorData | undefined)?.code ?? 'internal';
  return code === CANCELLED ? cancelled() : new EngineError(code, error.message, { cause: error });
}
