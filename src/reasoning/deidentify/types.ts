import type { Span } from '../../note/types';

/** What an identifier is, after the groups of the US Safe Harbor rule (45 CFR 164.514(b)(2)). */
export type IdentifierType =
  | 'name'
  | 'date'
  | 'age'
  | 'phone'
  | 'fax'
  | 'email'
  | 'url'
  | 'ip'
  | 'address'
  | 'place'
  | 'number'
  | 'plate'
  | 'username';

/** An identifier in a text. */
export interface Identifier extends Span {
  readonly type: IdentifierType;
}

export type DeidentifyOptions =
  /** `[NAME 1]`, `[DATE]`: nothing of what was there is left but its kind. */
  | { readonly mode?: 'placeholders' }
  /**
   * Text that reads as before: the same invented name or place for the same person or place, and all
   * dates of the patient moved by one number of days. `key` is secret and belongs to one patient: whoever
   * knows it can move the dates back.
   */
  | { readonly mode: 'natural'; readonly key: string };

export interface Deidentified {
  readonly text: string;
  /** In order, without overlap, offsets into the text that was given. */
  readonly spans: readonly Identifier[];
}
