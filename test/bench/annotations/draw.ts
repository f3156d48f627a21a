// Draws the notes to be annotated: node scripts/bench.mjs annotations/draw --data FOLDER
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { seeded } from '../conditions';

/** Fixed before any note was read, so that no note was chosen for how it reads: one a draw. */
const SEEDS = [20261124, 20261125];
const EACH = 25;
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
for (const seed of SEEDS) {
  const random = seeded(seed);
  console.log(`seed ${seed}`);
  for (const set of SETS) {
    const notes = readFileSync(join(values.data, 'notes', `${set}.jsonl`), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as StoredNote)
      .filter(({ id, text }) => text.length >= 600 && text.length <= 3500 && !before.has(id));
    const drawn = shuffled(notes, random).slice(0, EACH);
    console.log(`${set}: ${drawn.length} of ${notes.length}`);
    for (const { id } of drawn) {
      console.log(id);
      before.add(id);
    }
  }
}
