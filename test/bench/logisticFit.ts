/** A case of a logistic regression: its variables, and whether it turned out right. */
export interface Case {
  readonly values: Readonly<Record<string, number>>;
  readonly right: boolean;
}

const STEPS = 4000;
const RATE = 0.5;
/** A little shrinkage, so that a variable that never varies gets no weight. */
const SHRINK = 1e-4;

/** Weights by variable and "bias", by gradient descent on the cross-entropy. */
export function fitLogistic(cases: readonly Case[]): Record<string, number> {
  const names = [...new Set(cases.flatMap((c) => Object.keys(c.values)))];
  const rows = cases.map((c) => [1, ...names.map((name) => c.values[name] ?? 0)]);
  const weights = new Array<number>(names.length + 1).fill(0);
  for (let step = 0; step < STEPS; step++) {
    const gradient = new Array<number>(weights.length).fill(0);
    rows.forEach((row, i) => {
      const sum = row.reduce((s, x, j) => s + x * weights[j]!, 0);
      const error = 1 / (1 + Math.exp(-sum)) - (cases[i]!.right ? 1 : 0);
      row.forEach((x, j) => (gradient[j]! += error * x));
    });
    const rate = RATE / (1 + (3 * step) / STEPS);
    weights.forEach((w, j) => (weights[j] = w - rate * (gradient[j]! / rows.length + SHRINK * w)));
  }
  return Object.fromEntries(['bias', ...names].map((name, j) => [name, weights[j]!]));
}
