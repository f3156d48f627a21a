import { leadOf } from './listLead';
import { defaultsAt } from './sectionReach';
import type { ReadSentence } from './sentenceWords';
import { tokensOf } from './tokens';
import { findTriggers } from './triggers';
import type { Word } from '../terms/words';
import type { Section, Span } from '../types';

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
