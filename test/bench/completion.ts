import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { complete } from '../../src/assist/complete/complete';
import {
  NOTHING_TYPED,
  netSaved,
  together,
  typeStretch,
  type Suggest,
  type Typed,
} from '../../src/assist/learn/typing';
import type { Phrasebook } from '../../src/assist/phrases/phrasebook';
import { PhraseMemory } from '../../src/assist/phrases/phraseMemory';
import type { CompletionMode } from '../../src/assist/types';
import { builtInPhrases } from '../../src/engine/builtInPhrases';
import { EngineClient } from '../../src/engine/client';
import { openLanguageModel } from '../../src/model/openModel';
import { modelStore } from '../../src/model/store';
import type { LanguageModel } from '../../src/model/types';
import { builtInLexicon } from '../../src/note/terms/builtInLexicon';
import { drawNotes, notesOf, type NoteSet, type TypedNote } from './completionNotes';
import { conditions, percentile } from './conditions';
import { fitConfidence } from './confidenceFit';
import { FourGram } from './fourGram';

/**
 * Types notes that trained nothing as an editor would: asks after every character unless the last
 * suggestion still holds, accepts a suggestion whole for one key when all of it is right, or word by
 * word for a key each. `--fit` prints weights for confidence.yaml instead, from other notes.
 */
const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    notes: { type: 'string', default: '20' },
    characters: { type: 'string', default: '300' },
    mode: { type: 'string', default: 'balanced' },
    model: { type: 'string' },
    only: { type: 'string' },
    fit: { type: 'boolean', default: false },
  },
});
if (!options.data) {
  console.error('Give the folder of the development data: npm run bench:completion -- --data DIR');
  process.exit(2);
}
const data = resolve(options.data);
const mode = options.mode as CompletionMode;
const adapterFile = resolve('models/adapters/clinical-notes.gguf');
const SETS: readonly NoteSet[] = ['mtsamples', 'syngp500'];
/** Earlier notes of the workspace in the last rows. */
const EARLIER = 20;

/** A way of suggesting: made anew for each note, so that none remembers the one before. */
interface Way {
  readonly name: string;
  readonly sets: readonly NoteSet[];
  readonly suggest: (earlier: readonly string[]) => Promise<{ ask: Suggest }>;
}

async function main(): Promise<void> {
  console.log(conditions());
  const book = await builtInPhrases(process.cwd(), (_, message) => console.error(message));
  if (!book) process.exit(1);
  const terms = [...builtInLexicon().concepts.values()].flatMap((c) => [c.name, ...c.synonyms]);
  const store = modelStore(process.cwd());
  const open = (adapter: string | null) =>
    openLanguageModel({ model: options.model ?? null, store, threads: null, adapter });
  if (options.fit) {
    const model = await open(adapterFile);
    const notes = SETS.flatMap(
      (set) => drawNotes(notesOf(data, set, 'confidence'), Number(options.notes)).drawn,
    );
    await fitConfidence(notes, () => new PhraseMemory(terms, book), model);
    await model.dispose();
    return;
  }
  console.log(
    `${options.notes} notes a set that trained nothing, ${options.characters} characters typed of each, mode ${mode}.`,
  );
  console.log(
    'way                                 set         net saved   shown/asked  accepted/shown  characters  exact 1/2/3+ words    p50 ms  p90 ms',
  );
  for (const way of ways(book, terms, open)) {
    if (options.only && !way.name.includes(options.only)) continue;
    for (const set of way.sets) await measure(way, set);
  }
}

function ways(
  book: Phrasebook,
  terms: readonly string[],
  open: (adapter: string | null) => Promise<LanguageModel>,
): Way[] {
  const local =
    (model: () => Promise<LanguageModel | null>, memory: () => PhraseMemory): Way['suggest'] =>
    async () => {
      const phrases = memory();
      const services = { phrases, model: await model(), earlierVisits: [], now: () => 0 };
      return { ask: (request) => complete({ ...request, mode }, services) };
    };
  const opened = new Map<string | null, Promise<LanguageModel>>();
  const once = (adapter: string | null) => () => {
    if (!opened.has(adapter)) opened.set(adapter, open(adapter));
    return opened.get(adapter)!;
  };
  const known = () => new PhraseMemory(terms, book);
  const grams =
    (least: number): Way['suggest'] =>
    () => {
      const gram = new FourGram(book, least);
      return Promise.resolve({
        ask: ({ text }) => Promise.resolve({ completion: gram.complete(text) }),
      });
    };
  const engine: Way['suggest'] = async (earlier) => engineWith(earlier);
  return [
    { name: '4-gram and cache, when sure', sets: SETS, suggest: grams(0.4) },
    { name: '4-gram and cache, nearly always', sets: SETS, suggest: grams(0.1) },
    { name: 'phrases alone', sets: SETS, suggest: local(() => Promise.resolve(null), known) },
    {
      name: 'model alone, adapter',
      sets: SETS,
      suggest: local(once(adapterFile), () => new PhraseMemory()),
    },
    {
      name: 'model alone, no adapter',
      sets: SETS,
      suggest: local(once(null), () => new PhraseMemory()),
    },
    { name: 'both, no adapter', sets: SETS, suggest: local(once(null), known) },
    { name: 'both (as shipped, by the engine)', sets: SETS, suggest: engine },
    { name: `both, with ${EARLIER} earlier notes`, sets: ['syngp500'], suggest: engine },
  ];
}

let shared: { client: EngineClient; earlier: readonly string[]; folder: string | null } | null =
  null;

/** One engine process for all notes with the same earlier ones; the note itself starts anew. */
async function engineWith(earlier: readonly string[]) {
  if (shared === null || shared.earlier.join('') !== earlier.join('')) {
    await closeEngine();
    const client = new EngineClient({
      engineFile: resolve('dist/engine.js'),
      settings: {
        extensionPath: process.cwd(),
        storagePath: null,
        model: options.model ?? null,
        threads: null,
        adapter: 'built-in',
      },
      log: () => {},
      onModelState: () => {},
    });
    let folder: string | null = null;
    if (earlier.length > 0) {
      folder = mkdtempSync(join(tmpdir(), 'chartside-notes-'));
      earlier.forEach((text, i) => writeFileSync(join(folder!, `${i}.note`), text));
      await client.openIndex({
        roots: [folder],
        guidelines: [],
        notes: ['**/*.note'],
        exclude: [],
        builtIn: false,
      });
    }
    // Loads the model before the clock runs.
    await client.complete({ text: 'The patient is ', offset: 15, explicit: false });
    shared = { client, earlier, folder };
  }
  const { client } = shared;
  const ask: Suggest = (request) => client.complete({ ...request, mode });
  return { ask };
}

async function closeEngine(): Promise<void> {
  await shared?.client.dispose();
  if (shared?.folder) rmSync(shared.folder, { recursive: true });
  shared = null;
}

async function measure(way: Way, set: NoteSet): Promise<void> {
  const { drawn, others } = drawNotes(notesOf(data, set, 'bench'), Number(options.notes));
  const earlier = way.name.includes('earlier') ? others.slice(0, EARLIER) : [];
  let typed = NOTHING_TYPED;
  const exact = new Map<number, { shown: number; right: number }>();
  for (const note of drawn) {
    const { ask } = await way.suggest(earlier);
    typed = together(typed, await typeNote(note, ask, exact));
  }
  print(way.name, set, typed, exact);
  if (way.name.startsWith('both (as') && set === SETS.at(-1)) await closeEngine();
  if (way.name.includes('earlier')) await closeEngine();
}

/** Types the stretch and counts, by length in words, how many suggestions were right to the letter. */
function typeNote(
  { text, from }: TypedNote,
  ask: Suggest,
  exact: Map<number, { shown: number; right: number }>,
): Promise<Typed> {
  const counted: Suggest = async (request) => {
    const answer = await ask(request);
    if (answer.completion !== '') {
      const words = Math.min(3, answer.completion.trim().split(/\s+/).length);
      const row = exact.get(words) ?? { shown: 0, right: 0 };
      row.shown += 1;
      if (text.startsWith(answer.completion, request.offset)) row.right += 1;
      exact.set(words, row);
    }
    return answer;
  };
  return typeStretch(text, { from, count: Number(options.characters) }, counted);
}

function print(
  name: string,
  set: string,
  t: Typed,
  exact: ReadonlyMap<number, { shown: number; right: number }>,
): void {
  const percent = (a: number, b: number) => `${((100 * a) / Math.max(b, 1)).toFixed(1)}%`;
  const byLength = [1, 2, 3].map((n) => {
    const row = exact.get(n);
    return row ? percent(row.right, row.shown) : '–';
  });
  console.log(
    name.padEnd(36) +
      set.padEnd(12) +
      percent(netSaved(t), 1).padStart(9) +
      percent(t.shown, t.asks).padStart(14) +
      percent(t.accepted, t.shown).padStart(16) +
      percent(t.acceptedCharacters, t.shownCharacters).padStart(12) +
      byLength.join(' ').padStart(22) +
      percentile(t.ms, 50).toFixed(0).padStart(10) +
      percentile(t.ms, 90).toFixed(0).padStart(8),
  );
}

void main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
