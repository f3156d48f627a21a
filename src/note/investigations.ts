import data from './data/ordered-tests.yaml';
import type { Match } from './terms/matcher';
import type { Section, Span } from './types';

interface TestData {
  readonly heads: readonly string[];
  readonly tests: readonly string[];
  readonly concepts: readonly string[];
}

const { heads, tests, concepts } = data as TestData;
const NAMED_FOR = new Set(concepts);
const LIST = new RegExp(`^[^\\p{L}]*(?:\\p{L}+[ \\t]+)?(?:${heads.join('|')})\\b`, 'iu');
const TEST = new RegExp(`^[ \\t/]*(?:${tests.join('|')})\\b`, 'i');
/** A result after the name is more than a test: "HIV positive", "chlamydia PCR not detected". */
const RESULT =
  /^[^.;,\n]{0,40}?(?:\+|-ve|\bpos\b|\bneg\b|positive|negative|reactive|detected|raised|elevated|\blow\b|\bhigh\b|↑|↓|confirmed|infection|disease\b)/i;

/**
 * Whether a name of what tests look for stands for the test: before "serology", or in a list of
 * bloods that are ordered.
 */
export function isOrderedTest(
  text: string,
  { concept, start, end }: Match,
  sentence: Span,
  { heading }: Section,
): boolean {
  if (!NAMED_FOR.has(concept)) return false;
  const after = text.slice(end, end + 40);
  if (RESULT.test(text.slice(start, end) + after)) return false;
  if (TEST.test(after) || LIST.test(text.slice(sentence.start, start))) return true;
  return heading !== null && LIST.test(text.slice(heading.start, heading.end));
}
