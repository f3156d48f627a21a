import { readFile, stat } from 'node:fs/promises';
import type { Lexicon } from '../note/lexicon';
import { PhraseMemory } from '../assist/phrases';

/** Enough of a clinician's past to know their phrases; bounds memory and start-up. */
const MOST_NOTES = 2000;
const MOST_BYTES = 12_000_000;
const LARGEST_NOTE = 400_000;
/** A term of the lexicon counts little beside what the clinician wrote. */
const LEXICON_WEIGHT = 0.2;

/** Keeps the phrase memory in step with the notes on disk. */
export class NotePhrases {
  readonly memory = new PhraseMemory();
  #bytes = 0;

  constructor(lexicon: Lexicon) {
    const terms = [...lexicon.concepts.values()].flatMap((c) => [c.name, ...c.synonyms]);
    this.memory.learn('', terms.map((t) => ` ${t}`).join('\n'), LEXICON_WEIGHT);
  }

  /** Learns the notes one by one, leaving the process free between them. */
  async learnAll(paths: Iterable<string>, signal?: AbortSignal): Promise<void> {
    for (const path of paths) {
      if (signal?.aborted || this.memory.documents > MOST_NOTES || this.#bytes > MOST_BYTES) return;
      await this.refresh(path);
    }
  }

  /** Learns what a file says now; forgets it when it is gone. */
  async refresh(path: string): Promise<void> {
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
