import type { Piece } from '../../model/types';

/** A word the model says, with its leading blank, and its probability given those before it, 0–1. */
export interface ModelWord {
  readonly text: string;
  readonly probability: number;
}

/**
 * The whole words of generated pieces, up to the end of the sentence; a line break is a word. The
 * last word is whole only when something that ends it was generated after it.
 */
export function wordsOfPieces(pieces: readonly Piece[]): readonly ModelWord[] {
  const words: ModelWord[] = [];
  let text = '';
  let probability = 1;
  const close = () => {
    if (text !== '') words.push({ text, probability });
    text = '';
    probability = 1;
  };
  for (const piece of pieces) {
    let first = true;
    for (const part of piece.text.split(/(\n)/)) {
      if (part === '') continue;
      if (text !== '' && /^[\s,.;:!?()]/.test(part)) close();
      // A token's probability belongs to the first word it writes.
      if (first) probability *= piece.probability;
      first = false;
      text += part;
      if (part === '\n') close();
    }
    if (/[.!?]$/.test(text) && !/\d\.$/.test(text)) break;
  }
  if (/[.!?;,:)]$/.test(text)) close();
  return words;
}
