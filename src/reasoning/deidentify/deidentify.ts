import { identifiersIn } from './identifiers';
import { naturalText } from './natural';
import { placeholderText } from './placeholders';
import type { Deidentified, DeidentifyOptions } from './types';

/**
 * Takes identifiers out of a text: names, dates finer than a year, ages over 89, places, addresses and
 * numbers, after the Safe Harbor rule (45 CFR 164.514(b)(2)). Rules and lists alone, so some are missed:
 * the result still wants a reader before it leaves the house.
 *
 * Medical words, eponyms, scores and durations ("3/52") stay. Time is linear in the text.
 */
export function deidentify(text: string, options: DeidentifyOptions = {}): Deidentified {
  const spans = identifiersIn(text);
  return {
    text:
      options.mode === 'natural'
        ? naturalText(text, spans, options.key)
        : placeholderText(text, spans),
    spans,
  };
}
