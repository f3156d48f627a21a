import type { Finding, Span } from '../note/types';
import type { Condition } from '../knowledge/types';

/** One reason for or against a condition, with its place in the note. */
export interface Evidence {
  readonly concept: string;
  readonly name: string;
  /** Natural logarithm of the likelihood ratio; positive speaks for the condition. */
  readonly weight: number;
  /** The finding in the note; null for age, sex and findings not yet asked. */
  readonly finding: Finding | null;
}

export interface RankedCondition {
  readonly condition: Condition;
  /** 0–1 over all conditions of the knowledge base and "none of these". */
  readonly probability: number;
  readonly for: readonly Evidence[];
  readonly against: readonly Evidence[];
  /** Not yet asked: what would move this condition most, best first. */
  readonly ask: readonly Evidence[];
}

export interface Differential {
  /** Best first. */
  readonly ranked: readonly RankedCondition[];
  /** Present findings that no condition of the first five explains. */
  readonly unexplained: readonly Finding[];
}

export type GroundingStatus = 'grounded' | 'inferred' | 'unsupported';

/** How a generated sentence stands to its source. */
export interface Grounding {
  readonly status: GroundingStatus;
  /** Sentences of the source that carry it. */
  readonly support: readonly Span[];
  /** The words of the sentence that have no basis; empty unless unsupported. */
  readonly missing: readonly string[];
}
