import type { AdapterFigures, LossFigures } from '../../model/adapters/card';
import { mcnemar } from './mcnemar';
import { guessNextWords, wordBeginnings } from './nextWord';
import { netSaved, NOTHING_TYPED, together, typeStretch, type Suggest, type Typed } from './typing';

/** How much is measured: more is surer, and takes longer. */
export interface Measure {
  /** UTF-16 units typed in all. */
  readonly characters: number;
  /** Next words guessed in all. */
  readonly words: number;
}

/** What an engine did on the notes kept back. */
export interface Measured {
  readonly typed: Typed;
  /** For each place, whether the next word was guessed right: the same places for every engine. */
  readonly words: readonly boolean[];
}

/** About four minutes for both engines on two slow cores. */
export const USUAL_MEASURE: Measure = { characters: 1600, words: 240 };

/** Typing begins here: the first lines are often one's own letterhead. */
const BEGIN = 0.3;

/** Types a stretch of each note against an engine and has it guess words all over. */
export async function measure(
  notes: readonly string[],
  { characters, words }: Measure,
  suggest: Suggest,
  progress: { readonly signal?: AbortSignal; readonly onNote?: (done: number) => void } = {},
): Promise<Measured> {
  let typed = NOTHING_TYPED;
  const right: boolean[] = [];
  for (const [i, text] of notes.entries()) {
    progress.onNote?.(i / notes.length);
    const asked: Suggest = (request) => {
      progress.signal?.throwIfAborted();
      return suggest(request);
    };
    const count = Math.ceil(characters / notes.length);
    const from = Math.max(0, Math.min(Math.floor(BEGIN * text.length), text.length - count));
    typed = together(typed, await typeStretch(text, { from, count }, asked));
    const places = wordBeginnings(text, Math.ceil(words / notes.length));
    right.push(...(await guessNextWords(text, places, asked)));
  }
  return { typed, words: right };
}

/** Both engines' doings side by side. */
export function figuresOf(
  loss: LossFigures | null,
  before: Measured | null,
  after: Measured | null,
): AdapterFigures {
  if (before === null || after === null) return { loss, saved: null, nextWord: null };
  const only = (a: Measured, b: Measured): number =>
    a.words.filter((right, i) => right && b.words[i] === false).length;
  const count = ({ words }: Measured): number => words.filter((right) => right).length;
  return {
    loss,
    saved: { before: netSaved(before.typed), after: netSaved(after.typed) },
    nextWord: {
      words: before.words.length,
      before: count(before),
      after: count(after),
      p: mcnemar(only(before, after), only(after, before)),
    },
  };
}
