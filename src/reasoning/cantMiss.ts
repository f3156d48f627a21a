import type { Evidence, RankedCondition } from './types';

/** The lens shows these already. */
const IN_VIEW = 3;
/** A list longer than this is not read. */
const MOST = 5;
/** Below this it is not worth a clinician's minute. */
const LEAST_PROBABILITY = 0.001;
/** Denials that together speak so clearly against it exclude it: a likelihood ratio of 1/10. */
const EXCLUDING = Math.log(1 / 10);
/** A finding must speak for it at least this clearly: a likelihood ratio of 1.5. */
const LEAST_REASON = Math.log(1.5);

/**
 * Emergencies behind the first three that a present finding speaks for and the note does not
 * exclude, likeliest first.
 */
export function cantMiss(ranked: readonly RankedCondition[]): readonly RankedCondition[] {
  return ranked
    .slice(IN_VIEW)
    .filter(
      (r) =>
        r.condition.urgency === 'emergency' &&
        r.probability >= LEAST_PROBABILITY &&
        r.for.some(isPresentFinding) &&
        !isExcluded(r),
    )
    .slice(0, MOST);
}

function isPresentFinding({ finding, weight }: Evidence): boolean {
  return finding !== null && !finding.historical && weight >= LEAST_REASON;
}

function isExcluded({ against }: RankedCondition): boolean {
  const denied = against.filter((e) => e.finding?.negated);
  return denied.reduce((sum, e) => sum + e.weight, 0) <= EXCLUDING;
}
