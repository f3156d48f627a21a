import { readFile, stat } from 'node:fs/promises';
import type { Lexicon } from '../note/terms/lexicon';
import type { Phrasebook } from '../assist/phrases/phrasebook';
import { PhraseMemory } from '../assist/phrases/phraseMemory';
import { earlierVisitsOf } from './earlierVisits';

/** Enough of a clinician's past to know their phrases; bounds memory and start-up. */
const MOST_NOTES = 2000;
const MOST_BYTES = 12_000_000;
const LARGEST_NOTE = 400_000;

/** Keeps the phrase memory in step with the notes on disk. */
export class NotePhrases {
  readonly memory: PhraseMemory;
  readonly #paths = new Set<string>();
  #bytes = 0;
  /** Of the note that was asked for last: a note asks at each key. */
  #visits: { readonly path: string; readonly texts: Promise<readonly string[]> } | null = null;

  constructor(lexicon: Lexicon, book: Phrasebook | null) {
    const terms = [...lexicon.concepts.values()].flatMap((c) => [c.name, ...c.synonyms]);
    this.memory = new PhraseMemory(terms, book);
  }

  /** Learns the notes one by one, leaving the process free between them. */
  async learnAll(paths: Iterable<string>, signal?: AbortSignal): Promise<void> {
    for (const path of paths) {
      if (signal?.aborted || this.memory.documents > MOST_NOTES || this.#bytes > MOST_BYTES) break;
      await this.#read(path);
    }
    this.#settle();
  }

  /** Learns what changed files say now; forgets those that are gone. */
  async refresh(paths: Iterable<string>): Promise<void> {
    for (const path of paths) await this.#read(path);
    this.#settle();
  }

  forget(path: string): void {
    this.#paths.delete(path);
    this.memory.forget(path);
  }

  /** Texts of the same patient's other notes, newest first. */
  earlierVisits(path: string | undefined): Promise<readonly string[]> {
    if (path === undefined) return Promise.resolve([]);
    if (this.#visits?.path !== path) {
      this.#visits = { path, texts: earlierVisitsOf(path, this.#paths) };
    }
    return this.#visits.texts;
  }

  #settle(): void {
    this.#visits = null;
    this.memory.settle();
  }

  async #read(path: string): Promise<void> {
    try {
      const { size } = await stat(path);
      if (size > LARGEST_NOTE) return;
      this.memory.learn(path, await readFile(path, 'utf8'));
      this.#paths.add(path);
      this.#bytes += size;
    } catch {
      this.forget(path);
    }
  }
}
