import type { Lexicon } from '../note/terms/lexicon';

/** A phrase of this many words or fewer tells the search more than it distracts it. */
const MOST_WORDS = 4;

/**
 * What an abbreviation of a query stands for, from the lexicon: "PE" → "pulmonary embolism". Upper
 * or lower case, because people search in lower case; one letter stands for too much.
 */
export function abbreviationExpander(lexicon: Lexicon): (token: string) => readonly string[] {
  const names = new Map<string, string[]>();
  for (const concept of lexicon.concepts.values()) {
    for (const abbreviation of concept.abbreviations) {
      if (abbreviation.length < 2 || concept.name.split(' ').length > MOST_WORDS) continue;
      const key = abbreviation.toLowerCase();
      names.set(key, [...(names.get(key) ?? []), concept.name]);
    }
  }
  return (token) => names.get(token.toLowerCase()) ?? [];
}
