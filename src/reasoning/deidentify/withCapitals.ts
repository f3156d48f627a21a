import lists from './data/places.yaml';
import type { Token } from './tokens';
import type { Vocabulary } from './vocabulary';

const { countries, cities } = lists as Readonly<Record<string, readonly string[]>>;
const PLACES = new Set([...(countries ?? []), ...(cities ?? [])].map((p) => p.toLowerCase()));

/**
 * The tokens of a text that has no capital letter, names of the lists taken as if they had one: many
 * write so. A text with capitals uses them, and is left as it is.
 */
export function withCapitals(
  text: string,
  tokens: readonly Token[],
  vocabulary: Vocabulary,
): readonly Token[] {
  if (text !== text.toLowerCase()) return tokens;
  let afterGiven = false;
  return tokens.map((token): Token => {
    if (token.kind !== 'word' || token.text.length < 2) {
      // The "j" of "mary j smith" parts no name.
      if (token.kind !== 'word' || token.text.length !== 1) afterGiven = false;
      return token;
    }
    const { given, surname, known, word, eponym } = vocabulary.word(token.lower);
    const isName = !word && (given || (surname && !eponym && !known));
    const isPlace = !known && PLACES.has(token.lower);
    const isNext = afterGiven && token.gap === 'space' && (!known || surname);
    afterGiven = given && !word;
    return isName || isPlace || isNext ? { ...token, letters: 'capital' } : token;
  });
}
