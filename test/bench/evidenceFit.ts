import type { Knowledge } from '../../src/knowledge/knowledge';
import type { Note } from '../../src/note/types';
import { caseOf, weigh } from '../../src/reasoning/evidence';
import { observe } from '../../src/reasoning/observations';
import { weightsOf } from '../../src/reasoning/weights';

/**
 * How much each kind of evidence should count: a conditional logit over the sums of log
 * likelihood ratios by kind, fitted by gradient ascent and tested on conditions that were left out
 * of the fit.
 */

/** Sums of a candidate's evidence, in the order of GROUPS. */
type Features = Float64Array;

export interface FitCase {
  /** Id of the condition the case is about; folds leave out whole conditions. */
  readonly condition: string;
  readonly candidates: readonly { readonly features: Features; readonly right: boolean }[];
}

const GROUPS = [
  'common',
  'age',
  'sex',
  'present',
  'unlisted',
  'denied',
  'risk',
  'description',
  'silence',
] as const;
const CANDIDATES = 100;
const STEPS = 300;
const STEP = 0.02;
/** Pulls every weight towards what it is now. */
const RIDGE = 0.01;
const FOLDS = 5;

/** The features of the likeliest conditions for a note, with the right ones among them. */
export function fitCase(note: Note, right: readonly string[], knowledge: Knowledge): FitCase {
  const weights = weightsOf(knowledge);
  const known = caseOf(observe(note, knowledge.lexicon), note, knowledge);
  const scales = weigh(known, weights);
  const priors = weights.priors(note.patient);
  const order = [...weights.conditions.keys()].sort((a, b) => scales.score(b) - scales.score(a));
  const chosen = order.filter(
    (i, n) => n < CANDIDATES || right.includes(weights.conditions[i]!.id),
  );
  const candidates = chosen.map((i) => {
    const sums = new Map<string, number>([['common', priors[i]!.common]]);
    for (const { kind, weight } of scales.evidence(i))
      sums.set(kind, (sums.get(kind) ?? 0) + weight);
    const told = [...sums.values()].reduce((a, b) => a + b, 0);
    sums.set('silence', scales.score(i) - told);
    const features = Float64Array.from(GROUPS, (group) => sums.get(group) ?? 0);
    return { features, right: right.includes(weights.conditions[i]!.id) };
  });
  return { condition: right[0]!, candidates };
}

/** Factors by kind of evidence, 1 being what counts now, and the accuracy on left-out conditions. */
export function crossValidate(cases: readonly FitCase[]): {
  readonly factors: Readonly<Record<string, number>>;
  readonly leftOut: readonly number[];
  readonly now: readonly number[];
} {
  const places: number[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const weights = fit(cases.filter((c) => foldOf(c) !== fold));
    for (const c of cases) if (foldOf(c) === fold) places.push(placeOf(c, weights));
  }
  const all = fit(cases);
  const mean = all.reduce((a, b) => a + b, 0) / all.length;
  return {
    factors: Object.fromEntries(GROUPS.map((group, i) => [group, all[i]! / mean])),
    leftOut: shares(places),
    now: shares(cases.map((c) => placeOf(c, new Float64Array(GROUPS.length).fill(1)))),
  };
}

/** A condition's cases stay together. */
function foldOf({ condition }: FitCase): number {
  let hash = 0;
  for (const char of condition) hash = (hash * 31 + char.charCodeAt(0)) >>> 0;
  return hash % FOLDS;
}

function fit(cases: readonly FitCase[]): Float64Array {
  const start = 1 / 1.5;
  const weights = new Float64Array(GROUPS.length).fill(start);
  const first = new Float64Array(GROUPS.length);
  const second = new Float64Array(GROUPS.length);
  for (let step = 1; step <= STEPS; step++) {
    const slope = gradient(cases, weights);
    slope.forEach((g, j) => {
      // Adam (Kingma and Ba, 2015).
      const pulled = g - RIDGE * (weights[j]! - start);
      first[j] = 0.9 * first[j]! + 0.1 * pulled;
      second[j] = 0.999 * second[j]! + 0.001 * pulled * pulled;
      const [m, v] = [first[j]! / (1 - 0.9 ** step), second[j]! / (1 - 0.999 ** step)];
      weights[j]! += (STEP * m) / (Math.sqrt(v) + 1e-8);
    });
  }
  return weights;
}

/** Of the mean log probability of the right conditions. */
function gradient(cases: readonly FitCase[], weights: Float64Array): Float64Array {
  const slope = new Float64Array(weights.length);
  for (const { candidates } of cases) {
    const odds = exponentials(candidates.map((c) => dot(c.features, weights)));
    const total = odds.reduce((a, b) => a + b, 0);
    const right = odds.reduce((sum, o, i) => sum + (candidates[i]!.right ? o : 0), 0);
    candidates.forEach(({ features, right: isRight }, i) => {
      const pull = (isRight ? odds[i]! / right : 0) - odds[i]! / total;
      features.forEach((x, j) => (slope[j]! += (pull * x) / cases.length));
    });
  }
  return slope;
}

function placeOf({ candidates }: FitCase, weights: Float64Array): number {
  const scores = candidates.map((c) => dot(c.features, weights));
  const best = Math.max(...scores.filter((_, i) => candidates[i]!.right));
  return scores.filter((s) => s > best).length + 1;
}

function shares(places: readonly number[]): readonly number[] {
  return [1, 3, 5].map((k) => places.filter((p) => p <= k).length / places.length);
}

function exponentials(scores: readonly number[]): readonly number[] {
  const most = Math.max(...scores);
  return scores.map((s) => Math.exp(s - most));
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, x, i) => sum + x * b[i]!, 0);
}
