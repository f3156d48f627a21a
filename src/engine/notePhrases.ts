import { readFile, stat } from 'node:fs/promises';
import type { Lexicon } from '../note/terms/lexicon';
import { PhraseMemory } from '../assist/phrases';

/** Enough of a clinician's past to know their phrases; bounds memory and start-up. */
const MOST_NOTES = 2000;
const MOST_BYTES = 12_000_000;
const LARGEST_NOTE = 400_000;
/** Keeps the phrase memory in step with the notes on disk. */
export class NotePhrases {
  readonly memory: PhraseMemory;
  #bytes = 0;

  constructor(lexicon: Lexicon) {
    const terms = [...lexicon.concepts.values()].flatMap((c) => [c.name, ...c.synonyms]);
    this.memory = new PhraseMemory(terms);
  }

  /** Learns the notes one by one, leaving the process free between them. */
  async learnAll(paths: Iterable<string>, signal?: AbortSignal): Promise<void> {
    for (const path of paths) {
      if (signal?.aborted || this.memory.documents > MOST_NOTES || this.#bytes > MOST_BYTES) break;
      await this.#read(path);
    }
    this.memory.settle();
  }

  /** Learns what changed files say now; forgets those that are gone. */
  async refresh(paths: Iterable<string>): Promise<void> {
    for (const path of paths) await this.#read(path);
    this.memory.settle();
  }

  async #read(path: string): Promise<void> {
    try {
      const { size } = await stat(path);
      if (size > LARGEST_NOTE) return;
      this.memory.learn(path, await readFile(path, 'utf8'));
      this.#bytes += size;
    } catch {
      this.memory.forget(path);
    }
  }
}
