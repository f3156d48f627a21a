import type { Lexicon } from '../note/terms/lexicon';
import type { Condition, GuidelineProblem } from './types';

/**
 * Concepts a condition names that the lexicon does not hold: they can never be found in a note.
 * @param text the guideline's text, to name the line (1-based) of each.
 */
export function unknownConcepts(
  condition: Condition,
  lexicon: Lexicon,
  text: string,
): GuidelineProblem[] {
  const lines = text.split(/\r\n|\r|\n/);
  return [...condition.findings, ...condition.risks]
    .filter((f) => !lexicon.concepts.has(f.concept))
    .map(({ concept }) => ({
      path: condition.path,
      line: Math.max(1, lines.findIndex((line) => line.trim().startsWith(`${concept}:`)) + 1),
      message: `"${concept}" is not in the lexicon, so no note can show it.`,
    }));
}
