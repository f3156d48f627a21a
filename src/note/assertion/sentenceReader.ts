import { readSentence } from './readSentence';
import type { ReadSentence } from './sentenceWords';
import type { Word } from '../terms/words';
import type { Section, Sentence, Span } from '../types';

/**
 * Reads each sentence's triggers once, as its first finding asks for them. `words` are those of the
 * section, `terms` what it names, both in order: a denial inside a term ("not feeding") denies nothing
 * beside it.
 */
export class SentenceReader {
  readonly #text: string;
  readonly #section: Section;
  readonly #sentences: readonly Sentence[];
  readonly #words: readonly Word[];
  readonly #terms: readonly Span[];
  #index = 0;
  #word = 0;
  #term = 0;
  #read: ReadSentence | null = null;

  constructor(
    text: string,
    section: Section,
    sentences: readonly Sentence[],
    words: readonly Word[],
    terms: readonly Span[] = [],
  ) {
    this.#text = text;
    this.#section = section;
    this.#sentences = sentences;
    this.#words = words;
    this.#terms = terms;
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
      while ((this.#words[this.#word]?.start ?? Infinity) < sentence.start) this.#word++;
      const from = span.start < sentence.start ? 0 : this.#word;
      const read = readSentence(this.#text, span, this.#section, this.#words, from);
      this.#read = this.#outsideTerms(read);
    }
    return this.#read;
  }

  #outsideTerms(read: ReadSentence): ReadSentence {
    const terms = this.#terms;
    if (terms.length === 0) return read;
    const { span, tokens } = read;
    while ((terms[this.#term]?.end ?? Infinity) <= span.start) this.#term++;
    let t = this.#term;
    const triggers = read.triggers.filter(({ rule, first, last }) => {
      if (rule.axis !== 'negated') return true;
      const [start, end] = [tokens[first]?.start ?? 0, tokens[last - 1]?.end ?? 0];
      while ((terms[t]?.end ?? Infinity) <= start) t++;
      const term = terms[t];
      // "NKDA" is both the term and its denial.
      const isWhole = start === term?.start && end === term.end;
      return !term || isWhole || start < term.start || end > term.end;
    });
    return triggers.length === read.triggers.length ? read : { ...read, triggers };
  }
}
