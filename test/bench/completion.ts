import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { EngineClient } from '../../src/engine/client';
import type { Engine } from '../../src/engine/protocol';
import { conditions, percentile, seeded } from './conditions';

/**
 * Types notes against the engine as an editor would: asks after every character unless the last
 * suggestion still holds, accepts a suggestion whole for one key when all of it is right, or word
 * by word for a key each.
 */

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    notes: { type: 'string', default: '20' },
    characters: { type: 'string', default: '300' },
    model: { type: 'string' },
  },
});
if (!options.data) {
  console.error('Give the folder of the development data: npm run bench:completion -- --data DIR');
  process.exit(2);
}

interface Tally {
  characters: number;
  keys: number;
  asks: number;
  shown: number;
  accepted: number;
  shownCharacters: number;
  acceptedCharacters: number;
  ms: number[];
}

async function main(): Promise<void> {
  const data = resolve(options.data!);
  const engine = new EngineClient({
    engineFile: resolve('dist/engine.js'),
    settings: {
      extensionPath: process.cwd(),
      storagePath: null,
      model: options.model ?? null,
      threads: null,
    },
    log: () => {},
    onModelState: () => {},
  });
  console.log(conditions());
  console.log(
    `Model: ${options.model ?? 'built-in'}; ${options.notes} notes a set, ${options.characters} characters typed of each, from a seeded place.`,
  );
  console.log(
    'set          net saved  shown/asked  accepted/shown  characters accepted/shown  p50 ms  p90 ms',
  );
  // Loads the model before the clock runs.
  await engine.complete({ text: 'The patient is ', offset: 15, explicit: false });
  for (const set of ['mtsamples', 'syngp500']) {
    const tally = emptyTally();
    for (const [text, from] of sample(join(data, `notes/${set}.jsonl`))) {
      await type(text, from, Number(options.characters), engine, tally);
    }
    print(set, tally);
  }
  await engine.dispose();
}

/** Notes by a seeded draw, each with the offset at which typing begins (a fifth to a half into it). */
function* sample(file: string): Generator<readonly [string, number]> {
  const random = seeded(20261124);
  const notes = readFileSync(file, 'utf8')
    .split('\n')
    .filter((l) => l !== '')
    .map((l) => (JSON.parse(l) as { text: string }).text)
    .filter((t) => t.length > 900);
  for (let i = 0; i < Number(options.notes); i++) {
    const text = notes.splice(Math.floor(random() * notes.length), 1)[0];
    if (text === undefined) return;
    yield [text, Math.floor(text.length * (0.2 + 0.3 * random()))];
  }
}

async function type(text: string, from: number, count: number, engine: Engine, tally: Tally) {
  const end = Math.min(text.length, from + count);
  let at = from;
  let held = '';
  while (at < end) {
    if (held === '') {
      const started = performance.now();
      const { completion } = await engine.complete({
        text: text.slice(0, at),
        offset: at,
        explicit: false,
      });
      tally.ms.push(performance.now() - started);
      tally.asks += 1;
      held = completion;
      if (held !== '') {
        tally.shown += 1;
        tally.shownCharacters += held.length;
      }
      const taken = acceptable(held, text.slice(at, end));
      if (taken.characters > taken.keys) {
        tally.accepted += 1;
        tally.acceptedCharacters += taken.characters;
        tally.characters += taken.characters;
        tally.keys += taken.keys;
        at += taken.characters;
        held = '';
        continue;
      }
    }
    // Typing along keeps a suggestion; typing anything else drops it.
    held = held !== '' && held[0] === text[at] ? held.slice(1) : '';
    at += 1;
    tally.characters += 1;
    tally.keys += 1;
  }
}

/** How much of a suggestion a clinician would take, and the keys it costs. */
function acceptable(suggestion: string, truth: string): { characters: number; keys: number } {
  if (suggestion === '') return { characters: 0, keys: 0 };
  if (truth.startsWith(suggestion)) return { characters: suggestion.length, keys: 1 };
  let characters = 0;
  let keys = 0;
  for (const word of suggestion.match(/\s*\S+/g) ?? []) {
    if (!truth.startsWith(word, characters)) break;
    // A word that goes on differently is not accepted.
    if (/\w$/.test(word) && /^\w/.test(truth.slice(characters + word.length))) break;
    characters += word.length;
    keys += 1;
  }
  return { characters, keys };
}

function emptyTally(): Tally {
  return {
    characters: 0,
    keys: 0,
    asks: 0,
    shown: 0,
    accepted: 0,
    shownCharacters: 0,
    acceptedCharacters: 0,
    ms: [],
  };
}

function print(set: string, t: Tally): void {
  const percent = (a: number, b: number) => `${((100 * a) / Math.max(b, 1)).toFixed(1)}%`;
  console.log(
    set.padEnd(12) +
      percent(t.characters - t.keys, t.characters).padStart(10) +
      percent(t.shown, t.asks).padStart(13) +
      percent(t.accepted, t.shown).padStart(16) +
      percent(t.acceptedCharacters, t.shownCharacters).padStart(27) +
      percentile(t.ms, 50).toFixed(0).padStart(8) +
      percentile(t.ms, 90).toFixed(0).padStart(8),
  );
}

void main();
