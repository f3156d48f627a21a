import type { Finding, Span } from '../note/types';
import type { Condition } from '../knowledge/types';

/**
 * What a piece of evidence is: a finding that the condition expects, one that it does not
 * (`unlisted`), a denied one, a risk factor, age, sex, what the note's own assessment names, or
 * words shared with the condition's description.
 */
export type EvidenceKind =
  'present' | 'unlisted' | 'denied' | 'risk' | 'age' | 'sex' | 'named' | 'description';

/** One reason for or against a condition, with its place in the note. */
export interface Evidence {
  readonly kind: EvidenceKind;
  /** Concept id; empty for what is no concept. */
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

/** What it takes to learn of a finding: a word, a look, or a test. */
export type Inquiry = 'ask' | 'examine' | 'test';

/** A finding the note does not mention, whose answer would change the ranking. */
export interface Question {
  readonly concept: string;
  readonly name: string;
  readonly inquiry: Inquiry;
  /** Expected information of the answer about which condition it is, in bits. */
  readonly information: number;
  /** Of the likeliest conditions, the one a yes would raise most and the one a no would. */
  readonly ifPresent: Condition;
  readonly ifAbsent: Condition;
}

/** One of several illnesses that a note may tell of. */
export interface Problem {
  readonly leading: RankedCondition;
  /** Other conditions that would explain the same findings, best first. */
  readonly alternatives: readonly RankedCondition[];
  /** Present findings of the note that the leading condition explains and no earlier problem did. */
  readonly explains: readonly Finding[];
}

export interface Differential {
  /** Best first. */
  readonly ranked: readonly RankedCondition[];
  /** Present findings that no condition of the first five explains. */
  readonly unexplained: readonly Finding[];
  /** Dangerous conditions behind the first three that the note does not exclude, likeliest first. */
  readonly cantMiss: readonly RankedCondition[];
  /** Not yet asked, cheapest inquiry first and by expected information within it. */
  readonly questions: readonly Question[];
  /** One where one condition explains the note; more where findings are left that another explains. */
  readonly problems: readonly Problem[];
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
