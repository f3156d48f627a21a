import type { Span } from '../../note/types';
import cues from './data/place-cues.yaml';
import lists from './data/places.yaml';
import { Phrases } from './phrases';
import { isInitial, type Token } from './tokens';
import { DEPARTMENTS, EPONYM_NOUNS, type Vocabulary } from './vocabulary';
import { beginsSentence, follows, isCapital } from './wordRuns';

type Lists = Readonly<Record<string, readonly string[]>>;

const { countries, states, cities, stateCodes, institutions } = lists as Lists;
const { facilities, facilityPhrases, modifiers, departments, organisations, ofPlace, atFacility } =
  cues as Lists;
const PLACES = new Phrases([...(countries ?? []), ...(states ?? []), ...(cities ?? [])]);
const INSTITUTIONS = new Phrases(institutions ?? []);
const STATE_CODES = new Set(stateCodes);
const ORGANISATIONS = new Set(organisations);
const FACILITIES = new Set(facilities);
const FACILITY_PHRASES = new Phrases(facilityPhrases ?? []);
const MODIFIERS = new Set(modifiers);
const NO_MODIFIERS = new Set(departments);
const OF_PLACE = new Phrases([...(ofPlace ?? []), 'in', 'from', 'at', 'of']);
const STRONG_OF_PLACE = new Phrases(ofPlace ?? []);
const AT_FACILITY = new Phrases(atFacility ?? []);
/** Ends of the names of towns and houses: Westside, Lakeview, Springfield. */
const TOWN_LIKE =
  /\p{L}{3}(?:side|view|wood|dale|field|brook|ville|haven|crest|ridge|gate|mere|burgh|borough|ford)$/u;
/** Parts of a house, not the house. */
const NO_PLACE = /^(?:unit|ward|room|floor|department|dept|service|services|program|clinic's)$/;
const TITLE = /^(?:dr|doctor|mr|mrs|ms|miss|prof|professor|sister|nurse)$/;
const SAINT = /^(?:st|saint|mt|mount|fort|ft|port|san|santa|los|las|el|new)$/;
const MAX_MODIFIERS = 5;

/** Countries, states, towns, hospitals, practices, schools and employers named as places. */
export function placesIn(
  text: string,
  tokens: readonly Token[],
  vocabulary: Vocabulary,
): readonly Span[] {
  const found: Span[] = [];
  const ofPlace = OF_PLACE.endings(tokens);
  const strongOf = STRONG_OF_PLACE.endings(tokens);
  const atFacility = AT_FACILITY.endings(tokens);
  for (let i = 0; i < tokens.length; i++) {
    if ((strongOf[i] ?? 0) > 0 && tokens[i]?.letters === 'lower') {
      const size = PLACES.at(tokens, i);
      const isWord = size === 1 && vocabulary.word(tokens[i]?.lower ?? '').known;
      if (size > 0 && !isWord && (tokens[i]?.text.length ?? 0) > 3)
        found.push(spanOf(tokens, i, i + size));
    }
    if (
      !isCapital(tokens[i]) &&
      !ORGANISATIONS.has(tokens[i]?.lower ?? '') &&
      !FACILITIES.has(tokens[i]?.lower ?? '') &&
      FACILITY_PHRASES.at(tokens, i) === 0
    )
      continue;
    const facility = facilityAt(tokens, i, vocabulary);
    if (facility) found.push(facility);
    const company = companyAt(tokens, i, vocabulary);
    if (company) found.push(company);
    if (!isCapital(tokens[i])) continue;
    const before = tokens[i - 1]?.lower === 'the' ? i - 1 : i;
    const listed = listedAt(tokens, i, (ofPlace[before] ?? 0) > 0, vocabulary);
    if (listed) found.push(listed);
    const saint = saintAt(tokens, i);
    if (saint) found.push(saint);
    if ((strongOf[before] ?? 0) > 0 || (atFacility[before] ?? 0) > 0) {
      const named = namedAt(tokens, i, vocabulary);
      if (named) found.push(named);
    }
    if (tokens[i - 1]?.text === 'in' && isShouted(tokens, i, vocabulary)) {
      found.push(spanOf(tokens, i, i + 1));
    }
  }
  return found.map((span) => withPostcode(text, span));
}

/** "in ÅLESUND," in a sentence that is not in capitals. */
function isShouted(tokens: readonly Token[], i: number, vocabulary: Vocabulary): boolean {
  const token = tokens[i];
  if (token?.letters !== 'upper' || token.text.length < 5) return false;
  const next = tokens[i + 1];
  if (next?.letters === 'upper' || next?.kind === 'number') return false;
  return !vocabulary.word(token.lower).known && !DEPARTMENTS.has(token.text);
}

const POSTCODE =
  /[ ,]{1,2}(?:\d{5}(?:-\d{3,4})?|(?!19|20)\d{4}|\d{3} \d{2}|\d{2}-\d{3}|\d{4}-\d{3})(?![\w./%-])/y;

/** "Hungary 34796" */
function withPostcode(text: string, { start, end }: Span): Span {
  POSTCODE.lastIndex = end;
  const m = POSTCODE.exec(text);
  return { start, end: m ? end + m[0].length : end };
}

/** "Hill Inc.", "Thomas and Sons", "Allstate Insurance Group" */
function companyAt(tokens: readonly Token[], i: number, vocabulary: Vocabulary): Span | null {
  const head = tokens[i];
  if (!head || !ORGANISATIONS.has(head.lower) || !isCapital(head) || !follows(tokens, i))
    return null;
  let from = i;
  while (from > i - 5 && from > 0 && isCapital(tokens[from - 1]) && follows(tokens, from)) from--;
  const words = tokens.slice(from, i);
  const isLegal = /^(?:inc|ltd|llc|llp|plc|corp|corporation|gmbh|incorporated)$/.test(head.lower);
  const isTold = words.some(
    (t) => isLegal || !vocabulary.word(t.lower).known || vocabulary.word(t.lower).surname,
  );
  const isLine = words.every((t) => t.letters !== 'upper') || isLegal;
  return words.length > 0 && isTold && isLine ? spanOf(tokens, from, i + 1) : null;
}

function spanOf(tokens: readonly Token[], from: number, to: number): Span {
  return { start: tokens[from]?.start ?? 0, end: tokens[to - 1]?.end ?? 0 };
}

/** "Lakeside Clinic", "Good Samaritan Medical Center": the words before the kind of house. */
function facilityAt(tokens: readonly Token[], i: number, vocabulary: Vocabulary): Span | null {
  const head = tokens[i];
  if (!head) return null;
  const size = Math.max(FACILITY_PHRASES.at(tokens, i), FACILITIES.has(head.lower) ? 1 : 0);
  if (size === 0) return null;
  let from = i;
  for (let k = i - 1; k >= 0 && k >= i - MAX_MODIFIERS * 2; k--) {
    const token = tokens[k];
    const next = tokens[k + 1];
    if (!token || !next || next.gap === 'line') break;
    if (token.text === '.' && /^(?:st|mt)$/.test(tokens[k - 1]?.lower ?? '')) continue;
    if (
      /^['’]$/.test(token.text) ||
      (token.lower === 's' && /['’]/.test(tokens[k - 1]?.text ?? ''))
    )
      continue;
    if (token.kind === 'mark') break;
    if (
      isCapital(token) ||
      (token.lower === 'of' && isCapital(tokens[k - 1])) ||
      token.text === '&'
    )
      from = isCapital(token) ? k : from;
    else break;
  }
  const words = tokens.slice(from, i).filter((t) => t.kind === 'word' && t.lower !== 's');
  const telling = words.filter((t) => isTelling(t, vocabulary));
  // "ATSI health check", "ID clinic"
  if (
    telling.length > 0 &&
    (!isCapital(head) || head.letters === 'upper') &&
    telling.every((t) => t.letters === 'upper')
  ) {
    return null;
  }
  const isProper = isCapital(head) || words.length >= 2;
  const weak =
    /^(?:general|health|er|ed|practice|surgery|park|station|bridge|church|home|school|memorial)$/.test(
      head.lower,
    ) && size === 1;
  const strong = telling.filter((t) => !MODIFIERS.has(t.lower) || !weak);
  if (
    telling.length > 0 &&
    (!weak || strong.length > 0) &&
    (isProper || telling.some((t) => !vocabulary.word(t.lower).known))
  ) {
    const first = tokens.indexOf(telling[0] as Token, from);
    const start = /^(?:st|mt|saint|mount)$/.test(tokens[first - 2]?.lower ?? '')
      ? first - 2
      : first;
    return spanOf(tokens, Math.max(start, from), i + size);
  }
  // "county hospital"
  const before = tokens[i - 1];
  if (
    words.length === 0 &&
    before &&
    follows(tokens, i) &&
    /^(?:hospital|clinic|infirmary)$/.test(head.lower) &&
    /^(?:county|city)$/.test(before.lower)
  ) {
    return spanOf(tokens, i - 1, i + size);
  }
  return null;
}

function isTelling(token: Token, vocabulary: Vocabulary): boolean {
  if (NO_MODIFIERS.has(token.lower) && !MODIFIERS.has(token.lower)) return false;
  if (DEPARTMENTS.has(token.text)) return false;
  if (STATE_CODES.has(token.text)) return true;
  if (TOWN_LIKE.test(token.lower)) return true;
  if (MODIFIERS.has(token.lower)) return true;
  const { known, given, surname, eponym } = vocabulary.word(token.lower);
  if (!known || given || surname || eponym) return token.text.length > 1;
  return PLACES.at([token], 0) > 0;
}

/** A country, a state or a town by its name; one that is a name or a word too only after "in", "from". */
function listedAt(
  tokens: readonly Token[],
  i: number,
  ofPlace: boolean,
  vocabulary: Vocabulary,
): Span | null {
  const institution = INSTITUTIONS.at(tokens, i);
  if (institution > 0 && !isScale(tokens, i + institution)) {
    const sole = institution === 1 ? vocabulary.word(tokens[i]?.lower ?? '') : null;
    if (!sole || !(sole.given || sole.eponym) || ofPlace) return spanOf(tokens, i, i + institution);
  }
  const size = PLACES.at(tokens, i);
  if (size === 0) return stateCodeAt(tokens, i);
  for (let k = i; k < i + size; k++) {
    const token = tokens[k];
    if (token?.kind === 'word' && !isCapital(token) && !/^(?:of|de|and)$/.test(token.lower))
      return null;
  }
  if (isScale(tokens, i + size)) return null;
  const last = i + size;
  const withState =
    tokens[last]?.text === ',' &&
    (STATE_CODES.has(tokens[last + 1]?.text ?? '') || PLACES.at(tokens, last + 1) > 0);
  if (size === 1) {
    const { given, surname, known, eponym } = vocabulary.word(tokens[i]?.lower ?? '');
    // "Rome IV", "Denver 2"
    const isVersion = /^(?:\d+|[IVX]+)$/.test(tokens[last]?.text ?? '');
    const doubtful =
      given || surname || (known && (!eponym || isVersion || beginsSentence(tokens, i)));
    if (doubtful && !ofPlace && !withState) return null;
    if (
      tokens[i]?.letters === 'upper' &&
      (tokens[i]?.text.length ?? 0) < 4 &&
      tokens[i]?.text !== 'NYC'
    )
      return null;
  }
  return spanOf(tokens, i, withState ? last + 1 + Math.max(1, PLACES.at(tokens, last + 1)) : last);
}

/** "Glasgow Coma Scale", "Boston criteria", "Spanish flu" */
function isScale(tokens: readonly Token[], next: number): boolean {
  for (let k = next; k < next + 3; k++) {
    const token = tokens[k];
    if (!token || !follows(tokens, k) || token.kind !== 'word') {
      if (/['’]/.test(token?.text ?? '') || token?.lower === 's') continue;
      return false;
    }
    if (EPONYM_NOUNS.has(token.lower))
      return (
        k === next ||
        /^(?:coma|risk|heart|bleeding|prognostic|knee|hip|ankle|sleepiness|depression|postnatal|disability|outcome)$/.test(
          tokens[k - 1]?.lower ?? '',
        )
      );
  }
  return false;
}

/** "Fresno, CA" and "ER in NY" */
function stateCodeAt(tokens: readonly Token[], i: number): Span | null {
  const token = tokens[i];
  if (!token || !STATE_CODES.has(token.text) || token.text.length < 2) return null;
  const comma =
    tokens[i - 1]?.text === ',' && isCapital(tokens[i - 2]) && tokens[i - 2]?.letters === 'capital';
  if (
    comma &&
    token.gap === 'space' &&
    follows(tokens, i - 1) &&
    (tokens[i - 2]?.text.length ?? 0) > 2
  ) {
    if (/^(?:MD|PA|CO|OR|IN|ME|AL|LA|MA|DC|ON|SK|NT)$/.test(token.text)) {
      return PLACES.at(tokens, i - 2) > 0 || tokens[i + 1]?.kind === 'number'
        ? spanOf(tokens, i - 2, i + 1)
        : null;
    }
    return spanOf(tokens, i - 2, i + 1);
  }
  const before = tokens[i - 1]?.lower;
  if (
    (before === 'in' || before === 'from') &&
    /^(?:NY|NJ|TX|FL|UK|USA|NSW|QLD|VIC)$/.test(token.text)
  )
    return spanOf(tokens, i, i + 1);
  return null;
}

/** "St. Mary's", "Mt. Sinai" */
function saintAt(tokens: readonly Token[], i: number): Span | null {
  if (!/^(?:St|Saint|Mt|Mount|Ft|Fort)$/.test(tokens[i]?.text ?? '')) return null;
  const at = tokens[i + 1]?.text === '.' ? i + 2 : i + 1;
  const name = tokens[at];
  if (!name || name.letters !== 'capital' || !follows(tokens, at) || isInitial(name)) return null;
  if (
    /^(?:Johns?|Johnswort|elevation|Vitus)$/.test(name.text) &&
    /^wort$/i.test(tokens[at + 3]?.text ?? tokens[at + 1]?.text ?? '')
  )
    return null;
  if (
    name.lower === 'elevation' ||
    name.lower === 'depression' ||
    name.lower === 'segment' ||
    name.lower === 'changes'
  )
    return null;
  const possessive = /['’]/.test(tokens[at + 1]?.text ?? '') && tokens[at + 2]?.lower === 's';
  return spanOf(tokens, i, possessive ? at + 3 : at + 1);
}

/** Words in capitals after "treated at" or "lives in", unless they are a department or a word of medicine. */
function namedAt(tokens: readonly Token[], i: number, vocabulary: Vocabulary): Span | null {
  const first = tokens[i]?.lower ?? '';
  if (TITLE.test(first) || vocabulary.word(first).given) return null;
  let end = i;
  let telling = false;
  for (let k = i; k < i + 5; k++) {
    const token = tokens[k];
    if (!token || (k > i && !follows(tokens, k))) break;
    if (token.text === '.' && SAINT.test(tokens[k - 1]?.lower ?? '')) continue;
    if (!isCapital(token) || token.kind !== 'word') break;
    if (DEPARTMENTS.has(token.text)) break;
    const { known } = vocabulary.word(token.lower);
    if (token.letters === 'upper' && token.text.length < 3 && !STATE_CODES.has(token.text)) break;
    if (token.letters === 'upper' && known && token.text.length < 6) break;
    if (NO_PLACE.test(token.lower)) return null;
    const isHouse =
      MODIFIERS.has(token.lower) && !/^(?:care|health|medical|med|family|va)$/.test(token.lower);
    if (!known || isHouse) telling = true;
    end = k + 1;
  }
  return telling && end > i ? spanOf(tokens, i, end) : null;
}
