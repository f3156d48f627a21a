import type { Section, Span } from './types';

/** The concept that a drug is read as where the patient does not tolerate it. */
export const DRUG_ALLERGY = 'drug-allergy';

const NAMES_ALLERGEN =
  /\b(?:allerg(?:ic|y|ies)|anaphyla(?:xis|ctic)|hypersensitiv(?:e|ity)|intoleran(?:t|ce))[ \t]*(?:reactions?[ \t]*)?(?:to\b|[:=–-]|include[sd]?\b|are\b)[^.;\n]*$/i;

/** "No known drug allergies": what follows under the heading is no allergen any more. */
const NONE_KNOWN = /\b(?:NKD?A|no known|none|nil|not known|denies)\b/i;

/**
 * Tells of the drugs of a section whether they are named as allergens and not as what is taken: under a
 * heading of allergies, or after "allergic to" in their sentence.
 */
export function allergensOf(
  text: string,
  { label, body }: Section,
): (drug: Span, sentence: Span) => boolean {
  if (label !== 'ALLERGY') {
    return (drug, sentence) => NAMES_ALLERGEN.test(text.slice(sentence.start, drug.start));
  }
  const none = NONE_KNOWN.exec(text.slice(body.start, body.end));
  const end = none ? body.start + none.index + none[0].length : Infinity;
  return (drug) => drug.start < end;
}
