import type { Entry } from './entry';

/** A run of words that names a concept, as one of several that may overlap. */
export interface Candidate {
  /** Places in the list of words, both inclusive. */
  readonly first: number;
  readonly last: number;
  /** Words of the term itself, without those between. */
  readonly size: number;
  readonly entry: Entry;
}
