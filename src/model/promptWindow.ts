/**
 * Which part of a long text the model reads. The beginning is cut in large steps, so that the part
 * stays the same while someone types, and what was read can be kept.
 */

/** Index of the first token to read: 0, or so many steps that at most `budget` tokens remain. */
export function firstTokenRead(tokens: number, budget: number): number {
  if (tokens <= budget) return 0;
  const step = Math.max(1, Math.floor(budget / 2));
  return Math.ceil((tokens - budget) / step) * step;
}

/**
 * Offset from which a text needs to be tokenised at all. A token seldom spans more than eight
 * characters, so that what lies further back than eight times the budget is never read.
 */
export function firstCharacterTokenised(text: string, budget: number): number {
  const limit = budget * 16;
  if (text.length <= limit) return 0;
  const step = budget * 4;
  let offset = Math.floor((text.length - budget * 8) / step) * step;
  // Begin at a word, so that neither a word nor a character is cut.
  const end = Math.min(offset + 200, text.length);
  while (offset < end && !/\s/.test(text[offset]!)) offset++;
  return offset;
}
