import type { GroundingStatus } from '../reasoning/types';
import type { Hit } from '../retrieval/types';

/** How sure a suggestion must be to be shown while typing: eager shows most, quiet least. */
export type CompletionMode = 'eager' | 'balanced' | 'quiet';

export interface CompleteRequest {
  readonly text: string;
  /** Cursor, UTF-16 code units into `text`. */
  readonly offset: number;
  /** Asked for by a key, not by typing: answer with less confidence too. */
  readonly explicit: boolean;
  /** Balanced where it is not said. */
  readonly mode?: CompletionMode;
  /** The note's file, so that earlier notes beside it can count. */
  readonly path?: string;
}

/** A word of a suggestion, and the probability that it and all before it are right, 0–1. */
export interface SuggestedWord {
  readonly text: string;
  readonly confidence: number;
}

export interface Completion {
  /** Inserted at the cursor; the empty string is an answer (abstention). */
  readonly completion: string;
  /** Probability that its first word is right, 0–1. */
  readonly confidence: number;
  readonly source: 'model' | 'phrases';
  readonly ms: number;
  /** Other suggestions for the same place, best first. */
  readonly alternatives?: readonly string[];
  readonly words?: readonly SuggestedWord[];
}

export type SummaryKind = 'report' | 'visit' | 'patient' | 'impression';

export interface SummaryRequest {
  readonly text: string;
  readonly kind: SummaryKind;
}

export interface SummarySentence {
  /** The part of the summary it belongs to, for example "Impression". */
  readonly part: string;
  readonly text: string;
  /** 1-based inclusive line ranges of the source. */
  readonly support: readonly (readonly [number, number])[];
  readonly status: GroundingStatus;
  /** Words without basis; empty unless unsupported. */
  readonly missing: readonly string[];
  readonly by: 'extraction' | 'model';
}

export interface Summary {
  readonly summary: string;
  readonly sentences: readonly SummarySentence[];
  /** The model that wrote in it, or null for an extractive summary. */
  readonly model: string | null;
}

export interface AskRequest {
  readonly question: string;
}

export interface AnswerSentence {
  readonly text: string;
  /** Index into `Answer.hits`. */
  readonly hit: number;
  /** 1-based line of the cited file. */
  readonly line: number;
}

export interface Answer {
  /** Empty when the guidelines do not say. */
  readonly sentences: readonly AnswerSentence[];
  readonly hits: readonly Hit[];
}
