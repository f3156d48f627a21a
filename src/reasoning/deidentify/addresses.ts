import type { Span } from '../../note/types';
import cues from './data/place-cues.yaml';
import places from './data/places.yaml';
import { Phrases } from './phrases';
import type { Token } from './tokens';
import type { Vocabulary } from './vocabulary';
import { beginsSentence, follows, isCapital } from './wordRuns';

const { streets, streetStarts, streetEndings, units } = cues as Readonly<
  Record<string, readonly string[]>
>;
const STREETS = new Set(streets);
/** These are words of anatomy, of plans and of titles as well: they need a number before. */
const NEEDS_NUMBER = new Set(
  'st str dr drive ct court pl place way walk close row circle cir grove gardens plaza loop square sq pike parade way trail crescent tie bypass court ln la av rd ave blvd hwy pkwy terrace'.split(
    ' ',
  ),
);
const STARTS = new Set(streetStarts);
const STREET_ENDING = new RegExp(`\\p{L}{2}(?:${(streetEndings ?? []).join('|')})$`, 'u');
const UNITS = new Set(units);
const STATE_CODES = new Set((places as Readonly<Record<string, readonly string[]>>)['stateCodes']);
const MAX_WORDS = 5;
const MAX_LENGTH = 120;
const MAX_LINES = 5;

const CUES = new Phrases([
  'address is',
  'address to',
  'address with',
  'address',
  'addresses',
  'address of',
  'address here',
  'located at',
  'located in',
  'located on',
  'lives at',
  'lives on',
  'lived at',
  'lives in',
  'lived in',
  'live in',
  'live at',
  'living at',
  'living on',
  'resides at',
  'residing at',
  'resident of',
  'reside at',
  'sent to',
  'send it to',
  'send to',
  'deliver to',
  'delivered to',
  'mail to',
  'mailed to',
  'one to',
  'return to',
  'arrived at',
  'taxi to',
  'moved to',
  'meet you at',
  'meet me at',
  'meet at',
  'office is at',
  'restaurant is at',
  'restaurant is located at',
  'offices are located at',
  'station is on',
  'corner of',
  'stop at',
  'drops you off at',
  'enter on',
  'home at',
  'home is at',
  "it's in",
  'it is in',
  'here they are',
  'north side of',
  'south side of',
  'east side of',
  'west side of',
  'the following',
]);

/** Two groups of letters and digits, as in the UK, Canada, the Netherlands; a state and its ZIP code. */
const POSTCODES: readonly RegExp[] = [
  /(?<!\w)(?:GIR 0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d{1,2}|\d[A-HJKS-UW]|[A-HK-Y]\d[ABEHMNPRV-Y]) \d[ABD-HJLNP-UW-Z]{2})(?!\w)/g,
  /(?<!\w)[ABCEGHJ-NPRSTVXY]\d[A-Z] \d[A-Z]\d(?!\w)/g,
  /(?<=\b(?:zip|postcode|post code|postal code|zip code|zipcode)(?: is)?:?\s{1,3})[A-Z\d](?:[A-Z\d]|[- ](?=[A-Z\d]{2})){2,9}/gi,
  /(?<!\w)P\.? ?O\.? ?Box \d{1,6}(?!\w)/gi,
  /(?<!\w)PSC \d{3,5},? Box \d{2,6}|(?<!\w)(?:Unit \d{3,5},? Box \d{3,6}|[AF]PO A[APE],? \d{5})(?!\w)/gi,
  /(?<!\w|[Oo]perati(?:ve|ng) )(?:Apt|Apartment|Suite|Ste|Flat)\.? #?\d{1,5}[A-Z]?(?!\w)/g,
];
const STATE_ZIP = /(?<!\w)([A-Z]{2,3})[ ,]{1,2}\d{4,5}(?:-\d{4})?(?![\w-])/g;

/** Streets with their number, boxes, postcodes, and what follows words such as "lives at". */
export function addressesIn(
  text: string,
  tokens: readonly Token[],
  vocabulary: Vocabulary,
): readonly Span[] {
  const found: Span[] = [];
  for (const pattern of POSTCODES) {
    for (const m of text.matchAll(pattern)) found.push(span(m.index, m[0]));
  }
  for (const m of text.matchAll(STATE_ZIP)) {
    if (STATE_CODES.has(m[1] ?? '')) found.push(span(m.index, m[0]));
  }
  for (let i = 0; i < tokens.length; i++) {
    const street = streetAt(tokens, i, vocabulary);
    if (street) found.push(street);
    const size = CUES.at(tokens, i);
    if (size > 0) {
      const place = afterCue(tokens, i + size, vocabulary);
      if (place) found.push(place);
    }
    const line = lineAt(tokens, i, vocabulary);
    if (line) found.push(line);
  }
  return found;
}

function span(start: number, text: string): Span {
  return { start, end: start + text.length };
}

/** "12 Elm Street", "Elm Street", "via Roma 131", "Koskikatu 25" */
function streetAt(tokens: readonly Token[], i: number, vocabulary: Vocabulary): Span | null {
  const first = tokens[i];
  if (!first) return null;
  if (first.kind === 'number') {
    if (first.text.length > 6) return null;
    const end = suffixAfter(tokens, i + 1);
    return end === null ? null : { start: first.start, end };
  }
  if (first.kind !== 'word') return null;
  if (STARTS.has(first.lower)) return foreignStreet(tokens, i);
  if (!isCapital(first)) return null;
  if (STREET_ENDING.test(first.lower) && !vocabulary.word(first.lower).known) {
    const number = tokens[i + 1];
    const before = tokens[i - 1];
    const isNumbered = number?.kind === 'number' && follows(tokens, i + 1);
    const start = before?.kind === 'number' && follows(tokens, i) ? before.start : first.start;
    if (isNumbered) return { start, end: number.end };
    if (start !== first.start) return { start, end: first.end };
  }
  const last = suffixIndex(tokens, i);
  const suffix = last === null ? undefined : tokens[last];
  if (last === null || !suffix || last === i || NEEDS_NUMBER.has(suffix.lower)) return null;
  if (!isCapital(suffix)) return null;
  const named = tokens.slice(i, last).some((t) => t.letters !== 'upper');
  const isHeading =
    tokens.slice(i, last).every((t) => vocabulary.word(t.lower).known) && beginsSentence(tokens, i);
  return named && !isHeading ? { start: first.start, end: suffix.end } : null;
}

function foreignStreet(tokens: readonly Token[], i: number): Span | null {
  const first = tokens[i];
  let at = i + 1;
  if (tokens[at]?.text === '.' && /^(?:ul|av|c)$/.test(first?.lower ?? '')) at++;
  if (
    !first ||
    (first.letters === 'upper' && first.text.length < 5) ||
    !isCapital(tokens[at]) ||
    !follows(tokens, at)
  )
    return null;
  while (
    at < i + 8 &&
    follows(tokens, at) &&
    (isCapital(tokens[at]) ||
      /^(?:de|del|della|di|da|do|dos|das|la|le|les|du|des)$/.test(tokens[at]?.lower ?? ''))
  )
    at++;
  const number = tokens[at];
  const last = tokens[at - 1];
  if (number?.kind === 'number' && follows(tokens, at))
    return { start: first.start, end: number.end };
  return /^(?:rue|calle|strada|avenida|rua|ulica|ul)$/.test(first.lower) && last
    ? { start: first.start, end: last.end }
    : null;
}

/** The end of the street that follows a house number, or null. */
function suffixAfter(tokens: readonly Token[], from: number): number | null {
  if (!follows(tokens, from) || tokens[from]?.kind === 'mark') return null;
  const at = suffixIndex(tokens, from);
  return at === null || at === from ? null : (tokens[at]?.end ?? null);
}

function suffixIndex(tokens: readonly Token[], from: number): number | null {
  for (let i = from; i <= from + MAX_WORDS; i++) {
    const token = tokens[i];
    if (!token || (i > from && !follows(tokens, i))) return null;
    if (token.text === '.' && token.gap === 'none') continue;
    if (
      i > from &&
      STREETS.has(token.lower) &&
      (isCapital(token) || !NEEDS_NUMBER.has(token.lower))
    )
      return i;
    const ordinal = token.kind === 'number' || /^(?:st|nd|rd|th)$/.test(token.lower);
    if (!isCapital(token) && !ordinal) return null;
  }
  return null;
}

/** What follows "lives at": up to the end of the clause, where there is a number or a strange word in it. */
function afterCue(tokens: readonly Token[], from: number, vocabulary: Vocabulary): Span | null {
  let at = from;
  while (at < from + 3 && /^(?:is|:|the|to|at|,|-|it|in|\?|of)$/.test(tokens[at]?.lower ?? ''))
    at++;
  return block(tokens, at, vocabulary, 1);
}

/** Lines such as "376 Rákóczi út 13. Suite 104": a number first, then strange words in capitals. */
function lineAt(tokens: readonly Token[], i: number, vocabulary: Vocabulary): Span | null {
  const [first, second] = [tokens[i], tokens[i + 1]];
  if (first?.kind !== 'number' || !second || !beginsLine(tokens, i)) return null;
  if (first.text.length > 6 || !(isCapital(second) || second.kind === 'number')) return null;
  if (second.gap !== 'space') return null;
  const found = block(tokens, i, vocabulary, MAX_LINES);
  return found && found.end - found.start > 10 ? found : null;
}

/** Also in a quoted mail: "> 12 Elm Street". */
function beginsLine(tokens: readonly Token[], i: number): boolean {
  return (
    tokens[i]?.gap === 'line' || (tokens[i - 1]?.text === '>' && tokens[i - 1]?.gap === 'line')
  );
}

function block(
  tokens: readonly Token[],
  from: number,
  vocabulary: Vocabulary,
  least: number,
): Span | null {
  const first = tokens[from];
  if (!first) return null;
  let [last, numbers, strange, capitals, lines] = [from - 1, 0, 0, 0, 0];
  for (let i = from; i < tokens.length; i++) {
    const token = tokens[i];
    if (!token || token.end - first.start > MAX_LENGTH) break;
    if (i > from && token.gap === 'line' && (++lines >= MAX_LINES || !isAddressLine(tokens, i)))
      break;
    if (token.text === '>' && token.gap === 'line') continue;
    if (token.kind === 'number') numbers++;
    else if (token.kind === 'mark') {
      const isEnd =
        token.text === '.' &&
        tokens[i + 1]?.gap !== 'none' &&
        !UNITS.has(tokens[i - 1]?.lower ?? '') &&
        !STREETS.has(tokens[i - 1]?.lower ?? '') &&
        (tokens[i - 1]?.text.length ?? 0) > 3 &&
        tokens[i - 1]?.kind !== 'number';
      if (
        isEnd ||
        (token.text === '.' && tokens[i + 1]?.text === ',') ||
        !/[,.'’#/\-()]/.test(token.text)
      )
        break;
      continue;
    } else if (isCapital(token)) {
      const isNext = tokens[i - 1]?.text === '.' && !STREETS.has(token.lower);
      if (isNext && vocabulary.word(token.lower).known) break;
      capitals++;
      if (!vocabulary.word(token.lower).known) strange++;
    } else if (
      UNITS.has(token.lower) ||
      STREETS.has(token.lower) ||
      /^(?:of|de|del|della|di|da|van|la|le|nan|upon|on|der|den|st|th|nd|rd|and)$/.test(token.lower)
    ) {
      continue;
    } else if (!vocabulary.word(token.lower).known && numbers > 0) {
      strange++;
    } else break;
    last = i;
  }
  const end = tokens[last]?.end;
  if (end === undefined || last < from) return null;
  const hasPlace = (capitals > 0 && (strange > 0 || numbers > 0)) || strange > 1;
  const isLine =
    least > 1
      ? numbers > 0 &&
        strange > 0 &&
        tokens
          .slice(from, last + 1)
          .some((t) => UNITS.has(t.lower) || (t.kind === 'number' && t !== first))
      : true;
  return hasPlace && isLine && (numbers > 0 || capitals > 0) ? { start: first.start, end } : null;
}

function isAddressLine(tokens: readonly Token[], i: number): boolean {
  const token = tokens[i];
  return (
    token !== undefined &&
    (token.kind === 'number' || isCapital(token) || /^[,>]$/.test(token.text)) &&
    tokens[i + 1]?.text !== ':'
  );
}
