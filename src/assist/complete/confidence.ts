import fitted from './confidence.yaml';

/** What is known of a suggested word before anyone has seen whether it is right. */
export interface WordSigns {
  /** Probability the model gives it, 0–1; null where the model was not asked or says another word. */
  readonly model: number | null;
  /** Probability the phrase memory gives it, 0–1. */
  readonly phrases: number;
  /** Probability the model gives the word it says instead; null where it says none. */
  readonly rival: number | null;
  /** Characters of the word that were typed already. */
  readonly typed: number;
  /** It is not the first word of its suggestion. */
  readonly later: boolean;
}

interface Weights {
  readonly bias: number;
  readonly model?: number;
  readonly phrases: number;
  readonly rival?: number;
  readonly typed: number;
  readonly later: number;
}

/** Typed characters beyond these say nothing more. */
const MOST_TYPED = 6;

/**
 * Probability that a suggested word is right, given that those before it are: a logistic
 * regression on the log-odds of both sources, fitted on notes that trained neither
 * (`npm run bench:completion -- --fit`).
 */
export function wordConfidence(signs: WordSigns): number {
  const { kind, values } = signsAsNumbers(signs);
  const weights = (fitted as Readonly<Record<SignsKind, Weights>>)[kind];
  let sum = weights.bias;
  for (const [name, value] of Object.entries(values)) {
    sum += (weights[name as keyof Weights] ?? 0) * value;
  }
  return 1 / (1 + Math.exp(-sum));
}

export type SignsKind = 'agreed' | 'opposed' | 'alone';

/** The regression that a word belongs to, and its variables. */
export function signsAsNumbers(signs: WordSigns): {
  readonly kind: SignsKind;
  readonly values: Readonly<Record<string, number>>;
} {
  const values = {
    phrases: logOdds(signs.phrases),
    typed: Math.min(signs.typed, MOST_TYPED) / MOST_TYPED,
    later: signs.later ? 1 : 0,
  };
  if (signs.model !== null) {
    return { kind: 'agreed', values: { ...values, model: logOdds(signs.model) } };
  }
  if (signs.rival !== null) {
    return { kind: 'opposed', values: { ...values, rival: logOdds(signs.rival) } };
  }
  return { kind: 'alone', values };
}

function logOdds(p: number): number {
  const clamped = Math.min(0.999, Math.max(0.001, p));
  return Math.log(clamped / (1 - clamped));
}
