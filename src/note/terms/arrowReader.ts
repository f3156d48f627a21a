import type { Candidate } from './candidate';
import type { TermIndex } from './termIndex';
import { formOf, spelling, type Word } from './words';

const { up, down, degrees } = spelling.arrows;
const MEANINGS: ReadonlyMap<string, readonly string[]> = new Map([
  ['↑', up],
  ['↓', down],
]);
const DEGREES = new Set(degrees);
const ARROW = /[↑↓]+/g;
const LONGEST = 4;

/**
 * Reads arrows beside what goes up or down: "↓ libido" and "libido ↓" are the term "reduced libido",
 * where the lexicon has it.
 */
export function arrowCandidates(
  text: string,
  words: readonly Word[],
  index: TermIndex,
): readonly Candidate[] {
  const found: Candidate[] = [];
  let next = 0;
  for (const { 0: arrow, index: at } of text.matchAll(ARROW)) {
    while ((words[next]?.start ?? Infinity) < at) next++;
    const starts = (MEANINGS.get(arrow[0] ?? '') ?? []).map((meaning) => nodeOf(meaning, index));
    const candidate =
      ahead(text, words, index, next, at + arrow.length, starts) ??
      behind(text, words, index, next - 1, at, starts);
    if (candidate) found.push(candidate);
  }
  return found;
}

function nodeOf(meaning: string, index: TermIndex): number {
  let node = 0;
  for (const word of meaning.split(' ')) {
    node = index.terms.child(node, index.wordNumber(formOf(word)));
    if (node === 0) return 0;
  }
  return node;
}

function ahead(
  text: string,
  words: readonly Word[],
  index: TermIndex,
  first: number,
  from: number,
  starts: readonly number[],
): Candidate | null {
  if (!/^[ \t]?$/.test(text.slice(from, words[first]?.start))) return null;
  for (const start of starts) {
    const candidate = longest(text, words, index, first, start);
    if (candidate) return candidate;
  }
  return null;
}

function behind(
  text: string,
  words: readonly Word[],
  index: TermIndex,
  last: number,
  at: number,
  starts: readonly number[],
): Candidate | null {
  if (!/^[ \t]?$/.test(text.slice(words[last]?.end ?? at, at))) return null;
  let end = last;
  while (end > last - 2 && DEGREES.has(words[end]?.lower ?? '')) end--;
  for (let first = Math.max(0, end - LONGEST + 1); first <= end; first++) {
    for (const start of starts) {
      const candidate = longest(text, words, index, first, start);
      if (candidate?.last === end) return { ...candidate, last };
    }
  }
  return null;
}

function longest(
  text: string,
  words: readonly Word[],
  index: TermIndex,
  first: number,
  start: number,
): Candidate | null {
  let node = start;
  let best: Candidate | null = null;
  for (let i = first; node > 0 && i < first + LONGEST; i++) {
    const word = words[i];
    const before = words[i - 1];
    if (!word || (i > first && text.slice(before?.end, word.start) !== ' ')) break;
    node = index.terms.child(node, index.known(word).exact);
    const entry = node > 0 ? index.terms.entry(node) : -1;
    if (entry >= 0) best = { first, last: i, size: i - first + 2, entry: index.entry(entry) };
  }
  return best;
}
