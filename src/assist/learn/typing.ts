import type { CompleteRequest } from '../types';

/** What the engine answers at a cursor; as much of `Engine` as typing needs. */
export type Suggest = (request: CompleteRequest) => Promise<{ readonly completion: string }>;

/** What typing a stretch of text cost with suggestions at hand. */
export interface Typed {
  readonly characters: number;
  readonly keys: number;
  readonly asks: number;
  readonly shown: number;
  readonly accepted: number;
  readonly shownCharacters: number;
  readonly acceptedCharacters: number;
  /** Milliseconds of each request. */
  readonly ms: readonly number[];
}

export const NOTHING_TYPED: Typed = {
  characters: 0,
  keys: 0,
  asks: 0,
  shown: 0,
  accepted: 0,
  shownCharacters: 0,
  acceptedCharacters: 0,
  ms: [],
};

/** Where in a text typing begins and how many UTF-16 units are typed. */
export interface Stretch {
  readonly from: number;
  readonly count: number;
}

/**
 * Types a stretch of a text as an editor would: asks after every character unless the last suggestion
 * still holds, accepts a suggestion whole for one key when all of it is right, or word by word for a
 * key each. Rejects as `suggest` does.
 */
export async function typeStretch(
  text: string,
  { from, count }: Stretch,
  suggest: Suggest,
  now: () => number = () => performance.now(),
): Promise<Typed> {
  const tally = { ...NOTHING_TYPED, ms: [] as number[] };
  const end = Math.min(text.length, from + count);
  let at = from;
  let held = '';
  while (at < end) {
    if (held === '') {
      const started = now();
      const request = { text: text.slice(0, at), offset: at, explicit: false };
      const { completion } = await suggest(request);
      tally.ms.push(now() - started);
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
  return tally;
}

export function together(a: Typed, b: Typed): Typed {
  return {
    characters: a.characters + b.characters,
    keys: a.keys + b.keys,
    asks: a.asks + b.asks,
    shown: a.shown + b.shown,
    accepted: a.accepted + b.accepted,
    shownCharacters: a.shownCharacters + b.shownCharacters,
    acceptedCharacters: a.acceptedCharacters + b.acceptedCharacters,
    ms: [...a.ms, ...b.ms],
  };
}

/** Share of keys that need not be pressed, 0–1. */
export function netSaved({ characters, keys }: Typed): number {
  return characters === 0 ? 0 : (characters - keys) / characters;
}

/** How much of a suggestion a clinician would take, and the keys it costs. */
export function acceptable(
  suggestion: string,
  truth: string,
): { readonly characters: number; readonly keys: number } {
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
