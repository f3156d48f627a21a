import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import held from '../../models/training/held-back.json';
import { seeded } from './conditions';

/** A note and where typing in it begins (UTF-16 units). */
export interface TypedNote {
  readonly text: string;
  readonly from: number;
}

export type NoteSet = 'mtsamples' | 'syngp500';

/** Notes that trained nothing: `confidence` fits how sure suggestions are, `bench` is typed. */
export type Part = 'confidence' | 'bench';

const SEED = 20261124;
/** Shorter notes leave nothing to type. */
const SHORTEST = 900;

/**
 * The texts of a part of a set. MTSamples: of those that `held-back.json` keeps from training.
 * SynGP500, which never trains: every other note.
 */
export function notesOf(data: string, set: NoteSet, part: Part): string[] {
  const rows = readFileSync(join(data, `notes/${set}.jsonl`), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { id: string; text: string });
  const confidence = new Set(held.confidence);
  const kept = new Set(held.mtsamples);
  return rows
    .filter(({ id }, i) => {
      if (set === 'syngp500') return i % 2 === (part === 'confidence' ? 0 : 1);
      return kept.has(id) && confidence.has(id) === (part === 'confidence');
    })
    .map(({ text }) => text);
}

/** Notes by a seeded draw, each with a place a fifth to a half into it; and those not drawn. */
export function drawNotes(
  texts: readonly string[],
  count: number,
): { readonly drawn: readonly TypedNote[]; readonly others: readonly string[] } {
  const random = seeded(SEED);
  const left = texts.filter((text) => text.length > SHORTEST);
  const drawn: TypedNote[] = [];
  while (drawn.length < count && left.length > 0) {
    const [text] = left.splice(Math.floor(random() * left.length), 1);
    drawn.push({ text: text!, from: Math.floor(text!.length * (0.2 + 0.3 * random())) });
  }
  return { drawn, others: left };
}
