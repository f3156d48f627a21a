import { AbbreviationReader } from './abbreviationReader';
import { arrowCandidates } from './arrowReader';
import type { Candidate } from './candidate';
import { FRACTURE, fractureSigns } from './fractureSign';
import type { Lexicon } from './lexicon';
import { TermReader } from './termReader';
import type { SectionLabel, Span } from '../types';
import type { Word } from './words';

/** A place where the note names a concept. */
export interface Match extends Span {
  readonly concept: string;
  /** The lexicon term, as the lexicon writes it. */
  readonly term: string;
  /** True where the words themselves deny it ("afebrile" denies fever). */
  readonly denied: boolean;
}

/**
 * Finds the lexicon's concepts in a text: inflected, in either spelling, with words between ("pain
 * in the lower back"), turned round ("swelling of both ankles"), or abbreviated. The longest match
 * wins; matches do not overlap and are in order. Time is linear in the text.
 */
export function findConcepts(
  text: string,
  words: readonly Word[],
  lexicon: Lexicon,
  sentences: readonly Span[],
  sectionAt: (offset: number) => SectionLabel,
): readonly Match[] {
  const abbreviations = new AbbreviationReader(text, words, lexicon, sectionAt);
  const terms = new TermReader(text, words, lexicon.terms, beginnings(words, sentences));
  const candidates: Candidate[] = [];
  for (let i = 0; i < words.length; i++) {
    const chain = abbreviations.chainAt(i);
    if (chain.length > 0) {
      candidates.push(...chain);
      i += chain.length - 1;
      continue;
    }
    const abbreviation = abbreviations.at(i);
    const [term, ...listed] = terms.at(i);
    // "frequency of micturition" is more than "frequency".
    if (abbreviation && !(term && term.size > abbreviation.size)) candidates.push(abbreviation);
    else if (term) candidates.push(term, ...listed);
  }
  for (const candidate of arrowCandidates(text, words, lexicon.terms)) candidates.push(candidate);
  candidates.sort((a, b) => a.first - b.first);
  return withFractures(text, withoutOverlap(candidates, words), lexicon);
}

function withFractures(text: string, found: readonly Match[], lexicon: Lexicon): readonly Match[] {
  const signs = fractureSigns(text);
  if (signs.length === 0 || !lexicon.concepts.has(FRACTURE)) return found;
  let m = 0;
  const outside = signs.filter(({ start }) => {
    while ((found[m]?.end ?? Infinity) <= start) m++;
    return (found[m]?.start ?? Infinity) > start;
  });
  const fractures = outside.map(({ start, end }) => ({
    start,
    end,
    concept: FRACTURE,
    term: '#',
    denied: false,
  }));
  return [...found, ...fractures].sort((a, b) => a.start - b.start);
}

/**
 * Whether a sentence begins with a word, by the word's place. A word in lower case may go on from the
 * line before, wherever the margin is.
 */
function beginnings(words: readonly Word[], sentences: readonly Span[]): (word: number) => boolean {
  const begins = new Uint8Array(words.length);
  let s = 0;
  for (const [i, word] of words.entries()) {
    while ((sentences[s]?.start ?? Infinity) <= word.start) {
      begins[i] = word.raw.startsWith(word.lower[0] ?? '') ? 0 : 1;
      s++;
    }
  }
  return (word) => begins[word] === 1;
}

function withoutOverlap(candidates: readonly Candidate[], words: readonly Word[]): Match[] {
  const kept: Candidate[] = [];
  for (const c of candidates) {
    const last = kept.at(-1);
    if (last && c.first <= last.last) {
      // Of two as long, what only looks like a finding shows that the other is none.
      const better = c.size > last.size || (c.size === last.size && c.entry.concept === '');
      if (!better) continue;
      kept.pop();
      // What the shorter match had displaced stays displaced.
    }
    kept.push(c);
  }
  return kept
    .filter((c) => c.entry.concept !== '')
    .map(({ first, last, entry }) => ({
      start: words[first]?.start ?? 0,
      end: words[last]?.end ?? 0,
      concept: entry.concept,
      term: entry.term,
      denied: entry.denied,
    }));
}
