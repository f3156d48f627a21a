import data from '../data/misspellings.yaml';
import type { ConceptKind } from '../types';
import { formOf } from './words';

interface MisspellingData {
  readonly words: readonly string[];
}

/** English words one letter from a word of the lexicon, which they do not misspell. */
const ENGLISH = new Set((data as MisspellingData).words);
const LEAST = 7;
const MOST = 20;
const CORRECTED: ReadonlySet<ConceptKind> = new Set(['symptom', 'sign', 'condition']);
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];
const VOWELS = [...'aeiouy'];

/** The words of a lexicon, as a misspelling sees them. */
export interface KnownWords {
  /** Whether a word is known by its matched form: then it stands for itself. */
  readonly isKnown: (form: string) => boolean;
  /** What a misspelling may stand for, in lower case. */
  readonly words: ReadonlySet<string>;
  readonly drugWords: readonly string[];
}

/** Whether the names of a kind may be read from a misspelling: never those of drugs. */
export function isCorrected(kind: ConceptKind): boolean {
  return CORRECTED.has(kind);
}

/**
 * Finds the word of a symptom, sign or condition that a word misspells: same first letter, seven
 * letters or more, one letter left out or added, one vowel for another or two letters exchanged, and
 * no other word that the lexicon knows. A word is never read as a drug, nor a drug's name as another word.
 */
export class Misspellings {
  readonly #known: KnownWords;

  constructor(known: KnownWords) {
    this.#known = known;
  }

  /** The word meant by a lower-case word, or null where it stands for itself. */
  meant(lower: string, form: string): string | null {
    if (!isLong(lower) || this.#known.isKnown(form)) return null;
    return this.#find(lower);
  }

  #find(lower: string): string | null {
    if (ENGLISH.has(lower)) return null;
    let found: string | null = null;
    for (const word of oneEditAway(lower)) {
      if (!this.#known.words.has(word) || !isOneEdit(lower, word)) continue;
      if (found !== null && formOf(found) !== formOf(word)) return null;
      found = word;
    }
    return found !== null && !this.#nearDrug(lower) ? found : null;
  }

  /** "prednisone" for "prednisolone" is a drug, whatever else it resembles. */
  #nearDrug(lower: string): boolean {
    return this.#known.drugWords.some(
      (drug) =>
        Math.abs(drug.length - lower.length) <= 1 && drug[0] === lower[0] && isOneEdit(lower, drug),
    );
  }
}

/** Words with the same first letter that one slip makes of a word, wanted or not. */
function* oneEditAway(word: string): Generator<string> {
  for (let i = 1; i <= word.length; i++) {
    const [before, after] = [word.slice(0, i), word.slice(i)];
    for (const letter of LETTERS) yield before + letter + after;
    if (after === '') return;
    yield before + after.slice(1);
    for (const vowel of VOWELS) yield before + vowel + after.slice(1);
    if (after.length > 1) yield before + (after[1] ?? '') + (after[0] ?? '') + after.slice(2);
  }
}

/** Whether a word is long enough to be read in spite of a slip. */
export function isLong(word: string): boolean {
  return word.length >= LEAST && word.length <= MOST && /^[a-z]+$/.test(word);
}

/** One letter left out or added, a vowel changed, or two neighbours exchanged; no inflection. */
function isOneEdit(a: string, b: string): boolean {
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  let k = 0;
  while (k < a.length - i && k < b.length - i && a.at(-1 - k) === b.at(-1 - k)) k++;
  const [left, right] = [a.slice(i, a.length - k), b.slice(i, b.length - k)];
  // At the last letter a change is another word's ending more often than a slip.
  if (k === 0 && left.length <= 1 && right.length <= 1) return false;
  if (left.length === 2 && right.length === 2) return left[0] === right[1] && left[1] === right[0];
  // Another consonant makes another word ("aplasia" is no "aphasia"); slips of the ear are in vowels.
  if (left.length === 1 && right.length === 1) return VOWEL.test(left) && VOWEL.test(right);
  return left.length <= 1 && right.length <= 1;
}

const VOWEL = /[aeiouy]/;
