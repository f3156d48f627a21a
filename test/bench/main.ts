import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { EngineClient } from '../../src/engine/client';
import { builtInLexicon } from '../../src/note/terms/builtInLexicon';
import { readNote } from '../../src/note/readNote';
import { conditions, percentile } from './conditions';
import { benchEditor } from './editor';
import { benchEngine } from './engine';
import { residentMiB } from './residentMemory';

/**
 * What a clinician waits for, with the conditions it was measured under. Run it on a quiet machine.
 */

const { values: options } = parseArgs({ options: { data: { type: 'string' } } });

const NOTE = readFileSync('sample/notes/emergency-chest-pain.note', 'utf8');

async function main(): Promise<void> {
  console.log(conditions());
  analysis();
  const storage = mkdtempSync(join(tmpdir(), 'chartside-bench-'));
  try {
    await ghostText(storage);
    if (options.data) await indexing(resolve(options.data), storage);
    else console.log('index: give --data DIR to index the 270 guidelines of the development data');
    await benchEngine();
    await benchEditor();
  } finally {
    rmSync(storage, { recursive: true, force: true });
  }
}

function client(storage: string, model: string | null): EngineClient {
  return new EngineClient({
    engineFile: resolve('dist/engine.js'),
    settings: { extensionPath: process.cwd(), storagePath: storage, model, threads: null },
    log: () => {},
    onModelState: () => {},
  });
}

/** A note of 2,000 words, read again and again after warm-up. */
function analysis(): void {
  const started = performance.now();
  const lexicon = builtInLexicon();
  const loaded = performance.now() - started;
  const words = NOTE.split(/(?<=\s)/);
  let text = '';
  for (let i = 0; i < 2000; i++) text += words[i % words.length];
  for (let i = 0; i < 5; i++) readNote(text, lexicon);
  const times = Array.from({ length: 30 }, () => {
    const begin = performance.now();
    readNote(text, lexicon);
    return performance.now() - begin;
  });
  console.log(
    `note analysis: ${lexicon.concepts.size} concepts loaded in ${loaded.toFixed(0)} ms; ` +
      `2,000 words p50 ${percentile(times, 50).toFixed(1)} ms, p90 ${percentile(times, 90).toFixed(1)} ms (30 runs, warm)`,
  );
}

/** From request to answer through the forked engine: first of all, then one key after another. */
async function ghostText(storage: string): Promise<void> {
  const engine = client(storage, null);
  const ask = async (offset: number) => {
    const begin = performance.now();
    await engine.complete({ text: NOTE.slice(0, offset), offset, explicit: false });
    return performance.now() - begin;
  };
  const from = NOTE.indexOf('HPI');
  const cold = await ask(from);
  const warm: number[] = [];
  for (let offset = from + 1; offset < from + 300; offset++) warm.push(await ask(offset));
  const rss = engine.pid === undefined ? null : residentMiB(engine.pid);
  console.log(
    `ghost text: cold ${cold.toFixed(0)} ms (engine start and model load), ` +
      `warm p50 ${percentile(warm, 50).toFixed(0)} ms, p90 ${percentile(warm, 90).toFixed(0)} ms (299 keys)`,
  );
  console.log(`resident memory: engine with the model ${rss ?? 'unknown'} MiB`);
  await engine.dispose();
}

/** Indexing the 270 guidelines, then opening the same folder again from the snapshot. */
async function indexing(data: string, storage: string): Promise<void> {
  const folders = {
    roots: [join(data, 'guidelines/nstg2022')],
    guidelines: ['**'],
    notes: [],
    exclude: [],
    builtIn: false,
  };
  const run = async () => {
    const engine = client(storage, 'none');
    await engine.modelState();
    const begin = performance.now();
    const stats = await engine.openIndex(folders);
    const ms = performance.now() - begin;
    await engine.dispose();
    return { ms, stats };
  };
  const fresh = await run();
  const restored = await run();
  console.log(
    `index: ${fresh.stats.files} files, ${fresh.stats.chunks} passages in ${fresh.ms.toFixed(0)} ms; ` +
      `restored in ${restored.ms.toFixed(0)} ms, ${restored.stats.read} files read again`,
  );
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
