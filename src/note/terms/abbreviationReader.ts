import abbreviationData from '../data/abbreviations.yaml';
import type { Candidate } from './candidate';
import type { Lexicon } from './lexicon';
import type { Abbreviation } from './entry';
import type { SectionLabel } from '../types';
import { lowered, type Word } from './words';

interface Meaning {
  readonly concept: string | null;
  readonly default?: boolean;
  readonly near?: readonly string[];
  readonly sections?: readonly SectionLabel[];
}

interface AbbreviationData {
  readonly ambiguous: readonly {
    readonly abbreviation: string;
    readonly meanings: readonly Meaning[];
  }[];
  readonly words: readonly string[];
  readonly chains: {
    readonly letters: Readonly<Record<string, string>>;
    readonly orders: readonly string[];
  };
}

const { ambiguous, words: capitalWords, chains } = abbreviationData as AbbreviationData;
const AMBIGUOUS = new Map(ambiguous.map((a) => [a.abbreviation, a.meanings]));
const CAPITAL_WORDS = new Set(capitalWords);
const CHAIN_ORDERS = new Set(chains.orders);
const CHAIN_MARK = /^ ?[/+&] ?$/;
/** Words on either side that may tell which of its meanings an abbreviation has. */
const AROUND = 6;

/** Reads the abbreviations of a text by their case, their section and their neighbours. */
export class AbbreviationReader {
  readonly #text: string;
  readonly #words: readonly Word[];
  readonly #lexicon: Lexicon;
  readonly #sectionAt: (offset: number) => SectionLabel;

  constructor(
    text: string,
    words: readonly Word[],
    lexicon: Lexicon,
    sectionAt: (offset: number) => SectionLabel,
  ) {
    this.#text = text;
    this.#words = words;
    this.#lexicon = lexicon;
    this.#sectionAt = sectionAt;
  }

  /** The abbreviation that begins with the word at `i`, or null. */
  at(i: number): Candidate | null {
    const word = this.#words[i];
    if (!word) return null;
    for (const abbreviation of this.#lexicon.terms.known(word).abbreviations) {
      const last = this.#lastWordOf(i, abbreviation);
      if (last === null) continue;
      const concept = this.#meaningOf(abbreviation, i);
      if (concept === null || !this.#lexicon.concepts.has(concept)) continue;
      if (CAPITAL_WORDS.has(abbreviation.written) && lineIsCapitals(this.#text, word.start)) {
        continue;
      }
      return { first: i, last, size: last - i + 1, entry: { ...abbreviation, concept } };
    }
    return null;
  }

  /** "N/V", "n+v", "F/C/N/V": letters joined by a stroke, each a finding; empty for none. */
  chainAt(first: number): readonly Candidate[] {
    const words = this.#words;
    if (words[first]?.raw.length !== 1 || words[first + 1]?.raw.length !== 1) return [];
    let letters = '';
    for (let i = first; words[i]?.raw.length === 1; i++) {
      const gap = this.#text.slice(words[i - 1]?.end, words[i]?.start);
      if (i > first && !CHAIN_MARK.test(gap)) break;
      letters += words[i]?.lower ?? '';
    }
    if (!CHAIN_ORDERS.has(letters)) return [];
    const term = this.#text.slice(words[first]?.start, words[first + letters.length - 1]?.end);
    return [...letters].flatMap((letter, k) => {
      const concept = chains.letters[letter] ?? '';
      const at = first + k;
      if (!this.#lexicon.concepts.has(concept)) return [];
      return [{ first: at, last: at, size: 1, entry: { concept, term, denied: false } }];
    });
  }

  /** The last word of an abbreviation that stands at word `i` as it is written, or null. */
  #lastWordOf(i: number, { written, lead }: Abbreviation): number | null {
    const [text, words] = [this.#text, this.#words];
    const start = (words[i]?.start ?? 0) - lead;
    if (start < 0) return null;
    const asWritten = text.slice(start, start + written.length);
    const differs = asWritten !== written && asWritten.toUpperCase() !== written;
    if (differs && lowered(asWritten) !== written) return null;
    const end = start + written.length;
    let last = i;
    while (words[last + 1] && (words[last + 1]?.start ?? end) < end) last++;
    const after = (words[last]?.end ?? end) - end;
    return after <= 0 || (after === 1 && text[end] === 's') ? last : null;
  }

  #meaningOf(abbreviation: Abbreviation, i: number): string | null {
    const meanings = AMBIGUOUS.get(abbreviation.written);
    if (!meanings) return abbreviation.concept;
    const around = this.#around(i);
    const section = this.#sectionAt(this.#words[i]?.start ?? 0);
    let best: Meaning | null = meanings.find((m) => m.default === true) ?? null;
    let bestVotes = 0;
    for (const meaning of meanings) {
      const near = (meaning.near ?? []).filter((w) => around.has(w)).length;
      const votes = near * 2 + (meaning.sections?.includes(section) ? 1 : 0);
      if (votes > bestVotes) {
        best = meaning;
        bestVotes = votes;
      }
    }
    if (best === null || best.concept === null) return null;
    // The lexicon may know the meaning under another id: then its own reading stands.
    return best.default === true ? abbreviation.concept : best.concept;
  }

  /** The words near a word, in lower case, and the marks before it that speak for a meaning. */
  #around(i: number): ReadonlySet<string> {
    const words = this.#words;
    const start = words[i]?.start ?? 0;
    const around = new Set<string>();
    for (let j = Math.max(0, i - AROUND); j <= Math.min(words.length - 1, i + AROUND); j++) {
      if (j !== i) around.add(lowered(words[j]?.raw ?? ''));
    }
    const before = this.#text.slice(Math.max(0, start - 4), start);
    for (const mark of ['?', '%']) if (before.includes(mark)) around.add(mark);
    return around;
  }
}

function lineIsCapitals(text: string, at: number): boolean {
  const line = text.slice(Math.max(0, at - 60), at + 60);
  const letters = line.replace(/[^A-Za-z]/g, '');
  return letters.length >= 20 && letters.replace(/[^A-Z]/g, '').length / letters.length > 0.8;
}
