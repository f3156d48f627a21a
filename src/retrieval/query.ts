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

const SUPPORTING_TERMS = 10;
const SUPPORTING_WEIGHT = 0.3;

/**
 * What the best passages for a query say beside its words: the terms that are frequent in them
 * and rare elsewhere, each for less than a word of the query (relevance feedback; Rocchio 1971,
 * with the first passages taken as relevant).
 * @param rarity how telling a term is in the whole index.
 */
export function supportingTerms(
  best: readonly { readonly text: string; readonly score: number }[],
  rarity: (term: string) => number,
): WeightedTerm[] {
  const total = best.reduce((sum, passage) => sum + passage.score, 0);
  const gained = new Map<string, number>();
  for (const { text, score } of best) {
    const frequencies = new Map<string, number>();
    for (const term of tokenize(text)) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
    for (const [term, frequency] of frequencies) {
      if (FUNCTION_WORDS.has(term)) continue;
      const gain = (score / total) * (frequency / (frequency + 1.2)) * rarity(term);
      gained.set(term, (gained.get(term) ?? 0) + gain);
    }
  }
  const chosen = [...gained].sort((a, b) => b[1] - a[1]).slice(0, SUPPORTING_TERMS);
  return chosen.map(([term, gain]) => ({
    term,
    weight: (SUPPORTING_WEIGHT * gain) / chosen[0][1],
    supporting: true,
  }));
}
