import { foldWord, ORDER, PhraseIndex, type Continuations } from './phraseIndex';

/** A word the phrase memory expects next, with its joint probability so far. */
export interface ExpectedWord {
  /** As inserted, with its leading space or line break. */
  readonly text: string;
  readonly joint: number;
}

/** Absolute discount (Ney et al., 1994): mass taken from seen words for the unseen. */
const DISCOUNT = 0.8;
/** Share of the unigram level kept for words never seen at all. */
const NEVER_SEEN = 0.3;
/** A word of this very note counts as much as this many of other notes: a note repeats itself. */
const OWN_NOTE = 6;
/** A mere term counts little beside what the clinician wrote. */
const TERMS = 0.2;
const MOST_WORDS = 12;

/** Next-word counts of one growing text, by context. */
class NoteCounts {
  readonly #tables: Map<string, { total: number; counts: Map<string, number> }>[] = Array.from(
    { length: ORDER + 1 },
    () => new Map(),
  );

  add(words: readonly string[], from = 0): void {
    for (let i = from; i < words.length; i++) {
      for (let order = 0; order <= Math.min(ORDER, i); order++) {
        const table = this.#tables[order]!;
        const context = key(words, i, order);
        let row = table.get(context);
        if (!row) table.set(context, (row = { total: 0, counts: new Map() }));
        row.total += 1;
        row.counts.set(words[i]!, (row.counts.get(words[i]!) ?? 0) + 1);
      }
    }
  }

  after(words: readonly string[], order: number): Continuations | null {
    return this.#tables[order]!.get(key(words, words.length, order)) ?? null;
  }
}

function key(words: readonly string[], end: number, order: number): string {
  return words
    .slice(end - order, end)
    .map(foldWord)
    .join('\u0001');
}

/** What a source of phrases says after a context, and how much it counts. */
interface Voice {
  readonly said: Continuations;
  readonly weight: number;
}

/**
 * What the clinician has written before: the notes of the workspace, a list of terms and, above
 * all, the note itself. Answers with the likeliest words to follow, or with none.
 */
export class PhraseMemory {
  readonly #terms: PhraseIndex;
  #shared = new PhraseIndex([]);
  readonly #learnt = new Map<string, readonly string[]>();
  #own: { text: string; words: readonly string[]; counts: NoteCounts } | null = null;

  /** `terms`: names that may be completed although nobody has written them yet. */
  constructor(terms: readonly string[] = []) {
    this.#terms = new PhraseIndex(terms.map((term) => wordsOf(` ${term}`)));
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
    this.#shared = new PhraseIndex(this.#learnt.values());
  }

  get documents(): number {
    return this.#learnt.size;
  }

  /**
   * The words likely to follow `before`, stopping at the end of the sentence or when the joint
   * probability falls below `least`. Inside a word the first answer is the rest of it.
   */
  expect(before: string, least: number): readonly ExpectedWord[] {
    const { head, partial } = splitPartial(before);
    const own = this.#ownNote(head);
    const words = [...own.words];
    const answer: ExpectedWord[] = [];
    let joint = 1;
    let typed = partial;
    for (let n = 0; n < MOST_WORDS; n++) {
      const best = this.#best(words, own.counts, typed);
      if (!best || joint * best.probability < least) break;
      joint *= best.probability;
      const text = typed === '' ? best.word : best.word.trimStart().slice(typed.trimStart().length);
      if (best.word === '\n') break;
      if (text !== '') answer.push({ text, joint });
      words.push(best.word);
      typed = '';
      if (/[.!?]$/.test(best.word)) break;
    }
    return answer;
  }

  #ownNote(head: string): { words: readonly string[]; counts: NoteCounts } {
    const known = this.#own;
    if (known?.text === head) return known;
    const words = wordsOf(head);
    const grows = known !== null && head.startsWith(known.text);
    const counts = grows ? known.counts : new NoteCounts();
    counts.add(words, grows ? known.words.length : 0);
    this.#own = { text: head, words, counts };
    return this.#own;
  }

  /** The likeliest next word that begins with what is typed, and its probability among those that do. */
  #best(
    words: readonly string[],
    own: NoteCounts,
    typed: string,
  ): { word: string; probability: number } | null {
    const wanted = typed.trimStart().toLowerCase();
    const mass = new Map<string, number>();
    let left = 1;
    // With nothing typed a word is never guessed from its frequency alone.
    const lowest = wanted === '' ? 1 : 0;
    for (let order = Math.min(ORDER, words.length); order >= lowest && left > 0.001; order--) {
      const voices = this.#voices(words, order, own);
      const total = voices.reduce((sum, v) => sum + v.weight * v.said.total, 0);
      if (total === 0) continue;
      const kinds = voices.reduce((sum, v) => sum + v.said.counts.size, 0);
      const seen = voices.reduce((sum, v) => sum + v.said.total, 0);
      // The more continuations a context has had, the more it gives away to shorter contexts.
      const escape = Math.min(0.95, (DISCOUNT * kinds) / (seen + DISCOUNT));
      for (const { said, weight } of voices) {
        for (const [word, count] of said.counts) {
          if (wanted !== '' && !begins(word, wanted)) continue;
          const share = (left * (1 - escape) * weight * count) / total;
          mass.set(word, (mass.get(word) ?? 0) + share);
        }
      }
      left *= escape;
    }
    if (wanted !== '') left *= NEVER_SEEN * 0.05 ** Math.min(wanted.length, 3);
    let best: string | null = null;
    let sum = left;
    for (const [word, p] of mass) {
      sum += p;
      if (best === null || p > mass.get(best)!) best = word;
    }
    return best === null ? null : { word: best, probability: mass.get(best)! / sum };
  }

  #voices(words: readonly string[], order: number, own: NoteCounts): Voice[] {
    const voices: Voice[] = [];
    const add = (said: Continuations | null, weight: number) => {
      if (said) voices.push({ said, weight });
    };
    add(own.after(words, order), OWN_NOTE);
    add(order === 0 ? this.#shared.frequency : this.#shared.after(words, order), 1);
    add(order === 0 ? this.#terms.frequency : this.#terms.after(words, order), TERMS);
    return voices;
  }
}

function begins(word: string, wanted: string): boolean {
  const w = word.trimStart();
  // A word as long as what is typed says that the typed word is finished.
  return w.slice(0, wanted.length).toLowerCase() === wanted;
}

/** The text up to the last whole word, and the word being typed (with its leading space). */
function splitPartial(before: string): { head: string; partial: string } {
  const match = / ?[^\s,.;:()]+$/u.exec(before);
  return match
    ? { head: before.slice(0, match.index), partial: match[0] }
    : { head: before.replace(/ +$/, ''), partial: before.endsWith(' ') ? ' ' : '' };
}

/** Words and punctuation, each with the space before it; line breaks are words of their own. */
export function wordsOf(text: string): string[] {
  return text.match(/\n| ?[^\s,.;:()]+(?:\.\d+)?| ?[,.;:()]/gu) ?? [];
}
