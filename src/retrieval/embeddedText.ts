import { createHash } from 'node:crypto';
import { titleFromPath } from './chunks';
import type { Expand } from './query';
import type { Chunk } from './types';

/** Raise it when `embeddedText` changes: vectors of another text are made anew. */
export const TEXT_FORM = 1;

/**
 * What of a passage is embedded: the headings that lead to it, then its text. A title that is
 * only the file's name is left out, being as often a number as a word.
 */
export function embeddedText({ path, heading, text }: Pick<Chunk, 'path' | 'heading' | 'text'>) {
  return heading === titleFromPath(path) ? text : `${heading}\n${text}`;
}

/** Names the content of a passage wherever it stands: a hash of what is embedded of it. */
export function contentKey(passage: Pick<Chunk, 'path' | 'heading' | 'text'>): string {
  const hash = createHash('sha256').update(embeddedText(passage)).digest();
  return hash.subarray(0, 16).toString('base64');
}

/** A query as it is embedded: what an abbreviation stands for is written after it. */
export function embeddedQuery(text: string, expand?: Expand): string {
  if (!expand) return text;
  return text.replace(/[\p{L}\p{N}][\p{L}\p{N}/-]*/gu, (word) => {
    const others = expand(word);
    return others.length === 0 ? word : `${word} (${others.join(', ')})`;
  });
}
