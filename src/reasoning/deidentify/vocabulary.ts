import { builtInLexicon } from '../../note/terms/builtInLexicon';
import type { Lexicon } from '../../note/terms/lexicon';
import { formOf } from '../../note/terms/words';
import givenNames from './data/given-names.yaml';
import nameCues from './data/name-cues.yaml';
import medicalNames from './data/medical-names.yaml';
import ordinaryWords from './data/ordinary-words.yaml';
import surnames from './data/surnames.yaml';

type Lists = Readonly<Record<string, readonly string[]>>;

/** What a word can be, to someone who looks for names. */
export interface WordKnowledge {
  readonly given: boolean;
  readonly surname: boolean;
  /** A word of the language or of medicine, an eponym or a trade name: no name by itself. */
  readonly known: boolean;
  readonly eponym: boolean;
  /** A name that is also a word: Will, Hope, Brown. */
  readonly word: boolean;
}

const MAX_REMEMBERED = 50_000;
/** Ends of words that are substances, diseases and procedures. */
const MEDICAL_END =
  /(?:mab|nib|pril|sartan|statin|olol|azole|cillin|mycin|cycline|floxacin|prazole|tidine|vir|gliptin|gliflozin|oxetine|zepam|zolam|caine|dronate|parin|xaban|itis|osis|aemia|emia|oma|ectomy|otomy|ostomy|ology|ologist|scopy|graphy|plasty|pathy|coccus|bacter|iasis|uria|algia|plegia|paresis|trophy|genic|form|ium|ide|ally|ically|ation|ness|ment|ing|ity|ous|ed|ologic|rectal|gram|graphic|scopic|pathic|tomic|eal|inal|onal|ical|itic|otic|etic|ides)$/;

const given = setOf(givenNames as Lists);
const family = setOf(surnames as Lists);
const { eponyms, products, nouns, facilityWords } = medicalNames as Lists;
const eponymSet = lowerSet(eponyms);
const wordSet = lowerSet((nameCues as Lists)['words']);
const productSet = lowerSet(products);
/** What a disease, a sign or an instrument is called after its eponym: "sign", "score", "forceps". */
export const EPONYM_NOUNS = lowerSet(nouns);
/** Departments and the like in capital letters. */
export const DEPARTMENTS = new Set(facilityWords);

/** The words that tell a name from a word of medicine, out of lists and the lexicon. */
export class Vocabulary {
  readonly #lexicon: Lexicon;
  readonly #ordinary: ReadonlySet<string>;
  readonly #remembered = new Map<string, WordKnowledge>();

  constructor(lexicon: Lexicon) {
    this.#lexicon = lexicon;
    this.#ordinary = new Set(((ordinaryWords as Lists)['words'] ?? []).map((w) => formOf(w)));
  }

  /** What is known of a word in lower case. */
  word(lower: string): WordKnowledge {
    const before = this.#remembered.get(lower);
    if (before) return before;
    const parts = lower.split('-');
    const product = productSet.has(lower);
    const found: WordKnowledge = {
      given:
        !product && (given.has(lower) || (parts.length > 1 && parts.every((p) => given.has(p)))),
      surname:
        !product && (family.has(lower) || (parts.length > 1 && parts.some((p) => family.has(p)))),
      known: this.#isKnown(lower),
      eponym:
        eponymSet.has(lower) ||
        eponymSet.has(lower.replace(/s$/, '')) ||
        (parts.length > 1 && (parts.length > 2 || parts.some((p) => eponymSet.has(p)))),
      word: wordSet.has(lower),
    };
    if (this.#remembered.size >= MAX_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(lower, found);
    return found;
  }

  #isKnown(lower: string): boolean {
    if (/^(?:i|you|we|they|he|she|it|there|that)'(?:ve|m|d|ll|re)$|n't$/.test(lower)) return true;
    if (
      eponymSet.has(lower) ||
      eponymSet.has(lower.replace(/s$/, '')) ||
      productSet.has(lower) ||
      this.#hasForm(lower)
    )
      return true;
    const parts = lower.split('-');
    if (parts.length > 1) return parts.some((p) => p !== '' && this.#hasForm(p));
    return lower.length > 4 && !given.has(lower) && !family.has(lower) && MEDICAL_END.test(lower);
  }

  #hasForm(lower: string): boolean {
    const form = formOf(lower);
    return this.#ordinary.has(form) || this.#lexicon.terms.wordNumber(form) >= 0;
  }
}

let builtIn: Vocabulary | null = null;

/** The vocabulary of the lexicon that ships with Chartside; made once. */
export function builtInVocabulary(): Vocabulary {
  builtIn ??= new Vocabulary(builtInLexicon());
  return builtIn;
}

function setOf(lists: Lists): ReadonlySet<string> {
  return lowerSet(Object.values(lists).flat());
}

function lowerSet(words: readonly string[] | undefined): ReadonlySet<string> {
  return new Set((words ?? []).map((w) => w.toLowerCase()));
}
