import type { Knowledge } from '../knowledge/knowledge';
import { UNEXPLAINED, weigh, type Case, type Weighed } from './evidence';
import type { Profiles } from './profile';

/**
 * Findings are not independent given the condition, so naive Bayes is too sure of itself: the
 * score is divided by this before it becomes a probability.
 */
const OVERCONFIDENCE = 1.4;
/** Log score of "none of these": the knowledge base does not hold every condition. */
const NONE_OF_THESE = 1.5;
/** However well one condition fits, this much is kept for what nobody thought of. */
const LEAST_DOUBT = 0.03;

export interface Posterior extends Weighed {
  /** 0–1 over all conditions of the knowledge base and "none of these". */
  readonly probability: number;
}

/** Every condition of the knowledge base with its probability for a case, likeliest first. */
export function posteriorOf(
  known: Case,
  knowledge: Knowledge,
  profiles: Profiles,
): readonly Posterior[] {
  const weighed = [...knowledge.conditions.values()]
    .map((condition) => weigh(condition, known, knowledge, profiles))
    .sort((a, b) => b.score - a.score);
  const best = weighed[0]?.score ?? 0;
  const odds = weighed.map((w) => Math.exp((w.score - best) / OVERCONFIDENCE));
  const none = Math.exp(
    (NONE_OF_THESE + known.present.length * Math.log(UNEXPLAINED) - best) / OVERCONFIDENCE,
  );
  const total = odds.reduce((sum, o) => sum + o, none);
  return weighed.map((w, i) => ({ ...w, probability: ((1 - LEAST_DOUBT) * odds[i]!) / total }));
}
