import type { Section, Span } from './types';

/** The concept that a drug is read as where the patient does not tolerate it. */
export const DRUG_ALLERGY = 'drug-allergy';

const NAMES_ALLERGEN =
  /\b(?:allerg(?:ic|y|ies)|anaphyla(?:xis|ctic)|hypersensitiv(?:e|ity)|intoleran(?:t|ce))[ \t]*(?:reactions?[ \t]*)?(?:to\b|[:=–-]|include[sd]?\b|are\b)[^.;\n]*$/i;

/** "No known drug allergies": what follows under the heading is no allergen any more. */
const NONE_KNOWN = /\b(?:NKD?A|no known|none|nil|not known|denies)\b/i;

/**
 * Whether a drug is named as an allergen and not as what is taken: under a heading of allergies, or
 * after "allergic to" in its sentence.
 */
export function isAllergen(text: string, drug: Span, sentence: Span, section: Section): boolean {
  if (section.label === 'ALLERGY') {
    return !NONE_KNOWN.test(text.slice(section.body.start, drug.start));
  }
  return NAMES_ALLERGEN.test(text.slice(sentence.start, drug.start));
}
