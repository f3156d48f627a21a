import type { Annotation, AnnotatedNote } from './annotated';

export interface Agreement {
  readonly first: number;
  readonly second: number;
  /** Marked by both: the spans overlap, each mark used once. */
  readonly both: number;
  /** Of those, with the same assertion. */
  readonly sameAssertion: number;
}

/** How far two readers of the same notes agree; what either calls optional is left out. */
export function agreement(
  first: readonly AnnotatedNote[],
  second: readonly AnnotatedNote[],
): Agreement {
  const total = { first: 0, second: 0, both: 0, sameAssertion: 0 };
  for (const note of second) {
    const one = required(first.find((n) => n.id === note.id)?.findings ?? []);
    const two = required(note.findings);
    const pairs = pairsOf(one, two);
    total.first += one.length;
    total.second += two.length;
    total.both += pairs.length;
    total.sameAssertion += pairs.filter(([a, b]) => a.assertion === b.assertion).length;
  }
  return total;
}

function required(findings: readonly Annotation[]): readonly Annotation[] {
  return findings.filter((f) => !f.optional);
}

function pairsOf(
  one: readonly Annotation[],
  two: readonly Annotation[],
): readonly (readonly [Annotation, Annotation])[] {
  const candidates = one
    .flatMap((a) => two.map((b) => [a, b, likeness(a, b)] as const))
    .filter(([, , like]) => like > 0)
    .sort((x, y) => y[2] - x[2]);
  const used = new Set<Annotation>();
  const pairs: [Annotation, Annotation][] = [];
  for (const [a, b] of candidates) {
    if (used.has(a) || used.has(b)) continue;
    used.add(a).add(b);
    pairs.push([a, b]);
  }
  return pairs;
}

/** Jaccard index of two spans; 0 or less where they do not overlap. */
function likeness(a: Annotation, b: Annotation): number {
  const shared = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  return shared / (Math.max(a.end, b.end) - Math.min(a.start, b.start));
}
