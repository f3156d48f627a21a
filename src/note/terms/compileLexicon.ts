import { indexTerms } from './indexTerms';
import type { LexiconFile } from './lexicon';
import { parseLexicon } from './parseLexicon';

/** Compiles lexicon files (parsed YAML). Throws as `parseLexicon` does. */
export function compileLexicon(files: readonly unknown[]): LexiconFile {
  const concepts = parseLexicon(files);
  return { concepts, terms: indexTerms(concepts) };
}
