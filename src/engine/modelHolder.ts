import { adapterInUse } from '../model/adapters/adapterInUse';
import { baseHash } from '../model/adapters/baseHash';
import { openLanguageModel, locateModel, verifyLocated } from '../model/openModel';
import type { ModelStore } from '../model/store';
import type { LanguageModel } from '../model/types';
import type { ModelState } from './protocol';

export interface ModelHolderOptions {
  readonly store: ModelStore;
  readonly threads: number | null;
  /** As in `EngineSettings`. */
  readonly adapter: string | null;
  readonly onState: (state: ModelState) => void;
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void;
}

/** The word for "no model at all": phrases, extraction and search alone. */
export const NO_MODEL = 'none';

/** Holds one language model, loaded on first need; without one the rest of the engine still works. */
export class ModelHolder {
  readonly #options: ModelHolderOptions;
  #wanted: string | null;
  #adapter: string | null;
  #loading: Promise<LanguageModel | null> | null = null;
  #state: ModelState = { state: 'none', reason: 'No model was needed yet.' };

  constructor(wanted: string | null, options: ModelHolderOptions) {
    this.#wanted = wanted;
    this.#adapter = options.adapter;
    this.#options = options;
  }

  get state(): ModelState {
    return this.#state;
  }

  /** The model, or null where there is none or it could not be loaded (the state says why). */
  current(): Promise<LanguageModel | null> {
    this.#loading ??= this.#load(this.#wanted);
    return this.#loading;
  }

  /** Loads another model, or the same one again after an error. */
  async use(model: string | null): Promise<ModelState> {
    const old = this.#loading;
    this.#wanted = model;
    this.#loading = (old ?? Promise.resolve(null)).then(async (loaded) => {
      await loaded?.dispose();
      return this.#load(model);
    });
    await this.#loading;
    return this.#state;
  }

  /** Loads the model with another adapter; one that was not needed yet stays unloaded. */
  async useAdapter(adapter: string | null): Promise<ModelState> {
    this.#adapter = adapter;
    return this.#loading === null ? this.#state : this.use(this.#wanted);
  }

  /** Frees the memory of a model that nobody uses; the next need loads it again. */
  async unload(): Promise<ModelState> {
    const loaded = await this.#loading;
    if (!loaded) return this.#state;
    this.#loading = null;
    await loaded.dispose();
    this.#set({ state: 'none', reason: 'The model was not used for a while and left the memory.' });
    return this.#state;
  }

  async dispose(): Promise<void> {
    const loaded = await this.#loading;
    this.#loading = Promise.resolve(null);
    await loaded?.dispose();
  }

  async #load(wanted: string | null): Promise<LanguageModel | null> {
    if (wanted === NO_MODEL) {
      this.#set({ state: 'none', reason: 'No model was chosen.' });
      return null;
    }
    let name = wanted ?? 'the built-in model';
    try {
      const located = await locateModel(wanted, this.#options.store);
      name = located.name;
      if (located.path === null) {
        const reason = `${name} is not on this machine. Choose or get a model to have it.`;
        this.#set({ state: 'none', reason });
        this.#options.log('warn', reason);
        return null;
      }
      this.#set({ state: 'loading', name });
      const { store } = this.#options;
      const adapter = await adapterInUse(this.#adapter, store, async () =>
        baseHash(await verifyLocated(located, store), store),
      );
      if (adapter.problem !== null) this.#options.log('warn', adapter.problem);
      const model = await openLanguageModel({
        model: wanted,
        store,
        threads: this.#options.threads,
        adapter: adapter.path,
        log: (message) => this.#options.log('info', message),
      });
      this.#set({ state: 'ready', name, adapter: adapter.id });
      return model;
    } catch (error) {
      const message = (error as Error).message;
      this.#set({ state: 'error', name, message });
      this.#options.log('error', `${name} could not be loaded: ${message}`);
      return null;
    }
  }

  #set(state: ModelState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}
