import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { builtInLexicon } from '../note/terms/builtInLexicon';
import { ask } from '../assist/ask';
import { complete } from '../assist/complete/complete';
import { summarize } from '../assist/summarize';
import type { AskRequest, CompleteRequest, SummaryRequest, SummarySentence } from '../assist/types';
import {
  chooseAdapter,
  findAdapter,
  listAdapters,
  removeAdapter,
} from '../model/adapters/adapterStore';
import { catalogueEntries, catalogueEntry } from '../model/catalogue';
import { getModel } from '../model/fetchModel';
import { findInStore, modelStore } from '../model/store';
import type { SearchOptions } from '../retrieval/types';
import { Pause } from '../retrieval/pause';
import { Quiet } from '../retrieval/quiet';
import { WorkspaceIndex } from '../retrieval/workspaceIndex';
import { abbreviationExpander } from './abbreviations';
import { builtInPhrases } from './builtInPhrases';
import { EmbedderHolder } from './embedderHolder';
import { ModelHolder } from './modelHolder';
import { NotePhrases } from './notePhrases';
import type {
  Engine,
  EngineSettings,
  GetModelProgress,
  IndexRun,
  IndexScope,
  ModelState,
  StreamOptions,
} from './protocol';

export interface EngineEvents {
  readonly onModelState: (state: ModelState) => void;
  readonly log: (level: 'info' | 'warn' | 'error', message: string) => void;
}

export interface EngineHost extends Engine {
  /** Learns the phrases of the notes in a folder without keeping an index of them. */
  learnFolder(folder: string): Promise<void>;
  dispose(): Promise<void>;
}

const NO_FOLDERS: IndexScope = { roots: [], guidelines: [], notes: [], exclude: [] };

/** The engine itself: index, phrases and model behind the calls of `Engine`. */
export function createEngineHost(settings: EngineSettings, events: EngineEvents): EngineHost {
  const store = modelStore(settings.extensionPath);
  const lexicon = builtInLexicon();
  const phrases = builtInPhrases(settings.extensionPath, events.log).then(
    (book) => new NotePhrases(lexicon, book),
  );
  const models = new ModelHolder(settings.model, {
    store,
    threads: settings.threads,
    adapter: settings.adapter ?? null,
    onState: events.onModelState,
    log: events.log,
  });
  const embedders = new EmbedderHolder({ store, log: events.log });
  const waitedFor = new Quiet();
  const learning = new AbortController();
  const pausing = new Pause();
  let index: Promise<WorkspaceIndex> | null = null;
  let scope = NO_FOLDERS;

  async function openIndex(next: IndexScope, run: IndexRun = {}) {
    const old = index;
    scope = next;
    index = (async () => {
      await (await old?.catch(() => null))?.close();
      const restored = await WorkspaceIndex.restore({
        folders: next,
        storagePath: settings.storagePath,
        log: events.log,
        pausing,
        expand: abbreviationExpander(lexicon),
        embedding: {
          embedder: () => embedders.current(),
          quiet: (signal) => waitedFor.passed(signal),
          // Of the ten thousand built-in passages each would cost a tenth of a second in every workspace.
          takes: (path) => !path.startsWith(join(settings.extensionPath, 'guidelines')),
        },
      });
      if (next.builtIn !== false) {
        await restored.addDocuments(await builtInGuidelines(settings.extensionPath));
      }
      return restored;
    })();
    const opened = await index;
    await opened.refresh(run);
    // In the background: the first suggestion need not wait for the whole past.
    void phrases.then((known) => known.learnAll(opened.notes(), learning.signal));
    return opened.stats();
  }

  async function openedIndex(): Promise<WorkspaceIndex> {
    if (!index) await openIndex(scope);
    return index!;
  }

  const search = async (text: string, options: SearchOptions) =>
    (await openedIndex()).search(text, options);

  return {
    openIndex,
    search,
    async changed(paths) {
      if (!index) return;
      const opened = await index;
      await opened.changed(paths);
      const notes = new Set(opened.notes());
      const known = await phrases;
      for (const path of paths) if (!notes.has(path)) known.forget(path);
      await known.refresh(paths.filter((path) => notes.has(path)));
    },
    async rebuildIndex(run: IndexRun = {}) {
      const opened = await openedIndex();
      await opened.rebuild(run);
      return opened.stats();
    },
    async embedIndex(run: IndexRun = {}) {
      const opened = await openedIndex();
      await opened.embed(run);
      return opened.stats();
    },
    setPaused(paused) {
      pausing.set(paused);
      return Promise.resolve();
    },
    complete: (request: CompleteRequest, signal?: AbortSignal) =>
      waitedFor.during(async () => {
        const model = await models.current();
        signal?.throwIfAborted();
        const known = await phrases;
        const services = {
          phrases: known.memory,
          model,
          earlierVisits: await known.earlierVisits(request.path),
          now: () => performance.now(),
        };
        return complete(request, services, signal);
      }),
    async summarize(request: SummaryRequest, options: StreamOptions<SummarySentence> = {}) {
      return summarize(
        request,
        { lexicon, model: await models.current() },
        {
          ...(options.signal ? { signal: options.signal } : {}),
          ...(options.onProgress ? { onSentence: options.onProgress } : {}),
        },
      );
    },
    ask(request: AskRequest) {
      return ask(request, {
        search: (text, limit) => search(text, { limit, kind: 'guideline' }),
      });
    },
    models() {
      return Promise.all(
        catalogueEntries().map(async (entry) => ({
          ...entry,
          path: await findInStore(store, entry),
        })),
      );
    },
    getModel(id: string, options: StreamOptions<GetModelProgress> & { file?: string } = {}) {
      return getModel(catalogueEntry(id), {
        store,
        ...(options.file === undefined ? {} : { localFile: options.file }),
        ...(options.signal ? { signal: options.signal } : {}),
        onProgress: (p) => options.onProgress?.({ id, ...p }),
      });
    },
    useModel: (model) => models.use(model),
    modelState: () => Promise.resolve(models.state),
    unloadModel: () => models.unload(),
    adapters: () => listAdapters(store),
    async useAdapter(id) {
      await chooseAdapter(store, id);
      return models.useAdapter(null);
    },
    async removeAdapter(id) {
      const { isCurrent } = await findAdapter(store, id);
      await removeAdapter(store, id);
      if (isCurrent) await models.useAdapter(null);
    },
    async learnFolder(folder) {
      const names = await readdir(folder, { recursive: true });
      const notes = names.filter((n) => /\.(note|soap|md|markdown|txt)$/i.test(n));
      await (await phrases).learnAll(notes.map((n) => join(folder, n)));
    },
    async dispose() {
      learning.abort();
      await models.dispose();
      await (await index?.catch(() => null))?.close();
      await embedders.dispose();
    },
  };
}

/** The guideline files that came with Chartside; none where only the compiled pack is there. */
async function builtInGuidelines(extensionPath: string) {
  const folder = join(extensionPath, 'guidelines');
  const names = (await readdir(folder).catch(() => [])).filter(
    (n) => n.endsWith('.md') && n !== 'README.md',
  );
  return Promise.all(
    names.map(async (name) => ({
      path: join(folder, name),
      kind: 'guideline' as const,
      text: await readFile(join(folder, name), 'utf8'),
    })),
  );
}
