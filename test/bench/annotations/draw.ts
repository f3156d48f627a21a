// Draws the notes to be annotated: node scripts/bench.mjs annotations/draw --data FOLDER
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seeded } from '../conditions';

/** Fixed before any note was read, so that no note was chosen for how it reads. */
const DRAWS = [
  { seed: 20261124, each: 25, longest: 3500 },
  { seed: 20261125, each: 25, longest: 3500 },
  { seed: 20261126, each: 24, longest: 4500 },
];
const SHORTEST = 600;
const SETS = ['mtsamples', 'syngp500'] as const;

interface StoredNote {
  readonly id: string;
  readonly text: string;
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const all = [...items];
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [all[i], all[j]] = [all[j]!, all[i]!];
  }
  return all;
}

const { values } = parseArgs({ options: { data: { type: 'string' } } });
if (!values.data) throw new Error('Give the folder of the development data: --data FOLDER');
const before = new Set<string>();
for (const { seed, each, longest } of DRAWS) {
  const random = seeded(seed);
  console.log(`seed ${seed}`);
  for (const set of SETS) {
    const notes = readFileSync(join(values.data, 'notes', `${set}.jsonl`), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as StoredNote)
      .filter(
        ({ id, text }) => text.length >= SHORTEST && text.length <= longest && !before.has(id),
      );
    const drawn = shuffled(notes, random).slice(0, each);
    console.log(`${set}: ${drawn.length} of ${notes.length}`);
    for (const { id } of drawn) {
      console.log(id);
      before.add(id);
    }
  }
}
