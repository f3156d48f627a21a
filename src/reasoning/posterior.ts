import type { Case, Scales } from './evidence';
import { weigh } from './evidence';
import type { Weights } from './weights';

/**
 * Findings are not independent given the condition, so naive Bayes is too sure of itself: the
 * score is divided by this before it becomes a probability.
 */
const OVERCONFIDENCE = 1.5;
/** Log score of "none of these": the knowledge base does not hold every condition. */
const NONE_OF_THESE = 1.5;
/** Likelihood ratio of each present finding for "none of these". */
const FITS_NONE = 0.4;
/** However well one condition fits, this much is kept for what nobody thought of. */
const LEAST_DOUBT = 0.03;

export interface Posterior {
  readonly scales: Scales;
  /** Places of the conditions, likeliest first, each with its probability, 0–1. */
  readonly order: readonly { readonly place: number; readonly probability: number }[];
}

/** Every condition of the knowledge base with its probability for a case, likeliest first. */
export function posteriorOf(known: Case, weights: Weights): Posterior {
  const scales = weigh(known, weights);
  const scores = Float64Array.from(weights.conditions, (_, i) => scales.score(i));
  const best = scores.reduce((most, s) => Math.max(most, s), -Infinity);
  const odds = scores.map((s) => Math.exp((s - best) / OVERCONFIDENCE));
  const none = Math.exp(
    (NONE_OF_THESE + known.present.length * Math.log(FITS_NONE) - best) / OVERCONFIDENCE,
  );
  const total = odds.reduce((sum, o) => sum + o, none);
  const order = [...scores.keys()]
    .sort((a, b) => scores[b]! - scores[a]!)
    .map((place) => ({ place, probability: ((1 - LEAST_DOUBT) * odds[place]!) / total }));
  return { scales, order };
}
