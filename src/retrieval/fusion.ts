/** How little the order within a list counts against being in both; see test/bench/baseline.md. */
const RANK_CONSTANT = 20;

/**
 * One order out of two by reciprocal rank: an item scores 1 ÷ (20 + rank) in each list that holds
 * it (Cormack, Clarke & Büttcher, "Reciprocal rank fusion outperforms Condorcet and individual
 * rank learning methods", 2009). Ranks count from 1; equal scores keep the order of `lexical`.
 * @param lexical best first; one that has no vector yet takes its place in both lists.
 * @param semantic best first.
 */
export function fuseByRank(
  lexical: readonly string[],
  semantic: readonly string[],
  hasVector: (id: string) => boolean,
): { readonly id: string; readonly score: number }[] {
  const scores = new Map<string, number>();
  lexical.forEach((id, i) => {
    const score = 1 / (RANK_CONSTANT + i + 1);
    scores.set(id, hasVector(id) ? score : 2 * score);
  });
  semantic.forEach((id, i) => {
    scores.set(id, (scores.get(id) ?? 0) + 1 / (RANK_CONSTANT + i + 1));
  });
  return [...scores].map(([id, score]) => ({ id, score })).sort((a, b) => b.score - a.score);
}
