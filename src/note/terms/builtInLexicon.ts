import file from '../lexicon/index';
import { Lexicon } from './lexicon';

let builtIn: Lexicon | null = null;

/** The lexicon that ships with Chartside; loaded once. */
export function builtInLexicon(): Lexicon {
  builtIn ??= new Lexicon(file);
  return builtIn;
}
