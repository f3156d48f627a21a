import { foldWord, ORDER, wordsOf, type Continuations } from './words';

interface Row {
  total: number;
  readonly counts: Map<string, number>;
}

const NOTHING: Continuations = { total: 0, kinds: 0, counts: [] };

/** Next-word counts of the note being written, kept up to date as it grows. */
export class NoteCounts {
  #text = '';
  #words: string[] = [];
  #tables = emptyTables();

  /** The words of `text`; only what is new since the last call is counted. */
  read(text: string): readonly string[] {
    if (text === this.#text) return this.#words;
    const words = wordsOf(text);
    let from = this.#words.length;
    if (!text.startsWith(this.#text)) {
      this.#tables = emptyTables();
      from = 0;
    }
    this.#text = text;
    this.#words = words;
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
    return words;
  }

  /** What followed the last `order` words (0 to ORDER) in this note. */
  after(words: readonly string[], order: number): Continuations {
    const row = this.#tables[order]!.get(key(words, words.length, order));
    return row ? { total: row.total, kinds: row.counts.size, counts: row.counts } : NOTHING;
  }
}

function emptyTables(): Map<string, Row>[] {
  return Array.from({ length: ORDER + 1 }, () => new Map<string, Row>());
}

function key(words: readonly string[], end: number, order: number): string {
  let joined = '';
  for (let i = end - order; i < end; i++) joined += `\u0001${foldWord(words[i]!)}`;
  return joined;
}
