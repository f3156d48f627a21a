import type { Finding } from '../note/types';
import type { Case } from './evidence';
import type { Problem, RankedCondition } from './types';

const MOST_PROBLEMS = 3;
const ALTERNATIVES = 2;
/** Alternatives are looked for among so many. */
const CONTENDERS = 20;
/** A finding is explained by a condition it speaks for at least this clearly: a ratio of 1.5. */
const EXPLAINS = Math.log(1.5);
/** A further problem needs so many findings that nothing before explains … */
const LEAST_FINDINGS = 2;
/** … which together speak for it at least this clearly: a ratio of 20. */
const LEAST_WEIGHT = Math.log(20);
/** Among the findings left, the leading condition must be at least this likely. */
const LEAST_PROBABILITY = 0.1;

/**
 * Explains the note by one condition, then what that leaves by another, while enough is left
 * that one condition would explain well.
 * @param rankRest ranks the conditions for a case with the given findings alone.
 */
export function problemsOf(
  ranked: readonly RankedCondition[],
  known: Case,
  rankRest: (rest: Case) => readonly RankedCondition[],
): readonly Problem[] {
  const problems: Problem[] = [];
  let rest = known.present;
  let candidates = ranked;
  while (problems.length < MOST_PROBLEMS && candidates.length > 0) {
    const leading = candidates[0]!;
    const explains = explainedBy(leading, rest);
    if (problems.length > 0 && !stands(leading, explains)) break;
    const alternatives = candidates
      .slice(1, CONTENDERS)
      .filter((r) => explainedBy(r, explains).length >= explains.length / 2)
      .slice(0, ALTERNATIVES);
    problems.push({ leading, alternatives, explains });
    rest = rest.filter((f) => !explains.includes(f));
    if (rest.length < LEAST_FINDINGS) break;
    const taken = new Set(problems.map((p) => p.leading.condition.id));
    candidates = rankRest({ ...known, present: rest }).filter((r) => !taken.has(r.condition.id));
  }
  return problems;
}

function stands(leading: RankedCondition, explains: readonly Finding[]): boolean {
  const weight = leading.for
    .filter((e) => e.finding && explains.includes(e.finding))
    .reduce((sum, e) => sum + e.weight, 0);
  return (
    explains.length >= LEAST_FINDINGS &&
    weight >= LEAST_WEIGHT &&
    leading.probability >= LEAST_PROBABILITY
  );
}

function explainedBy(ranked: RankedCondition, findings: readonly Finding[]): readonly Finding[] {
  const concepts = new Set(
    ranked.for.filter((e) => e.finding && e.weight >= EXPLAINS).map((e) => e.concept),
  );
  return findings.filter((f) => concepts.has(f.concept));
}
