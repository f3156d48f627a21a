import type { Kind } from './measurementKinds';
import { lowered } from '../terms/words';

/** A unit as written: its UCUM code and where it ends. */
export interface WrittenUnit {
  readonly code: string;
  readonly end: number;
}

const LONGEST = 32;

/** The unit of `kind` that is written at a place, the longest that fits, or null. */
export function unitAt(text: string, at: number, kind: Kind): WrittenUnit | null {
  const after = lowered(text.slice(at, at + LONGEST));
  let space = 0;
  while (after[space] === ' ' || after[space] === '\t') space++;
  let best: WrittenUnit | null = null;
  for (const code in kind.units) {
    for (const written of kind.units[code]?.written ?? []) {
      const start = after.startsWith(written, space) ? space : 0;
      if (start === 0 && !after.startsWith(written)) continue;
      const end = at + start + written.length;
      if ((best && end <= best.end) || !endsThere(after, start + written.length)) continue;
      best = { code, end };
    }
  }
  return best;
}

const LETTER = /[a-zµμ]/;
const GOES_ON = /[a-zµμ0-9/]/;

/** Whether a unit that ends in a letter is not the beginning of a longer word or unit. */
function endsThere(after: string, end: number): boolean {
  if (!LETTER.test(after[end - 1] ?? '')) return true;
  return !GOES_ON.test(after[end] ?? ' ');
}

/** The unit that a bare number stands in, by the name it follows or by its magnitude. */
export function assumedUnit(kind: Kind, name: string, value: number): string {
  const byName = kind.assumeByName?.[name];
  if (byName !== undefined) return byName;
  const guess = kind.assume?.find((a) => a.below === undefined || value < a.below);
  return guess?.unit ?? firstUnit(kind);
}

/** The unit in which the kind's ranges are given. */
export function firstUnit(kind: Kind): string {
  return Object.keys(kind.units)[0] ?? '';
}

/** A value in the kind's first unit; null for a unit the kind has not. */
export function toReference(kind: Kind, code: string, value: number): number | null {
  const unit = kind.units[code];
  return unit ? (value - (unit.offset ?? 0)) * unit.factor : null;
}

/** Whether a value in the kind's first unit can be of a living patient. */
export function isPlausible(kind: Kind, value: number): boolean {
  return value >= kind.plausible[0] && value <= kind.plausible[1];
}
