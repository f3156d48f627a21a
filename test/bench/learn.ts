import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import packageJson from '../../package.json';
import { figuresInWords } from '../../src/assist/learn/figuresText';
import { learn, type LearnProgress, type OpenEngine } from '../../src/assist/learn/learn';
import { figuresOf, measure } from '../../src/assist/learn/measure';
import { createEngineHost } from '../../src/engine/host';
import { builtInEntry } from '../../src/model/catalogue';
import { findInStore, modelStore } from '../../src/model/store';
import { conditions, seeded } from './conditions';

/**
 * The whole way from a folder of notes to an adapter in use: notes of one specialty are learnt, and
 * others of that specialty, which nothing has seen, are typed before and after.
 */

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    specialty: { type: 'string', default: 'Urology' },
    notes: { type: 'string', default: '20' },
    unseen: { type: 'string', default: '8' },
    minutes: { type: 'string', default: '5' },
    python: { type: 'string' },
  },
});
if (!options.data) {
  console.error('Give the folder of the development data: npm run bench:learn -- --data DIR');
  process.exit(2);
}

interface Sample {
  readonly id: string;
  readonly text: string;
  readonly specialty?: string;
}

/** Chartside's choice for the built-in model on two cores. */
const THREADS = 1;
/** Of those notes that the built-in adapter never saw: as many as the flow keeps back. */
const HELD_SHARE = 0.2;

async function main(): Promise<void> {
  const began = performance.now();
  console.log(conditions());
  const { taught, unseen } = notesOf(resolve(options.data!));
  const home = mkdtempSync(join(tmpdir(), 'chartside-learn-bench-'));
  try {
    await linkModel(home);
    const folder = join(home, 'notes');
    writeDated(folder, taught);
    console.log(
      `${options.specialty}: ${taught.length} notes taught within ${options.minutes} minutes; ` +
        `${unseen.length} others, which nothing learnt from, typed before and after.`,
    );
    const card = await learn(
      {
        extensionPath: process.cwd(),
        folders: { roots: [folder], guidelines: [], notes: [], exclude: [] },
        model: null,
        python: options.python ?? null,
        minutes: Number(options.minutes),
        version: packageJson.version,
        measure: { characters: 600, words: 60 },
        onProgress: said(),
      },
      { openEngine },
    );
    const minutes = (card.seconds / 60).toFixed(1);
    console.log(
      `Trained ${minutes} minutes on ${card.notes.train} notes, ${card.characters} characters; the adapter has ${(card.bytes / 1e6).toFixed(1)} MB.`,
    );
    console.log(figuresInWords(card.figures, card.notes.held).join('\n'));
    const before = await typed(null, unseen);
    const after = await typed(join(home, 'models/adapters', card.id, 'adapter.gguf'), unseen);
    console.log(`The ${unseen.length} unseen notes:`);
    console.log(
      figuresInWords(figuresOf(null, before, after), unseen.length)
        .slice(1)
        .join('\n'),
    );
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
  console.log(`All in all ${((performance.now() - began) / 60_000).toFixed(1)} minutes.`);
}

const openEngine: OpenEngine = (adapter) => {
  const engine = createEngineHost(
    { extensionPath: process.cwd(), storagePath: null, model: null, threads: THREADS, adapter },
    {
      onModelState: (state) => {
        if (state.state === 'ready') console.log(`  completes with: ${adapter ?? state.adapter}`);
      },
      log: (level, message) => {
        if (level !== 'info') console.error(message);
      },
    },
  );
  return Promise.resolve({
    suggest: (request) => engine.complete(request),
    dispose: () => engine.dispose(),
  });
};

async function typed(adapter: string | null, notes: readonly string[]) {
  const engine = await openEngine(adapter);
  try {
    return await measure(notes, { characters: 1200, words: 160 }, engine.suggest);
  } finally {
    await engine.dispose();
  }
}

/**
 * Notes that are taught, the newest fifth of them and all unseen ones among those that train nothing
 * Chartside ships.
 */
function notesOf(data: string): {
  readonly taught: readonly string[];
  readonly unseen: readonly string[];
} {
  const random = seeded(20261124);
  const heldBack = JSON.parse(readFileSync('models/training/held-back.json', 'utf8')) as {
    readonly mtsamples: readonly string[];
  };
  const held = new Set(heldBack.mtsamples);
  const all = readFileSync(join(data, 'notes/mtsamples.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Sample)
    .filter((note) => note.specialty === options.specialty && note.text.length > 900);
  const drawn = (notes: readonly Sample[]): string[] =>
    notes
      .map((note) => ({ note, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ note }) => note.text);
  const count = Number(options.notes);
  const newest = Math.max(1, Math.round(HELD_SHARE * count));
  const open = drawn(all.filter((note) => !held.has(note.id)));
  const closed = drawn(all.filter((note) => held.has(note.id)));
  return {
    taught: [...open.slice(0, count - newest), ...closed.slice(0, newest)],
    unseen: closed.slice(newest, newest + Number(options.unseen)),
  };
}

/** A day apart each, in their order. */
function writeDated(folder: string, notes: readonly string[]): void {
  mkdirSync(folder);
  for (const [i, text] of notes.entries()) {
    const day = new Date(Date.UTC(2026, 0, 1 + i)).toISOString().slice(0, 10);
    writeFileSync(join(folder, `${day}.txt`), text);
  }
}

/** A store of its own, which holds the built-in model alone. */
async function linkModel(home: string): Promise<void> {
  const entry = builtInEntry();
  const path = await findInStore(modelStore(process.cwd()), entry);
  if (path === null) {
    throw new Error(`The built-in model is not here: npx chartside models get ${entry.id}`);
  }
  mkdirSync(join(home, 'models'));
  symlinkSync(path, join(home, 'models', entry.file));
  process.env['CHARTSIDE_HOME'] = home;
}

function said(): (progress: LearnProgress) => void {
  let last = '';
  return ({ message, done }) => {
    const tenth = `${message} ${Math.floor(10 * done)}0%`;
    if (tenth !== last) console.log(`  ${tenth}`);
    last = tenth;
  };
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
