/** What a sequence of words stands for. */
export interface Entry {
  /** Concept id; empty for a phrase that only looks like a finding. */
  readonly concept: string;
  /** The term, as the lexicon writes it. */
  readonly term: string;
  /** True where the words themselves deny it ("afebrile" denies fever). */
  readonly denied: boolean;
}

export interface Abbreviation extends Entry {
  readonly written: string;
  /** Marks before its first word. */
  readonly lead: number;
}
