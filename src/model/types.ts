export type ModelRole = 'completion' | 'chat' | 'embedding';

/** A Python package that holds the model file, or weights that it is made from. */
export type PypiSource = {
  readonly kind: 'pypi';
  readonly package: string;
  readonly version: string;
} & ({ readonly member: string } | { readonly bert: Readonly<Record<BertPart, PackagePart>> });

export interface HubSource {
  readonly kind: 'hub';
  readonly uri: string;
}

export type ModelSource = PypiSource | HubSource;

/** The files of a BERT embedder as its authors give it. */
export const BERT_PARTS = ['weights', 'config', 'tokenizer', 'pooling'] as const;
export type BertPart = (typeof BERT_PARTS)[number];

/** A file in a package that a model is made from. */
export interface PackagePart {
  readonly member: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** One line of `models/catalogue.json`. */
export interface CatalogueEntry {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly ModelRole[];
  readonly licence: string;
  /** File name in the model store. */
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string | null;
  readonly contextTokens: number;
  /** GiB of memory the model needs to run with its default context. */
  readonly memoryGiB: number;
  readonly sources: readonly ModelSource[];
  readonly builtIn: boolean;
}

/** One generated token's text with the probability the model gave it. */
export interface Piece {
  readonly text: string;
  readonly probability: number;
}

export interface CompleteOptions {
  readonly maxTokens: number;
  /**
   * Stop when this is true of the text generated so far (the partial word not included) and its
   * joint probability, 0–1.
   */
  readonly until?: (text: string, joint: number) => boolean;
  readonly signal?: AbortSignal;
}

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface ChatOptions {
  readonly maxTokens: number;
  readonly signal?: AbortSignal;
  readonly onText?: (text: string) => void;
}

/** A loaded language model: what the use cases need of it. */
export interface LanguageModel {
  readonly id: string;
  readonly contextTokens: number;
  /**
   * Continues `prefix` greedily. Right inside a word: the model backs up to a token boundary and
   * its first tokens are constrained to spell the partial word, so the pieces returned hold only
   * what follows the cursor. Rejects with an AbortError when `signal` fires, also while the
   * prompt is being read.
   */
  complete(prefix: string, options: CompleteOptions): Promise<readonly Piece[]>;
  /** Answers in the model's own chat template. Resolves to the whole answer. */
  chat(messages: readonly ChatMessage[], options: ChatOptions): Promise<string>;
  countTokens(text: string): number;
  dispose(): Promise<void>;
}

/** A loaded embedding model. */
export interface Embedder {
  readonly id: string;
  readonly dimensions: number;
  /**
   * Unit vectors, one a text; a text too long is cut at the model's window. Batches are worked one
   * after the other and stop between texts when `signal` fires.
   */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Float32Array[]>;
  dispose(): Promise<void>;
}
