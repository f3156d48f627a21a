import { leadOf } from './listLead';
import { defaultsAt } from './sectionReach';
import type { SectionDefaults } from '../sections/sections';
import { findTriggers, tokensOf, type Axis, type Token, type TriggerMatch } from './triggers';
import type { Word } from '../terms/words';
import type { Section, Span, Trigger } from '../types';

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

/**
 * Finds the triggers of one sentence once, for all the phrases in it. `words` are those of the text, where
 * they are read, of which that at `from` is not behind the sentence's first.
 */
export function readSentence(
  text: string,
  span: Span,
  section: Section | null,
  words: readonly Word[] = [],
  from = 0,
): ReadSentence {
  const tokens = tokensOf(text, span.start, span.end, words, from);
  return {
    text,
    span,
    tokens,
    triggers: findTriggers(tokens),
    section,
    defaults: defaultsAt(text, span.start, section),
    lead: leadOf(text, span.start, section?.body.start ?? 0),
  };
}
