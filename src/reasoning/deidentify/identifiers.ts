import { addressesIn } from './addresses';
import { agesIn } from './ages';
import { contactsIn } from './contacts';
import { datesIn } from './dates';
import { namesIn } from './names';
import { numbersIn } from './numbers';
import { placesIn } from './places';
import { tokensOf } from './tokens';
import { withCapitals } from './withCapitals';
import type { Identifier, IdentifierType } from './types';
import { builtInVocabulary } from './vocabulary';

/** Where two overlap, the kind that comes first names both. */
const RANK: Readonly<Record<IdentifierType, number>> = {
  email: 0,
  url: 1,
  ip: 2,
  date: 3,
  fax: 4,
  phone: 5,
  plate: 6,
  username: 7,
  number: 8,
  age: 9,
  address: 10,
  place: 11,
  name: 12,
};

/** "lives in Chicago" gives a place, "lives at 12 Elm Street" an address. */
const ADDRESS = /\d|\b(?:street|road|avenue|lane|drive|boulevard|highway)\b/i;

/** All identifiers of a text, in order, without overlap. Time is linear in the text. */
export function identifiersIn(text: string): readonly Identifier[] {
  const vocabulary = builtInVocabulary();
  const tokens = withCapitals(text, tokensOf(text), vocabulary);
  const as = (type: IdentifierType) => (s: { readonly start: number; readonly end: number }) => ({
    start: s.start,
    end: s.end,
    type,
  });
  return merged([
    ...contactsIn(text),
    ...datesIn(text).map(as('date')),
    ...numbersIn(text, tokens),
    ...agesIn(text).map(as('age')),
    ...addressesIn(text, tokens, vocabulary).map((s) =>
      as(ADDRESS.test(text.slice(s.start, s.end)) ? 'address' : 'place')(s),
    ),
    ...placesIn(text, tokens, vocabulary).map(as('place')),
    ...namesIn(tokens, vocabulary).map(as('name')),
  ]);
}

function merged(found: readonly Identifier[]): readonly Identifier[] {
  const sorted = [...found].sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: Identifier[] = [];
  for (const next of sorted) {
    const last = kept.at(-1);
    if (!last || next.start >= last.end) {
      if (next.end > next.start) kept.push(next);
      continue;
    }
    const type = RANK[next.type] < RANK[last.type] ? next.type : last.type;
    kept[kept.length - 1] = { start: last.start, end: Math.max(last.end, next.end), type };
  }
  return kept;
}
