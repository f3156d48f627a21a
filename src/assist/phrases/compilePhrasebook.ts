import type { PhrasebookArrays } from './phrasebook';
import { foldWord, ORDER, wordsOf } from './words';

export interface PhrasebookLimits {
  /** A word is known from this many occurrences on; rarer ones count as unknown. */
  readonly leastWord: number;
  /** A context is kept from this many occurrences on, by its length (1 to ORDER). */
  readonly leastContext: readonly number[];
  /** A continuation is kept from this many occurrences on, by the context's length. */
  readonly leastNext: readonly number[];
}

export const LIMITS: PhrasebookLimits = {
  leastWord: 2,
  leastContext: [2, 2, 2, 2],
  leastNext: [2, 2, 2, 2],
};

const MOST_WORDS = 65_535;
const GAP = -1;

/** Counts what followed what in the texts. Built once, when the phrasebook is made. */
export function compilePhrasebook(texts: Iterable<string>, limits = LIMITS): PhrasebookArrays {
  const documents = [...texts].map(wordsOf);
  const seen = new Map<string, number>();
  for (const words of documents) {
    for (const word of words) seen.set(word, (seen.get(word) ?? 0) + 1);
  }
  const vocabulary = [...seen]
    .filter(([, count]) => count >= limits.leastWord)
    .sort((a, b) => b[1] - a[1])
    .slice(0, MOST_WORDS)
    .map(([word]) => word)
    .sort((a, b) => compare(foldWord(a), foldWord(b)) || compare(a, b));
  const ids = new Map(vocabulary.map((word, id) => [word, id]));
  const firstOfFolded = new Map<string, number>();
  vocabulary.forEach((word, id) => {
    const folded = foldWord(word);
    if (!firstOfFolded.has(folded)) firstOfFolded.set(folded, id);
  });

  const surface: number[] = [];
  const context: number[] = [];
  for (const words of documents) {
    for (const word of words) {
      surface.push(ids.get(word) ?? GAP);
      context.push(firstOfFolded.get(foldWord(word)) ?? GAP);
    }
    surface.push(GAP);
    context.push(GAP);
  }
  return trie(
    vocabulary,
    Uint32Array.from(vocabulary, (w) => seen.get(w)!),
    surface,
    context,
    limits,
  );
}

/** A context and the positions that follow it. */
interface Node {
  readonly word: number;
  readonly positions: readonly number[];
}

function trie(
  vocabulary: readonly string[],
  frequency: Uint32Array,
  surface: readonly number[],
  context: readonly number[],
  limits: PhrasebookLimits,
): PhrasebookArrays {
  const orders: number[] = [0];
  const word: number[] = [];
  const child: number[] = [];
  const next: number[] = [];
  const total: number[] = [];
  const kinds: number[] = [];
  const nextWord: number[] = [];
  const nextCount: number[] = [];
  let parents: readonly Node[] = [
    { word: GAP, positions: surface.flatMap((id, at) => (id === GAP ? [] : [at])) },
  ];
  for (let order = 1; order <= ORDER; order++) {
    const level: Node[] = [];
    for (const [n, parent] of parents.entries()) {
      if (order > 1) child[orders[order - 2]! + n] = orders[order - 1]! + level.length;
      level.push(...lengthened(parent, context, order, limits.leastContext[order - 1]!));
    }
    for (const node of level) {
      word.push(node.word);
      next.push(nextWord.length);
      const followed = new Map<number, number>();
      for (const at of node.positions) {
        followed.set(surface[at]!, (followed.get(surface[at]!) ?? 0) + 1);
      }
      total.push(node.positions.length);
      kinds.push(Math.min(followed.size, 65_535));
      for (const [id, count] of [...followed].sort((a, b) => a[0] - b[0])) {
        if (count < limits.leastNext[order - 1]!) continue;
        nextWord.push(id);
        nextCount.push(Math.min(count, 65_535));
      }
    }
    orders.push(word.length);
    parents = level;
  }
  while (child.length <= word.length) child.push(word.length);
  next.push(nextWord.length);
  return {
    vocabulary,
    frequency,
    orders: Uint32Array.from(orders),
    word: Uint16Array.from(word),
    child: Uint32Array.from(child),
    next: Uint32Array.from(next),
    total: Uint32Array.from(total),
    kinds: Uint16Array.from(kinds),
    nextWord: Uint16Array.from(nextWord),
    nextCount: Uint16Array.from(nextCount),
  };
}

/** The contexts one word longer than the parent's, sorted by that word. */
function lengthened(parent: Node, context: readonly number[], back: number, least: number): Node[] {
  const byWord = new Map<number, number[]>();
  for (const at of parent.positions) {
    const id = at >= back ? context[at - back]! : GAP;
    if (id === GAP) continue;
    const known = byWord.get(id);
    if (known) known.push(at);
    else byWord.set(id, [at]);
  }
  return [...byWord]
    .filter(([, positions]) => positions.length >= least)
    .sort((a, b) => a[0] - b[0])
    .map(([word, positions]) => ({ word, positions }));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
