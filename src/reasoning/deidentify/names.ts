import type { Span } from '../../note/types';
import cues from './data/name-cues.yaml';
import { Phrases } from './phrases';
import { isInitial, type Token } from './tokens';
import { DEPARTMENTS, EPONYM_NOUNS, type Vocabulary } from './vocabulary';
import { beginsSentence, follows, isCapital, runEnd } from './wordRuns';

const { titles, credentials, relatives, strong, labels, particles } = cues as Readonly<
  Record<string, readonly string[]>
>;
const TITLES = new Set((titles ?? []).map((t) => t.toLowerCase()));
/** Titles that are words too: a name must follow that looks like one. */
const WEAK_TITLES =
  /^(?:nurse|sister|father|major|judge|officer|sir|lady|dame|doctor|professor|captain|col|sr|miss|lt|rev|capt|madame|señor)$/;
const LOWER_TITLES = /^(?:dr|mr|mrs|ms|prof|drs)$/;
const CREDENTIALS = new Set(credentials);
const RELATIVES = new Set(relatives);
const STRONG = new Phrases(strong ?? []);
const LABELS = new Phrases(labels ?? []);
const PARTICLES = new Set(particles);
const AGENT = /^(?:by|with|per|from|under|to|and|pt|patient|for|like|of)$/;
/** What people do and things do not: a strange word at the start of a sentence that does it is a name. */
const DOES =
  /^(?:lives|live|says|said|reports|reported|denies|denied|states|stated|shouted|spent|began|moved|wants|thinks|feels|called|came|went|works|worked|from|and|presents|complains|attended|lost|gave|asked|told|made|played|sang|wrote)$/;

/** Capitals inside a word: those of a trade, but for McDonald and DeShawn. */
const PRODUCT = /\p{Ll}\p{Lu}|\p{Lu}{2}\p{Ll}|-\p{Ll}/u;
const NAME_PREFIX =
  /^(?:Mc|Mac|De|Di|Du|La|Le|Van|Von|Fitz|Al|El|Ma|Jo|Ta|O['’])\p{Lu}\p{Ll}+(?:-\p{Lu}|$)|\p{Ll}-\p{Lu}\p{Ll}+$/u;
/** A person has no article. */
const MONTH = /^(?:may|april|june|august|christian|english)$/;
const ARTICLE =
  /^(?:a|an|the|using|utilizing|via|through|straight|curved|french|this|that|these|our|your|his|her|their|each|per|two|one)$/;

/** "is from", "was born": "was identified" is said of things. */
const IS = /^(?:is|was|has|had)$/;
const OF_PEOPLE =
  /^(?:from|very|given|born|married|here|coming|going|doing|living|retired|able|happy|reliable|brought|a|an)$/;

/** A name, and whether each of its words is surely one, so that it is one wherever it stands. */
export interface FoundName extends Span {
  readonly first: number;
  readonly last: number;
  readonly sure: boolean;
}

/** Names of people: after a title or another cue, before a degree, in lists of names, or strange words. */
export function namesIn(tokens: readonly Token[], vocabulary: Vocabulary): readonly FoundName[] {
  const reader = new NameReader(tokens, vocabulary);
  const found: FoundName[] = [];
  for (let i = 0; i < tokens.length;) {
    const name = reader.at(i);
    if (name) found.push(name);
    i = name ? Math.max(name.last, i) + 1 : i + 1;
  }
  for (const name of reader.listedWith(found)) found.push(name);
  return [...found, ...propagated(tokens, vocabulary, found)];
}

type Sort = 'given' | 'surname' | 'maybe' | 'initial' | 'known' | 'strange' | 'none';

class NameReader {
  readonly #tokens: readonly Token[];
  readonly #vocabulary: Vocabulary;
  readonly #strong: Uint8Array;
  readonly #labels: Uint8Array;

  constructor(tokens: readonly Token[], vocabulary: Vocabulary) {
    this.#tokens = tokens;
    this.#vocabulary = vocabulary;
    this.#strong = STRONG.endings(tokens);
    this.#labels = LABELS.endings(tokens);
  }

  /** The name that begins at a token, or null. */
  at(i: number): FoundName | null {
    const token = this.#tokens[i];
    if (token?.kind !== 'word') return null;
    return (
      this.#afterTitle(i) ??
      this.#afterCue(i) ??
      this.#surnameFirst(i) ??
      this.#listed(i) ??
      this.#beforeCredentials(i) ??
      this.#strangeWords(i)
    );
  }

  /** "Kónya, Becker and Graves": beside a name in a list a doubtful word is one too. */
  listedWith(found: readonly FoundName[]): readonly FoundName[] {
    const more: FoundName[] = [];
    const taken = new Set(found.flatMap(({ first, last }) => [first, last]));
    const open = [...found];
    for (let name = open.pop(); name; name = open.pop()) {
      for (const i of [this.#listedAfter(name.last), this.#listedBefore(name.first)]) {
        if (i === null || taken.has(i)) continue;
        taken.add(i);
        const listed = this.#found(i, i + 1, false);
        if (!listed) continue;
        more.push(listed);
        open.push(listed);
      }
    }
    return more;
  }

  #listedAfter(last: number): number | null {
    const tokens = this.#tokens;
    let i = last + 1;
    if (tokens[i]?.text === ',') i++;
    if (/^(?:and|&)$/.test(tokens[i]?.lower ?? '')) i++;
    return i > last + 1 && this.#isDoubtful(i) && !isCapital(tokens[i + 1]) ? i : null;
  }

  #listedBefore(first: number): number | null {
    const tokens = this.#tokens;
    const joined = /^(?:,|and|&)$/.test(tokens[first - 1]?.lower ?? '');
    return joined && this.#isDoubtful(first - 2) ? first - 2 : null;
  }

  #isDoubtful(i: number): boolean {
    const sort = this.#sort(i);
    const token = this.#tokens[i];
    if (token?.letters !== 'capital' || token.text.length < 3 || this.#isEponymous(i)) return false;
    return sort === 'strange' || (sort === 'maybe' && !beginsSentence(this.#tokens, i));
  }

  #sort(i: number): Sort {
    const token = this.#tokens[i];
    if (token?.kind !== 'word' || !isCapital(token)) return 'none';
    if (isInitial(token)) return 'initial';
    if (DEPARTMENTS.has(token.text) || CREDENTIALS.has(token.text)) return 'known';
    const next = this.#tokens[i + 1];
    // "CHA2DS2", "SeamGuard"
    if (next?.kind === 'number' && next.gap === 'none') return 'known';
    if (PRODUCT.test(token.text) && !NAME_PREFIX.test(token.text)) return 'known';
    const { given, surname, known, eponym, word } = this.#vocabulary.word(token.lower);
    if (word && (given || surname)) return 'maybe';
    if (given) return 'given';
    if (surname) return eponym ? 'maybe' : 'surname';
    if (known) return 'known';
    return token.text.length > 1 ? 'strange' : 'none';
  }

  #found(first: number, end: number, sure: boolean): FoundName | null {
    const [from, to] = [this.#tokens[first], this.#tokens[end - 1]];
    return from && to ? { start: from.start, end: to.end, first, last: end - 1, sure } : null;
  }

  /** The end of the words from a token on that may belong to one name. */
  #nameEnd(i: number, most = 5): number {
    const end = Math.min(runEnd(this.#tokens, i, PARTICLES), i + most * 2);
    let words = 0;
    let to = i;
    for (let k = i; k < end && words < most; k++) {
      const token = this.#tokens[k];
      if (token?.text === '.' || PARTICLES.has(token?.text ?? '')) {
        if (token?.text === '.') to = k + 1;
        continue;
      }
      const sort = this.#sort(k);
      if (k > i && (sort === 'known' || sort === 'none')) break;
      // "Mary Johnson DOB"
      const shouts = token?.letters === 'upper' && this.#tokens[i]?.letters === 'capital';
      if (k > i && shouts && sort === 'strange' && !isInitial(this.#tokens[i])) break;
      words++;
      to = k + 1;
    }
    return to;
  }

  /** "Dr. Sara White", "mr smith" */
  #afterTitle(i: number): FoundName | null {
    const tokens = this.#tokens;
    const title = tokens[i];
    if (!title || !TITLES.has(title.lower)) return null;
    if (!isCapital(title) && !LOWER_TITLES.test(title.lower)) return null;
    let at = i + 1;
    if (tokens[at]?.text === '.' && tokens[at]?.gap === 'none') at++;
    if (TITLES.has(tokens[at]?.lower ?? '') && isCapital(tokens[at]))
      at += tokens[at + 1]?.text === '.' ? 2 : 1;
    const name = tokens[at];
    if (name?.kind !== 'word' || name.gap === 'line') return null;
    if (!isCapital(name)) {
      const { known, given, surname } = this.#vocabulary.word(name.lower);
      const named =
        !known ||
        (!isCapital(title) &&
          (given || surname) &&
          !/^(?:may|will|has|can|said|long|good|day)$/.test(name.lower));
      return LOWER_TITLES.test(title.lower) && named && name.text.length > 2
        ? this.#found(at, at + 1, true)
        : null;
    }
    if (name.lower === 'google') return null;
    const sort = this.#sort(at);
    if (
      WEAK_TITLES.test(title.lower) &&
      sort !== 'given' &&
      sort !== 'surname' &&
      sort !== 'strange'
    )
      return null;
    if (sort === 'known' && (DEPARTMENTS.has(name.text) || CREDENTIALS.has(name.text))) return null;
    return this.#found(at, this.#nameEnd(at), true);
  }

  /** "named …", "my name is nina", "Name: …", "son Will", "seen by Brown" */
  #afterCue(i: number): FoundName | null {
    const tokens = this.#tokens;
    const token = tokens[i];
    if (!token) return null;
    let before = i;
    while (before > i - 3 && /^[:"“'#?>(]$/.test(tokens[before - 1]?.text ?? '')) before--;
    const isLabelled = (this.#labels[before] ?? 0) > 0 && tokens[before]?.text === ':';
    const isNamed = (this.#strong[before] ?? 0) > 0;
    if (!isLabelled && !isNamed) return this.#afterRelative(i);
    const sort = this.#sort(i);
    if (sort === 'none') {
      const { known, given, surname } = this.#vocabulary.word(token.lower);
      const isName = given || surname || !known;
      return isNamed &&
        token.letters === 'lower' &&
        token.text.length > 2 &&
        isName &&
        !(known && !given) &&
        before === i
        ? this.#found(i, this.#lowerEnd(i), false)
        : null;
    }
    if (sort === 'known') {
      // "Name: Rivers Cuomo": of two capitals one may be a word.
      const next = this.#sort(i + 1);
      const follow =
        follows(tokens, i + 1) &&
        (next === 'given' || next === 'surname' || next === 'strange' || next === 'initial');
      return follow && isNamed ? this.#found(i, this.#nameEnd(i + 1), false) : null;
    }
    // "CC: R knee pain"
    if (sort === 'initial' && this.#nameEnd(i) === i + 1 && !isNamed) return null;
    if (sort === 'initial' && token.text === 'I') return null;
    return this.#found(i, this.#nameEnd(i), sort !== 'maybe');
  }

  #lowerEnd(i: number): number {
    const next = this.#tokens[i + 1];
    if (next?.letters !== 'lower' || next.gap !== 'space') return i + 1;
    const { given, surname, known } = this.#vocabulary.word(next.lower);
    return (given || surname) && !known ? i + 2 : i + 1;
  }

  #afterRelative(i: number): FoundName | null {
    const tokens = this.#tokens;
    let before = i - 1;
    if (/^[,(]$/.test(tokens[before]?.text ?? '')) before--;
    const cue = tokens[before];
    const sort = this.#sort(i);
    if (sort !== 'maybe' || !cue || cue.letters !== 'lower' || tokens[i]?.gap === 'line')
      return null;
    const token = tokens[i];
    if (token?.letters !== 'capital') return null;
    const { given, eponym } = this.#vocabulary.word(token.lower);
    if (this.#isEponymous(i)) return null;
    const relative = RELATIVES.has(cue.lower) && given;
    const agent =
      AGENT.test(cue.lower) && before === i - 1 && !eponym && /^(?:by|says|said)$/.test(cue.lower);
    return relative || agent ? this.#found(i, this.#nameEnd(i), false) : null;
  }

  /** "SMITH, John A." */
  #surnameFirst(i: number): FoundName | null {
    const tokens = this.#tokens;
    const sort = this.#sort(i);
    if (sort !== 'surname' && sort !== 'maybe' && sort !== 'strange') return null;
    if (!this.#vocabulary.word(tokens[i]?.lower ?? '').surname && sort !== 'strange') return null;
    if (tokens[i + 1]?.text !== ',' || tokens[i + 1]?.gap !== 'none') return null;
    if (this.#sort(i + 2) !== 'given' || tokens[i + 2]?.gap !== 'space') return null;
    // In a list ("Anna, John and Mary") each is a name by itself.
    if (tokens[i + 3]?.text === ',' || /^(?:and|or|&)$/.test(tokens[i + 3]?.lower ?? ''))
      return null;
    return this.#found(i, this.#nameEnd(i + 2, 3), true);
  }

  /** Given names and surnames of the lists, with what stands beside them. */
  #listed(i: number): FoundName | null {
    const tokens = this.#tokens;
    const sort = this.#sort(i);
    if (sort === 'initial') return this.#fromInitials(i);
    if (sort !== 'given' && sort !== 'surname' && sort !== 'maybe') return null;
    const token = tokens[i];
    if (!token) return null;
    const word = this.#vocabulary.word(token.lower);
    const end = this.#nameEnd(i);
    const inner = end > i + 1 ? tokens.slice(i + 1, end) : [];
    const next = this.#nextSort(i, end);
    // "Smith J.", "Brown, J." no: a comma ends too much.
    if (
      word.surname &&
      next === 'initial' &&
      tokens[i + 2]?.text === '.' &&
      token.letters === 'capital'
    ) {
      return beginsSentence(tokens, i) && sort === 'maybe' ? null : this.#found(i, end, true);
    }
    if (word.given && inner.length > 0) {
      if (
        sort === 'maybe' &&
        next === 'initial' &&
        /^(?:I|A)$/.test(tokens[i + 1]?.text ?? '') &&
        tokens[i + 2]?.text !== '.'
      )
        return null;
      if (sort === 'maybe' && (next === 'maybe' || next === 'strange' || next === 'initial')) {
        if (this.#isEponymous(end - 1) || (beginsSentence(tokens, i) && next !== 'initial'))
          return null;
        if (token.letters === 'upper') return null;
      }
      return this.#found(i, end, sort === 'given' && next !== 'strange');
    }
    if (sort === 'given') {
      if (token.letters === 'upper' && token.text.length < 4) return null;
      if (this.#isEponymous(i)) return null;
      return this.#found(i, end, token.letters !== 'upper' && !word.eponym);
    }
    if (sort === 'surname') {
      if (token.text.length < 3 && beginsSentence(tokens, i)) return null;
      if (token.letters === 'upper' && (token.text.length < 5 || inner.length === 0)) return null;
      return this.#isEponymous(end - 1) ? null : this.#found(i, end, token.text.length > 3);
    }
    // "with Heather today": no sentence, heading or list gives the capital.
    const before = tokens[i - 1];
    const isPlain =
      token.gap === 'space' &&
      before?.letters === 'lower' &&
      !ARTICLE.test(before.lower) &&
      !isCapital(tokens[i + 1]);
    const person =
      word.given &&
      word.word &&
      !word.eponym &&
      token.letters === 'capital' &&
      !MONTH.test(token.lower);
    return isPlain && person && inner.length === 0 && !this.#isEponymous(i)
      ? this.#found(i, end, false)
      : null;
  }

  #nextSort(i: number, end: number): Sort {
    for (let k = i + 1; k < end; k++) {
      const sort = this.#sort(k);
      if (sort !== 'none') return sort;
    }
    return 'none';
  }

  /** "J. Smith", "A.B. Carter" */
  #fromInitials(i: number): FoundName | null {
    const tokens = this.#tokens;
    let at = i;
    while (isInitial(tokens[at]) && tokens[at + 1]?.text === '.' && at < i + 6) at += 2;
    if (at === i) return null;
    const sort = this.#sort(at);
    const token = tokens[at];
    if (token?.gap === 'line' || token?.letters !== 'capital') return null;
    if (sort !== 'surname' && sort !== 'strange' && sort !== 'given') {
      if (sort !== 'maybe' || !this.#vocabulary.word(token.lower).surname) return null;
      if (this.#isEponymous(at)) return null;
    }
    if (
      beginsSentence(tokens, i) &&
      sort === 'strange' &&
      at === i + 2 &&
      /^[A-D]$/.test(tokens[i]?.text ?? '')
    )
      return null;
    return this.#found(i, this.#nameEnd(at, 3), false);
  }

  /** "Rivers Cuomo, MD" */
  #beforeCredentials(i: number): FoundName | null {
    const tokens = this.#tokens;
    if (!isCapital(tokens[i]) || (i > 0 && isCapital(tokens[i - 1]) && follows(tokens, i)))
      return null;
    const end = runEnd(tokens, i, PARTICLES);
    if (end <= i || end > i + 6) return null;
    let at = end;
    if (tokens[at]?.text === ',') at++;
    if (at === end && tokens[at - 1]?.letters !== 'capital') return null;
    const credential = tokens[at];
    if (!credential || credential.gap === 'line') return null;
    const dotted =
      /^[MD]$/.test(credential.text) &&
      tokens[at + 1]?.text === '.' &&
      /^[DO]$/.test(tokens[at + 2]?.text ?? '');
    if (!CREDENTIALS.has(credential.text) && !dotted) return null;
    if (end === i + 1 && this.#sort(i) === 'known') return null;
    const sorts = tokens.slice(i, end).map((_, k) => this.#sort(i + k));
    return sorts.every((s) => s === 'known') && tokens[i]?.letters === 'upper'
      ? null
      : this.#found(i, end, false);
  }

  /** Words in capitals inside a sentence that neither the language nor medicine knows. */
  #strangeWords(i: number): FoundName | null {
    const tokens = this.#tokens;
    if (this.#sort(i) !== 'strange') return null;
    const token = tokens[i];
    if (!token || token.text.length < 3 || token.letters === 'upper')
      return this.#strangeInCapitals(i);
    const end = this.#nameEnd(i);
    const more = this.#nextSort(i, end);
    const beside = isCapital(tokens[end]) && follows(tokens, end);
    if (this.#isEponymous(end - 1)) return null;
    if (more === 'surname' || more === 'strange' || more === 'given' || more === 'initial')
      return this.#found(i, end, false);
    const isSurname =
      this.#vocabulary.word(tokens[i + 1]?.lower ?? '').surname &&
      !this.#vocabulary.word(tokens[i + 1]?.lower ?? '').word;
    if (more === 'maybe' && (isSurname || !beginsSentence(tokens, i)))
      return this.#found(i, end, false);
    if (!beginsSentence(tokens, i)) {
      const before = tokens[i - 1];
      const isThing =
        ARTICLE.test(before?.lower ?? '') || isCapital(before) || before?.kind === 'number';
      if (isThing || (beside && !this.#isLastWord(end))) return null;
      return this.#found(i, i + 1, false);
    }
    const next = tokens[i + 1];
    const possessive = /^['’]$/.test(next?.text ?? '') && tokens[i + 2]?.lower === 's';
    const listed =
      /^(?:,|and)$/.test(next?.lower ?? '') &&
      /^(?:given|surname|maybe)$/.test(this.#sort(i + 2)) &&
      this.#vocabulary.word(tokens[i + 2]?.lower ?? '').surname;
    const isPerson = IS.test(next?.lower ?? '') && OF_PEOPLE.test(tokens[i + 2]?.lower ?? '');
    return possessive ||
      isPerson ||
      listed ||
      isPerson ||
      (next && follows(tokens, i + 1) && DOES.test(next.lower))
      ? this.#found(i, i + 1, false)
      : null;
  }

  #isLastWord(end: number): boolean {
    return this.#sort(end) === 'initial' || this.#sort(end) === 'maybe';
  }

  #strangeInCapitals(i: number): FoundName | null {
    const tokens = this.#tokens;
    const next = this.#sort(i + 1);
    const isName =
      tokens[i]?.letters === 'upper' &&
      tokens[i + 1]?.letters === 'upper' &&
      (next === 'surname' || next === 'given') &&
      follows(tokens, i + 1) &&
      (tokens[i]?.text.length ?? 0) > 3;
    return isName ? this.#found(i, i + 2, false) : null;
  }

  /** Whether a word is the eponym of what follows: "Chaddock reflex", "Framingham risk score". */
  #isEponymous(i: number): boolean {
    const tokens = this.#tokens;
    let at = i + 1;
    const possessive = /^['’]$/.test(tokens[at]?.text ?? '') && (tokens[at]?.gap ?? '') === 'none';
    if (possessive) {
      const { eponym, given } = this.#vocabulary.word(tokens[i]?.lower ?? '');
      const before = this.#sort(i - 1);
      // "Crohn's" without its disease; "John Smith's case" and "Thomas's wife" are people's.
      if (eponym && !given && before !== 'given' && before !== 'initial') return true;
      at += tokens[at + 1]?.lower === 's' ? 2 : 1;
    }
    if (tokens[at]?.text === '-' || tokens[at]?.text === '/') at++;
    for (let k = at; k < at + 3; k++) {
      const token = tokens[k];
      if (token?.kind !== 'word' || !follows(tokens, k)) return false;
      if (EPONYM_NOUNS.has(token.lower)) return true;
      if (
        !/^(?:risk|coma|heart|prognostic|performance|disability|depression|anxiety|rating|severity|functional|type|grade|class|iv|iii|ii|i|retention|suction|self-retaining|curved|straight|angled|absorbable|running|interrupted|surgical|needle|tip|tipped)$/.test(
          token.lower,
        ) &&
        !isCapital(token)
      )
        return false;
    }
    return false;
  }
}

/** The other places of the words of sure names: in capitals, and no eponym or word at a sentence's start. */
function propagated(
  tokens: readonly Token[],
  vocabulary: Vocabulary,
  found: readonly FoundName[],
): readonly FoundName[] {
  const sure = new Set<string>();
  const taken = new Set<number>();
  for (const name of found) {
    for (let i = name.first; i <= name.last; i++) {
      taken.add(i);
      const token = tokens[i];
      if (name.sure && token?.kind === 'word' && token.text.length > 2) sure.add(token.lower);
    }
  }
  if (sure.size === 0) return [];
  const again: FoundName[] = [];
  for (const [i, token] of tokens.entries()) {
    if (!sure.has(token.lower) || taken.has(i) || !isCapital(token)) continue;
    const { known, eponym } = vocabulary.word(token.lower);
    const next = tokens[i + 1];
    const possessive = /^['’]$/.test(next?.text ?? '') ? tokens[i + 3] : next;
    if (possessive && EPONYM_NOUNS.has(possessive.lower)) continue;
    if (eponym && next && /^['’]$/.test(next.text)) continue;
    if (known && (beginsSentence(tokens, i) || token.letters === 'upper')) continue;
    again.push({ start: token.start, end: token.end, first: i, last: i, sure: false });
  }
  return again;
}
