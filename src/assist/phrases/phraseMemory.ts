import { NoteCounts } from './noteCounts';
import { PhraseIndex } from './phraseIndex';
import type { Phrasebook } from './phrasebook';
import { foldWord, ORDER, splitPartial, wordsOf, type Continuations } from './words';

/** A word the phrase memory expects next, and its probability given all before it. */
export interface ExpectedWord {
  /** As inserted, with its leading space or line break; of a word begun, the rest of it. */
  readonly text: string;
  /** Probability of this word, 0–1, given those before it. */
  readonly probability: number;
}

/** Absolute discount (Ney et al., 1994): mass taken from seen words for the unseen. */
const DISCOUNT = 0.8;
/** Share of the unigram level kept for words never seen at all. */
const NEVER_SEEN = 0.3;
/** How much a word counts by who wrote it: this note, earlier notes, anybody, a mere list of terms. */
const WEIGHTS = { note: 6, past: 1, book: 0.5, terms: 0.2 } as const;

/** Probability mass by word; `sum` counts that of words never seen too. */
interface Masses {
  readonly mass: ReadonlyMap<string, number>;
  readonly sum: number;
}

interface Voice {
  readonly said: Continuations;
  readonly weight: number;
}

/**
 * What is usually written: in this note above all, in the clinician's earlier notes, in clinical
 * text at large, and a list of terms. Says what word is likely next, and how likely a given one is.
 */
export class PhraseMemory {
  readonly #terms: PhraseIndex;
  readonly #book: Phrasebook | null;
  #past = new PhraseIndex([]);
  readonly #learnt = new Map<string, readonly string[]>();
  readonly #note = new NoteCounts();

  /** `terms`: names that may be completed although nobody has written them yet. */
  constructor(terms: readonly string[] = [], book: Phrasebook | null = null) {
    this.#terms = new PhraseIndex(terms.map((term) => wordsOf(` ${term}`)));
    this.#book = book;
  }

  /** Takes a document in, in place of what the same path held; `settle` makes it count. */
  learn(path: string, text: string): void {
    this.#learnt.set(path, wordsOf(text));
  }

  forget(path: string): void {
    this.#learnt.delete(path);
  }

  /** Makes what was learnt and forgotten count. Linear in all that is known: some 50 ns a word. */
  settle(): void {
    this.#past = new PhraseIndex(this.#learnt.values());
  }

  get documents(): number {
    return this.#learnt.size;
  }

  /** A place in a note, from which words can be expected and weighed. */
  at(before: string): PhrasePlace {
    const { head, partial } = splitPartial(before);
    const words = this.#note.read(head);
    // Both sources mostly say the same words: what follows them is worked out once.
    const known = new Map<string, Masses>();
    const after = (written: readonly string[]): Masses => {
      const key = JSON.stringify(written);
      let masses = known.get(key);
      if (!masses) known.set(key, (masses = this.#masses(words, written, partial)));
      return masses;
    };
    // A word at the cursor may be whole already: what follows it then comes after a blank.
    const afterWhole = () => after(['']);
    return {
      expect: (written) => {
        if (written.length > 0) return best(after(written), '');
        const next = best(after([]), partial);
        if (next?.text !== '') return next;
        const following = best(afterWhole(), '');
        return following && { ...following, probability: following.probability * next.probability };
      },
      weigh: (written, word) => {
        if (written.length > 0) return shareOf(after(written), word);
        if (partial.trim() === '' || !/^[\s,.;:()]/.test(word)) {
          return shareOf(after([]), partial + word);
        }
        return shareOf(after([]), partial) * shareOf(afterWhole(), word);
      },
    };
  }

  /** What may follow `written` after `head`; of nothing written, what completes `partial`. */
  #masses(head: readonly string[], written: readonly string[], partial: string): Masses {
    const words = written.length === 0 ? head : takenWords(head, written, partial);
    const typed = written.length === 0 ? partial.trimStart().toLowerCase() : '';
    const mass = new Map<string, number>();
    let left = 1;
    // With nothing typed a word is never guessed from its frequency alone.
    const lowest = typed === '' ? 1 : 0;
    for (let order = Math.min(ORDER, words.length); order >= lowest && left > 0.001; order--) {
      const voices = this.#voices(words, order, typed);
      let total = 0;
      let kinds = 0;
      let seen = 0;
      for (const { said, weight } of voices) {
        total += weight * said.total;
        kinds += said.kinds;
        seen += said.total;
      }
      if (total === 0) continue;
      // The more continuations a context has had, the more it gives away to shorter contexts.
      const escape = Math.min(0.95, (DISCOUNT * kinds) / (seen + DISCOUNT));
      for (const { said, weight } of voices) {
        const each = (left * (1 - escape) * weight) / total;
        for (const [word, count] of said.counts) {
          if (typed !== '' && !begins(word, typed)) continue;
          mass.set(word, (mass.get(word) ?? 0) + each * count);
        }
      }
      left *= escape;
    }
    if (typed !== '') left *= NEVER_SEEN * 0.05 ** Math.min(typed.length, 3);
    let sum = left;
    for (const p of mass.values()) sum += p;
    return { mass, sum };
  }

  #voices(words: readonly string[], order: number, typed: string): Voice[] {
    const voices: Voice[] = [];
    const add = (said: Continuations | null | undefined, weight: number) => {
      if (said && said.total > 0) voices.push({ said, weight });
    };
    const { note, past, book, terms } = WEIGHTS;
    add(this.#note.after(words, order), note);
    if (order === 0) {
      add(this.#past.startingWith(typed), past);
      add(this.#book?.startingWith(typed), book);
      add(this.#terms.startingWith(typed), terms);
    } else {
      add(this.#past.after(words, order), past);
      add(this.#book?.after(words, order, typed), book);
      add(this.#terms.after(words, order), terms);
    }
    return voices;
  }
}

/** What may be asked of a place: `written` are the words already taken as following it. */
export interface PhrasePlace {
  /** The likeliest next word; null where nothing is known. */
  expect(written: readonly string[]): ExpectedWord | null;
  /** Probability of `word` there, 0–1; of the word at the cursor only the rest is given. */
  weigh(written: readonly string[], word: string): number;
}

function takenWords(
  head: readonly string[],
  written: readonly string[],
  partial: string,
): string[] {
  return [...head.slice(-ORDER), partial + written[0]!, ...written.slice(1)].flatMap((w) =>
    wordsOf(w),
  );
}

/** Share of a word in all that may follow, whatever its case. */
function shareOf({ mass, sum }: Masses, word: string): number {
  const wanted = foldWord(word);
  let found = 0;
  for (const [w, p] of mass) if (foldWord(w) === wanted) found += p;
  return sum > 0 ? found / sum : 0;
}

function best({ mass, sum }: Masses, partial: string): ExpectedWord | null {
  let word: string | null = null;
  let most = 0;
  for (const [w, p] of mass) {
    if (p > most) {
      most = p;
      word = w;
    }
  }
  if (word === null) return null;
  const text = partial === '' ? word : word.trimStart().slice(partial.trimStart().length);
  return { text, probability: most / sum };
}

function begins(word: string, typed: string): boolean {
  // A word as long as what is typed says that the typed word is finished.
  return word.trimStart().slice(0, typed.length).toLowerCase() === typed;
}
