import { readSentence, type ReadSentence } from './readSentence';
import type { Section, Sentence } from './types';

/** Reads each sentence's triggers once, as its first finding asks for them. */
export class SentenceReader {
  readonly #text: string;
  readonly #section: Section;
  readonly #sentences: readonly Sentence[];
  #index = 0;
  #read: ReadSentence | null = null;

  constructor(text: string, section: Section, sentences: readonly Sentence[]) {
    this.#text = text;
    this.#section = section;
    this.#sentences = sentences;
  }

  /** The sentence that holds a place; places must be asked for in order. */
  at(start: number, end: number): ReadSentence {
    while ((this.#sentences[this.#index]?.end ?? Infinity) <= start) {
      this.#index++;
      this.#read = null;
    }
    const sentence = this.#sentences[this.#index] ?? { start, end };
    if (!this.#read || this.#read.span.end < end) {
      const span = { start: Math.min(sentence.start, start), end: Math.max(sentence.end, end) };
      this.#read = readSentence(this.#text, span, this.#section);
    }
    return this.#read;
  }
}
