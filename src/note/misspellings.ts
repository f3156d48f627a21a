import data from './data/misspellings.yaml';
import type { Lexicon } from './lexicon';
import { formOf, wordsOf } from './words';

interface MisspellingData {
  readonly words: readonly string[];
}

/** English words one letter from a word of the lexicon, which they do not misspell. */
const ENGLISH = new Set((data as MisspellingData).words);
const LEAST = 7;
const MOST = 20;
const CORRECTED: ReadonlySet<string> = new Set(['symptom', 'sign', 'condition']);
const MAX_REMEMBERED = 20_000;

/**
 * Finds the word of a symptom, sign or condition that a word misspells: same first letter, seven
 * letters or more, one letter left out or added, one vowel for another or two letters exchanged, and
 * no other word that the lexicon knows. A word is never read as a drug, nor a drug's name as another word.
 */
export class Misspellings {
  readonly #forms = new Set<string>();
  readonly #drugs = new Set<string>();
  /** A word, and a word with one letter left out, to the words it comes from; '' where several. */
  readonly #near = new Map<string, string>();
  readonly #remembered = new Map<string, string | null>();

  constructor(lexicon: Lexicon) {
    const targets = new Set<string>();
    for (const { name, synonyms, kind } of lexicon.concepts.values()) {
      for (const term of [name, ...synonyms]) {
        for (const { lower, form } of wordsOf(term)) {
          this.#forms.add(form);
          if (kind === 'drug') this.#drugs.add(lower);
          if (CORRECTED.has(kind) && isLong(lower)) targets.add(lower);
        }
      }
    }
    for (const word of targets) {
      for (const key of [word, ...withoutOne(word)]) {
        const other = this.#near.get(key);
        const same = other === undefined || formOf(other) === formOf(word);
        this.#near.set(key, same ? word : '');
      }
    }
  }

  /** The word meant by a lower-case word, or null where it stands for itself. */
  meant(lower: string, form: string): string | null {
    if (!isLong(lower) || this.#forms.has(form)) return null;
    const known = this.#remembered.get(lower);
    if (known !== undefined) return known;
    const found = this.#find(lower);
    if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(lower, found);
    return found;
  }

  #find(lower: string): string | null {
    if (ENGLISH.has(lower)) return null;
    let found: string | null = null;
    for (const key of [lower, ...withoutOne(lower)]) {
      const word = this.#near.get(key);
      if (word === undefined) continue;
      if (word === '') return null;
      if (word[0] !== lower[0] || !isOneEdit(lower, word)) continue;
      if (found !== null && formOf(found) !== formOf(word)) return null;
      found = word;
    }
    return found !== null && !this.#nearDrug(lower) ? found : null;
  }

  /** "prednisone" for "prednisolone" is a drug, whatever else it resembles. */
  #nearDrug(lower: string): boolean {
    for (const drug of this.#drugs) {
      if (
        Math.abs(drug.length - lower.length) <= 1 &&
        drug[0] === lower[0] &&
        isOneEdit(lower, drug)
      )
        return true;
    }
    return false;
  }
}

function isLong(word: string): boolean {
  return word.length >= LEAST && word.length <= MOST && /^[a-z]+$/.test(word);
}

function withoutOne(word: string): string[] {
  return Array.from(word, (_, i) => word.slice(0, i) + word.slice(i + 1));
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
