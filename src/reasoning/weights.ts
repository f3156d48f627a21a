import type { Patient } from '../note/types';
import type { Knowledge } from '../knowledge/knowledge';
import type { Condition } from '../knowledge/types';
import { priorOf, type Prior } from './prior';
import { profilesOf, type Profiles } from './profile';

/**
 * Likelihood ratio of a present finding that a condition does not list: notes tell of much that
 * belongs to no illness, and authors list what is usual.
 */
const UNEXPLAINED = 0.9;
/** A denial's logarithm counts so many times: what was asked for was thought of. */
const DENIAL_SHARE = 1.1;
/** A finding at least this frequent is a hallmark. */
const HALLMARK = 0.75;
/** Probability that a finding which is there is written down. */
const MENTIONED = 0.5;
/** Bounds of one likelihood ratio: no finding decides alone. */
const LARGEST_RATIO = 60;
const SMALLEST_RATIO = 0.05;

/** What the presence of one concept says of every condition, by the condition's place. */
export interface PresentWeights {
  /** Natural logarithms of likelihood ratios. */
  readonly weight: Float32Array;
  /** Number of the condition's expectation that it meets; −1 where the condition expects none. */
  readonly expectation: Int32Array;
  /** The different numbers in `expectation`. */
  readonly expectations: ReadonlySet<number>;
}

/** A finding that a condition nearly always shows, and what its not being told says. */
interface Hallmark {
  readonly concept: string;
  readonly weight: number;
}

/**
 * What each concept says of each condition, worked out when it is first asked: the same for every
 * note, so that ranking a note is mostly adding up. Arrays are by the place of a condition in
 * `conditions`.
 */
export interface Weights {
  readonly conditions: readonly Condition[];
  readonly profiles: Profiles;
  present(concept: string): PresentWeights;
  /** Logarithms of likelihood ratios of a denial; 0 where the condition does not list the concept. */
  denied(concept: string): Float32Array;
  /** Conditions whose odds a concept raises as a risk factor, each with the logarithm. */
  risks(concept: string): readonly { readonly condition: number; readonly weight: number }[];
  /** Priors of all conditions for a patient. */
  priors(patient: Patient): readonly Prior[];
  readonly hallmarks: readonly (readonly Hallmark[])[];
}

const cache = new WeakMap<Knowledge, Weights>();

export function weightsOf(knowledge: Knowledge): Weights {
  let weights = cache.get(knowledge);
  if (!weights) {
    weights = build(knowledge);
    cache.set(knowledge, weights);
  }
  return weights;
}

function build(knowledge: Knowledge): Weights {
  const conditions = [...knowledge.conditions.values()];
  const profiles = profilesOf(knowledge);
  const numbers = new Map<string, number>();
  const numberOf = (concept: string) => {
    const known = numbers.get(concept) ?? numbers.size;
    numbers.set(concept, known);
    return known;
  };
  return {
    conditions,
    profiles,
    present: remembered((concept) =>
      presentWeights(concept, conditions, knowledge, profiles, numberOf),
    ),
    denied: remembered((concept) => deniedWeights(concept, conditions, profiles)),
    risks: risksOf(conditions),
    priors: rememberedPriors(conditions),
    hallmarks: conditions.map((c) => hallmarksOf(c, knowledge, profiles)),
  };
}

function remembered<T>(work: (concept: string) => T): (concept: string) => T {
  const known = new Map<string, T>();
  return (concept) => {
    let value = known.get(concept);
    if (value === undefined) known.set(concept, (value = work(concept)));
    return value;
  };
}

function presentWeights(
  concept: string,
  conditions: readonly Condition[],
  knowledge: Knowledge,
  profiles: Profiles,
  numberOf: (concept: string) => number,
): PresentWeights {
  const lineage = [concept, ...knowledge.lexicon.ancestors(concept)];
  const weight = new Float32Array(conditions.length).fill(Math.log(UNEXPLAINED));
  const expectation = new Int32Array(conditions.length).fill(-1);
  conditions.forEach(({ id }, i) => {
    const profile = profiles.of.get(id)!;
    // A parent filled in from another child says nothing of this one.
    const met = lineage.find((c) => (c === concept ? profile.has(c) : profile.get(c)?.listed));
    if (met === undefined) return;
    const { often, telling } = profile.get(met)!;
    const base = profiles.background(met);
    const ratio = often < 0.03 ? often / base : Math.max(often / base, telling ?? 0);
    weight[i] = Math.log(bounded(ratio));
    expectation[i] = numberOf(met);
  });
  return { weight, expectation, expectations: new Set(expectation.filter((n) => n >= 0)) };
}

function deniedWeights(
  concept: string,
  conditions: readonly Condition[],
  profiles: Profiles,
): Float32Array {
  const weight = new Float32Array(conditions.length);
  conditions.forEach(({ id }, i) => {
    const row = profiles.of.get(id)!.get(concept);
    if (!row) return;
    const ratio = (1 - row.often) / (1 - profiles.background(concept));
    weight[i] = DENIAL_SHARE * Math.log(bounded(ratio));
  });
  return weight;
}

function risksOf(conditions: readonly Condition[]): Weights['risks'] {
  const table = new Map<string, { condition: number; weight: number }[]>();
  conditions.forEach((c, condition) => {
    for (const { concept, raises } of c.risks) {
      const row = table.get(concept) ?? [];
      row.push({ condition, weight: Math.log(bounded(raises)) });
      table.set(concept, row);
    }
  });
  return (concept) => table.get(concept) ?? [];
}

function rememberedPriors(conditions: readonly Condition[]): Weights['priors'] {
  let last: { readonly patient: Patient; readonly priors: readonly Prior[] } | undefined;
  return (patient) => {
    if (last?.patient.age !== patient.age || last.patient.sex !== patient.sex) {
      last = { patient, priors: conditions.map((c) => priorOf(c, patient)) };
    }
    return last.priors;
  };
}

/**
 * What the note does not mention: a hallmark that is there would have been written down, with the
 * probability MENTIONED.
 */
function hallmarksOf(
  condition: Condition,
  knowledge: Knowledge,
  profiles: Profiles,
): readonly Hallmark[] {
  return condition.findings.flatMap(({ concept, often }) => {
    // A test may simply not have been done.
    const isTest = knowledge.lexicon.concepts.get(concept)?.kind === 'test-result';
    if (often < HALLMARK || isTest) return [];
    const base = profiles.background(concept);
    return [{ concept, weight: Math.log((1 - MENTIONED * often) / (1 - MENTIONED * base)) }];
  });
}

function bounded(ratio: number): number {
  return Math.min(LARGEST_RATIO, Math.max(SMALLEST_RATIO, ratio));
}
