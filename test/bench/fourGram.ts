import type { Phrasebook } from '../../src/assist/phrases/phrasebook';
import { NoteCounts } from '../../src/assist/phrases/noteCounts';
import { foldWord, splitPartial, type Continuations } from '../../src/assist/phrases/words';

/** Shares of the note's own counts, and of each shorter context (stupid back-off; Brants, 2007). */
const CACHE = 0.5;
const BACK_OFF = 0.4;
const CONTEXT = 3;
const MOST_WORDS = 8;

/**
 * What the completion is measured against: a word 4-gram with a cache of the note's own words, by
 * back-off, shown while its joint probability is at least `least`. No guard, no calibration.
 */
export class FourGram {
  readonly #note = new NoteCounts();

  constructor(
    private readonly book: Phrasebook,
    private readonly least: number,
  ) {}

  complete(before: string): string {
    const { head, partial } = splitPartial(before);
    const words = [...this.#note.read(head)];
    let typed = partial;
    let text = '';
    let joint = 1;
    for (let n = 0; n < MOST_WORDS; n++) {
      const [word, probability] = this.#next(words, foldWord(typed));
      joint *= probability;
      if (word === null || word === '\n' || joint < this.least) break;
      text += typed === '' ? word : word.trimStart().slice(typed.trimStart().length);
      words.push(word);
      typed = '';
      if (/[.!?]$/.test(word)) break;
    }
    text = text.trimEnd();
    if (/\s$/.test(before)) text = text.trimStart();
    return text.trim().length < 2 ? '' : text;
  }

  #next(words: readonly string[], typed: string): readonly [string | null, number] {
    const mass = new Map<string, number>();
    for (const [share, said] of [
      [CACHE, (n: number) => this.#note.after(words, n)],
      [1 - CACHE, (n: number) => this.#inBook(words, n, typed)],
    ] as const) {
      let left = share;
      for (let order = Math.min(CONTEXT, words.length); order >= (typed === '' ? 1 : 0); order--) {
        const followed = said(order);
        if (!followed || followed.total === 0) continue;
        const kept = left * (1 - BACK_OFF);
        for (const [word, count] of followed.counts) {
          if (!foldWord(word).startsWith(typed)) continue;
          mass.set(word, (mass.get(word) ?? 0) + (kept * count) / followed.total);
        }
        left *= BACK_OFF;
      }
    }
    const sum = typed === '' ? 1 : [...mass.values()].reduce((a, b) => a + b, 0);
    const [word, p] = [...mass].reduce<[string | null, number]>(
      (a, b) => (b[1] > a[1] ? b : a),
      [null, 0],
    );
    return [word, sum > 0 ? p / sum : 0];
  }

  #inBook(words: readonly string[], order: number, typed: string): Continuations | null {
    return order === 0 ? this.book.startingWith(typed) : this.book.after(words, order, typed);
  }
}
