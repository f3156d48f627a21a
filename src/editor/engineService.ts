import * as path from 'node:path';
import * as vscode from 'vscode';
import type { EngineClient } from '../engine/client';
import type { ModelState } from '../engine/protocol';
import { IdleTimer } from './idleTimer';
import { messageOf } from './latest';
import { settings } from './settings';

/** The engine's state as the editor shows it; `idle` before the first need. */
export type EngineState =
  | ModelState
  | { readonly state: 'idle' }
  /** It died too often and stays down until it is started again. */
  | { readonly state: 'down'; readonly message: string };

/** Starts the engine on first need and knows what its model is doing. */
export class EngineService implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #unloaded = new vscode.EventEmitter<void>();
  /** The model was unloaded because nobody used it. */
  readonly onDidUnload = this.#unloaded.event;
  readonly #idle = new IdleTimer(settings.unloadAfterMinutes, () => void this.#unload());
  readonly #listener = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('chartside.model')) void this.#reconfigure(event);
    if (event.affectsConfiguration('chartside.model.unloadAfterMinutes')) this.#idle.used();
  });
  #starting: Promise<EngineClient> | undefined;
  #client: EngineClient | undefined;
  #state: EngineState = { state: 'idle' };
  #model: string | null = null;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  get state(): EngineState {
    return this.#state;
  }

  /** The client that runs, if any was needed yet. */
  get running(): EngineClient | undefined {
    return this.#client;
  }

  /** The engine for one request: each counts as use. */
  get(): Promise<EngineClient> {
    this.#idle.used();
    this.#starting ??= this.#start().catch((error: unknown) => {
      this.#starting = undefined;
      this.log.error(`The engine could not be started: ${messageOf(error)}`);
      throw error;
    });
    return this.#starting;
  }

  /** Loads a model at once; the setting is the caller's business. */
  async useModel(model: string | null): Promise<ModelState> {
    const engine = await this.get();
    this.#model = model;
    const state = await engine.useModel(model);
    this.#set(state);
    return state;
  }

  /** Starts an engine that has stayed down, or replaces a running one. */
  async restart(): Promise<void> {
    const engine = await this.get();
    await engine.restart();
    this.#set({ state: 'idle' });
  }

  async #start(): Promise<EngineClient> {
    const { EngineClient: Client } = await import('../engine/client');
    this.#model = settings.model();
    const client = new Client({
      engineFile: path.join(this.context.extensionPath, 'dist', 'engine.js'),
      settings: {
        extensionPath: this.context.extensionPath,
        storagePath: this.context.storageUri?.fsPath ?? null,
        model: this.#model,
        threads: settings.threads(),
      },
      log: (level, message) => this.log[level](message),
      onModelState: (state) => this.#set(state),
      onState: (state) => {
        this.log.info(`Engine: ${state.state}.`);
        if (state.state === 'down') {
          this.#set(state);
        }
      },
    });
    this.#client = client;
    return client;
  }

  /** Frees the model's memory; the next request loads it again. */
  async #unload(): Promise<void> {
    try {
      await this.#client?.unloadModel();
      this.#unloaded.fire();
    } catch (error) {
      this.log.warn(`The model could not be unloaded: ${messageOf(error)}`);
    }
  }

  async #reconfigure(event: vscode.ConfigurationChangeEvent): Promise<void> {
    if (!this.#client) return;
    try {
      if (event.affectsConfiguration('chartside.model.threads')) {
        const old = this.#client;
        this.#client = undefined;
        this.#starting = undefined;
        await old.dispose();
        this.#set({ state: 'idle' });
        this.#restarted.fire();
        return;
      }
      const model = settings.model();
      if (model !== this.#model) await this.useModel(model);
    } catch (error) {
      this.log.error(messageOf(error));
    }
  }

  readonly #restarted = new vscode.EventEmitter<void>();
  /** A new engine will answer the next request: its index is to be opened again. */
  readonly onDidReplace = this.#restarted.event;

  #set(state: EngineState): void {
    this.#state = state;
    this.#changed.fire();
  }

  dispose(): void {
    this.#listener.dispose();
    this.#idle.dispose();
    this.#unloaded.dispose();
    this.#changed.dispose();
    this.#restarted.dispose();
    void this.#client?.dispose();
  }
}
