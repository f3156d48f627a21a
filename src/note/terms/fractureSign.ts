import type { Span } from '../types';

/** "hip #", "no #", "?#": behind something on its line, and no number. */
const SIGN =
  /(?<=\S[ \t]|[?(/])(?<!(?:serial|model|lot|room|case|chart|record|account|number|phone|job|mr|id)[ \t])#(?![#\w:]|[ \t]*\d)/gi;

/** The concept that the sign stands for. */
export const FRACTURE = 'fracture';

/** Where a text writes "#" for a fracture: not where it heads a line or a number. */
export function fractureSigns(text: string): readonly Span[] {
  if (!text.includes('#')) return [];
  return Array.from(text.matchAll(SIGN), ({ index }) => ({ start: index, end: index + 1 }));
}
