import type { Finding, Note, Patient } from '../note/types';
import type { Knowledge } from '../knowledge/knowledge';
import type { Condition } from '../knowledge/types';
import { likenessOf, type Likeness } from './description';
import { mostGeneral, mostSpecific, type Observations } from './observations';
import { priorOf } from './prior';
import type { Expectation, Profiles } from './profile';
import type { Evidence } from './types';

/** Likelihood ratio of a present finding that a condition does not list. */
export const UNEXPLAINED = 0.4;
/** Likelihood ratio of a condition that the note's own assessment names. */
const NAMED = 12;
/** An uncertain finding ("?PE") counts for this share of a certain one. */
const UNCERTAIN_SHARE = 0.4;
/** A denial counts for this share: notes deny in lists, and lists are copied. */
const DENIAL_SHARE = 0.85;
/** A finding at least this frequent is a hallmark. */
const HALLMARK = 0.75;
/** Probability that a finding which is there is written down. */
const MENTIONED = 0.5;
/** Bounds of one likelihood ratio: no finding decides alone. */
const LARGEST_RATIO = 60;
const SMALLEST_RATIO = 0.05;

/** What is known of one patient, ready to be held against every condition. */
export interface Case {
  readonly patient: Patient;
  /** The most specific present findings. */
  readonly present: readonly Finding[];
  /** The most general denied findings. */
  readonly denied: readonly Finding[];
  readonly concluded: readonly Finding[];
  /** Present and past findings by concept and by every more general one: what raises a risk. */
  readonly held: ReadonlyMap<string, Finding>;
  /** How the note's words stand to a condition's description. */
  readonly likeness: (condition: string) => Likeness;
  /** Concepts the note speaks of, with what they imply: those its silence is not about. */
  readonly told: ReadonlySet<string>;
}

/** How one condition stands to a case. */
export interface Weighed {
  readonly condition: Condition;
  /** Unnormalised log posterior, natural logarithm. */
  readonly score: number;
  /** Everything that weighed, unlisted findings too. */
  readonly evidence: readonly Evidence[];
}

export function caseOf(observed: Observations, note: Note, knowledge: Knowledge): Case {
  const { lexicon } = knowledge;
  const held = new Map<string, Finding>();
  for (const map of [observed.present, observed.background]) {
    for (const [concept, finding] of map) {
      for (const id of [concept, ...lexicon.ancestors(concept)]) held.set(id, finding);
    }
  }
  const told = new Set<string>();
  for (const concept of [...observed.present.keys(), ...observed.denied.keys()]) {
    told.add(concept);
    for (const parent of lexicon.ancestors(concept)) told.add(parent);
  }
  return {
    patient: note.patient,
    likeness: likenessOf(note, knowledge),
    present: mostSpecific(observed.present, lexicon),
    denied: mostGeneral(observed.denied, lexicon),
    concluded: observed.concluded,
    held,
    told,
  };
}

/**
 * Weighs one condition: prior by commonness, age and sex, a likelihood ratio (finding in the
 * condition against finding in the knowledge base's mix) for each present and denied finding,
 * risk factors, and the silence of the note about hallmarks.
 */
export function weigh(
  condition: Condition,
  known: Case,
  knowledge: Knowledge,
  profiles: Profiles,
): Weighed {
  const prior = priorOf(condition, known.patient);
  const evidence = [
    ...demographics(prior, known.patient),
    ...presentEvidence(condition, known.present, knowledge, profiles),
    ...deniedEvidence(condition, known.denied, profiles),
    ...concludedEvidence(condition, known.concluded, profiles),
    ...riskEvidence(condition, known.held),
    descriptionEvidence(known.likeness(condition.id)),
  ];
  const score =
    prior.common +
    evidence.reduce((sum, e) => sum + e.weight, 0) +
    silence(condition, known.told, knowledge, profiles);
  return { condition, score, evidence };
}

/** An unlisted finding weighs in the score, but is nobody's reason. */
export function isReason(evidence: Evidence): boolean {
  if (evidence.concept === UNLISTED || Math.abs(evidence.weight) <= 0.05) return false;
  // Few or no words in common is the usual case.
  return evidence.concept !== DESCRIPTION || (evidence.weight > 0 && evidence.name !== '');
}
const UNLISTED = '';

function demographics(
  prior: { readonly age: number; readonly sex: number },
  { age, sex }: Patient,
): Evidence[] {
  const rows: Evidence[] = [];
  if (prior.age !== 0) {
    rows.push({ concept: 'age', name: `age ${age}`, weight: prior.age, finding: null });
  }
  if (prior.sex !== 0) {
    rows.push({ concept: 'sex', name: `${sex} sex`, weight: prior.sex, finding: null });
  }
  return rows;
}

function presentEvidence(
  condition: Condition,
  present: readonly Finding[],
  knowledge: Knowledge,
  profiles: Profiles,
): Evidence[] {
  // Several findings that stand for one expectation count once, by the strongest.
  const byExpectation = new Map<string, Evidence>();
  const unlisted: Evidence[] = [];
  for (const finding of present) {
    const share = finding.uncertain ? UNCERTAIN_SHARE : 1;
    const match = expectation(condition.id, finding.concept, knowledge, profiles);
    if (!match) {
      unlisted.push({
        concept: UNLISTED,
        name: finding.name,
        weight: share * Math.log(UNEXPLAINED),
        finding,
      });
      continue;
    }
    const base = profiles.background(match.concept);
    const ratio = Math.max(match.row.often / base, match.row.telling ?? 0);
    const weight =
      share * Math.log(bounded(match.row.often < 0.03 ? match.row.often / base : ratio));
    const evidence: Evidence = { concept: finding.concept, name: finding.name, weight, finding };
    const known = byExpectation.get(match.concept);
    if (!known || Math.abs(known.weight) < Math.abs(weight)) {
      byExpectation.set(match.concept, evidence);
    }
  }
  return [...byExpectation.values(), ...unlisted];
}

/** The condition's expectation of a concept, or of a more general one that its author named. */
function expectation(
  condition: string,
  concept: string,
  knowledge: Knowledge,
  profiles: Profiles,
): { concept: string; row: Expectation } | null {
  const profile = profiles.of.get(condition)!;
  const own = profile.get(concept);
  if (own) return { concept, row: own };
  for (const parent of knowledge.lexicon.ancestors(concept)) {
    const row = profile.get(parent);
    // A parent filled in from another child says nothing of this one.
    if (row?.listed) return { concept: parent, row };
  }
  return null;
}

function deniedEvidence(
  condition: Condition,
  denied: readonly Finding[],
  profiles: Profiles,
): Evidence[] {
  const profile = profiles.of.get(condition.id)!;
  return denied.flatMap((finding) => {
    const row = profile.get(finding.concept);
    if (!row) return [];
    const ratio = (1 - row.often) / (1 - profiles.background(finding.concept));
    const weight = DENIAL_SHARE * Math.log(bounded(ratio));
    return [{ concept: finding.concept, name: `no ${finding.name}`, weight, finding }];
  });
}

/** The clinician's own conclusion is one more finding, and a strong one. */
function concludedEvidence(
  condition: Condition,
  concluded: readonly Finding[],
  profiles: Profiles,
): Evidence[] {
  const own = concluded.find((f) => profiles.named.get(f.concept) === condition.id);
  if (!own) return [];
  const weight = (own.uncertain ? UNCERTAIN_SHARE : 1) * Math.log(NAMED);
  return [
    { concept: own.concept, name: `${own.name}, named in the assessment`, weight, finding: own },
  ];
}

function riskEvidence(condition: Condition, held: ReadonlyMap<string, Finding>): Evidence[] {
  return condition.risks.flatMap(({ concept, raises }) => {
    const finding = held.get(concept);
    if (!finding) return [];
    const weight = Math.log(bounded(raises));
    return [{ concept, name: finding.name, weight, finding }];
  });
}

/** Words the lexicon may not know; the name is empty where every shared word is in a finding. */
function descriptionEvidence(likeness: Likeness): Evidence {
  return {
    concept: DESCRIPTION,
    get name() {
      const words = likeness.words.map((w) => `“${w}”`).join(', ');
      return words && `described by ${words}`;
    },
    weight: likeness.weight,
    finding: null,
  };
}
const DESCRIPTION = 'description';

/**
 * What the note does not mention: a hallmark that is there would have been written down, with
 * the probability MENTIONED. Weak evidence each, so it is nobody's reason in a list.
 */
function silence(
  condition: Condition,
  told: ReadonlySet<string>,
  knowledge: Knowledge,
  profiles: Profiles,
): number {
  let sum = 0;
  for (const { concept, often } of condition.findings) {
    if (often < HALLMARK || told.has(concept)) continue;
    // A test may simply not have been done.
    if (knowledge.lexicon.concepts.get(concept)?.kind === 'test-result') continue;
    const base = profiles.background(concept);
    sum += Math.log((1 - MENTIONED * often) / (1 - MENTIONED * base));
  }
  return sum;
}

function bounded(ratio: number): number {
  return Math.min(LARGEST_RATIO, Math.max(SMALLEST_RATIO, ratio));
}
