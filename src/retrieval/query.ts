import type { WeightedTerm } from './bm25';
import functionWords from './data/function-words.yaml';
import { tokenize } from './tokenizer';

const FUNCTION_WORDS = new Set((functionWords as string[][]).flat());

/** What an expansion of an abbreviation counts for beside a word that the user wrote. */
const EXPANSION_WEIGHT = 0.6;

/** Gives other ways to write a word of the query, for example "pulmonary embolism" for "PE". */
export type Expand = (token: string) => readonly string[];

/**
 * The terms of a query, each once. Function words are left out where anything else is left.
 * @param expand other writings of a word as the user wrote it; they count for less.
 */
export function queryTerms(text: string, expand?: Expand): WeightedTerm[] {
  const shouted = !/\p{Ll}/u.test(text);
  const words = text.split(/\s+/).filter((w) => w !== '');
  const content = words.filter((word) => {
    const bare = word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
    if (!FUNCTION_WORDS.has(bare.toLowerCase())) return true;
    return !shouted && bare.length > 1 && bare === bare.toUpperCase();
  });
  const weights = new Map<string, number>();
  const kept = content.length > 0 ? content : words;
  for (const term of tokenize(kept.join(' '))) weights.set(term, 1);
  if (expand) {
    for (const word of kept) {
      const bare = word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
      if (bare === '') continue;
      for (const other of expand(bare)) {
        for (const term of tokenize(other)) {
          if (FUNCTION_WORDS.has(term)) continue;
          weights.set(term, Math.max(weights.get(term) ?? 0, EXPANSION_WEIGHT));
        }
      }
    }
  }
  return [...weights].map(([term, weight]) => ({ term, weight }));
}

/** Whether a term of the index is a function word. */
export function isFunctionTerm(term: string): boolean {
  return FUNCTION_WORDS.has(term);
}
