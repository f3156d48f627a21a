/** A word the phrase memory expects next, with its joint probability so far. */
export interface ExpectedWord {
  /** As inserted, with its leading space or line break. */
  readonly text: string;
  readonly joint: number;
}

/** Longest context, in words. */
const ORDER = 4;
/** Absolute discount (Ney et al., 1994): mass taken from seen words for the unseen. */
const DISCOUNT = 0.6;
/** Share of the unigram level kept for words never seen at all. */
const NEVER_SEEN = 0.3;
/** A word of this very note counts as much as this many of other notes: a note repeats itself. */
const OWN_NOTE = 3;
const MOST_WORDS = 12;

type Counts = Map<string, number>;

/** Next-word counts by context, orders 0 to ORDER. */
class Ngrams {
  readonly #tables: Map<string, Counts>[] = Array.from({ length: ORDER + 1 }, () => new Map());

  add(words: readonly string[], weight: number, from = 0): void {
    for (let i = from; i < words.length; i++) {
      const next = words[i]!;
      for (let order = 0; order <= Math.min(ORDER, i); order++) {
        const context = key(words, i, order);
        const table = this.#tables[order]!;
        let counts = table.get(context);
        if (!counts) table.set(context, (counts = new Map()));
        const sum = (counts.get(next) ?? 0) + weight;
        if (sum > 0) counts.set(next, sum);
        else counts.delete(next);
        if (counts.size === 0) table.delete(context);
      }
    }
  }

  after(words: readonly string[], order: number): Counts | undefined {
    return this.#tables[order]!.get(key(words, words.length, order));
  }
}

function key(words: readonly string[], end: number, order: number): string {
  return order === 0
    ? ''
    : words
        .slice(end - order, end)
        .map(fold)
        .join('\u0001');
}

/** Contexts match without regard to case and spacing; what is suggested keeps both. */
function fold(word: string): string {
  return word === '\n' ? word : word.trim().toLowerCase();
}

/**
 * What the clinician has written before: the notes of the workspace, the lexicon's terms and,
 * above all, the note itself. Answers with the likeliest words to follow, or with none.
 */
export class PhraseMemory {
  readonly #shared = new Ngrams();
  readonly #learnt = new Map<string, readonly string[]>();
  #own: { text: string; words: readonly string[]; ngrams: Ngrams } | null = null;

  /** Learns a document; learning the same path again replaces what was learnt from it. */
  learn(path: string, text: string, weight = 1): void {
    this.forget(path, weight);
    const words = wordsOf(text);
    this.#shared.add(words, weight);
    this.#learnt.set(path, words);
  }

  forget(path: string, weight = 1): void {
    const words = this.#learnt.get(path);
    if (!words) return;
    this.#shared.add(words, -weight);
    this.#learnt.delete(path);
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
    const own = this.#ownNgrams(head);
    const words = [...own.words];
    const answer: ExpectedWord[] = [];
    let joint = 1;
    let typed = partial;
    for (let n = 0; n < MOST_WORDS; n++) {
      const best = this.#best(words, own.ngrams, typed);
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

  #ownNgrams(head: string): { words: readonly string[]; ngrams: Ngrams } {
    const known = this.#own;
    if (known && head.startsWith(known.text)) {
      const words = wordsOf(head);
      known.ngrams.add(words, OWN_NOTE, known.words.length);
      this.#own = { text: head, words, ngrams: known.ngrams };
    } else if (!known || known.text !== head) {
      const words = wordsOf(head);
      const ngrams = new Ngrams();
      ngrams.add(words, OWN_NOTE);
      this.#own = { text: head, words, ngrams };
    }
    return this.#own!;
  }

  /** The likeliest next word that begins with what is typed, and its probability among those that do. */
  #best(
    words: readonly string[],
    own: Ngrams,
    typed: string,
  ): { word: string; probability: number } | null {
    const mass = new Map<string, number>();
    let left = 1;
    const wanted = typed.trimStart().toLowerCase();
    // With nothing typed a word is never guessed from its frequency alone.
    const lowest = wanted === '' ? 1 : 0;
    for (let order = Math.min(ORDER, words.length); order >= lowest && left > 0.001; order--) {
      const tables = [own.after(words, order), this.#shared.after(words, order)];
      let total = 0;
      let kinds = 0;
      for (const table of tables) {
        if (!table) continue;
        for (const count of table.values()) total += count;
        kinds += table.size;
      }
      if (total === 0) continue;
      // The more continuations a context has had, the more it gives away to shorter contexts.
      const escape = Math.min(0.95, (DISCOUNT * kinds) / (total + DISCOUNT));
      const here = left * (1 - escape);
      for (const table of tables) {
        if (!table) continue;
        for (const [word, count] of table) {
          if (wanted !== '' && !begins(word, wanted)) continue;
          mass.set(word, (mass.get(word) ?? 0) + (here * count) / total);
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
