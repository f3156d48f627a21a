import type { SectionDefaults } from '../sections/sections';
import type { Section, Span, Trigger } from '../types';
import type { Axis, TriggerMatch } from './triggers';
import type { Token } from './tokens';

/** A sentence with its triggers, ready to be asked about any phrase in it. */
export interface ReadSentence {
  readonly text: string;
  readonly span: Span;
  readonly tokens: readonly Token[];
  readonly triggers: readonly TriggerMatch[];
  readonly section: Section | null;
  readonly defaults: SectionDefaults;
  /** What the line that opens a list says of its items: "Denies:", "Return if:". */
  readonly lead: ReadonlyMap<Axis, Trigger>;
}

/** A sentence as far as its own words go. */
export type Words = Pick<ReadSentence, 'text' | 'tokens' | 'triggers'>;
