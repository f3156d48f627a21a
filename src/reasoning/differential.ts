import type { Finding, Note, Patient } from '../note/types';
import type { Knowledge } from '../knowledge/knowledge';
import type { Condition } from '../knowledge/types';
import { mostGeneral, mostSpecific, observe, type Observations } from './observations';
import { priorOf, type Prior } from './prior';
import { profilesOf, type Expectation, type Profiles } from './profile';
import { questionsFor } from './questions';
import type { Differential, Evidence, RankedCondition } from './types';

/** Likelihood ratio of a present finding that a condition does not list. */
const UNEXPLAINED = 0.4;
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
/**
 * Findings are not independent given the condition, so naive Bayes is too sure of itself: the
 * score is divided by this before it becomes a probability.
 */
const OVERCONFIDENCE = 1.4;
/** Log score of "none of these": the knowledge base does not hold every condition. */
const NONE_OF_THESE = 1.5;
/** However well one condition fits, this much is kept for what nobody thought of. */
const LEAST_DOUBT = 0.03;

interface Scored {
  readonly condition: Condition;
  readonly score: number;
  readonly for: readonly Evidence[];
  readonly against: readonly Evidence[];
}

/**
 * Ranks every condition of the knowledge base for a note: naive Bayes with likelihood ratios
 * (finding in the condition against finding in the knowledge base's mix), present and denied
 * findings, generalisations, age, sex and risk factors. Pure; milliseconds.
 */
export function rankDifferential(note: Note, knowledge: Knowledge): Differential {
  const observed = observe(note);
  const profiles = profilesOf(knowledge);
  const present = mostSpecific(observed.present, knowledge.lexicon);
  const denied = mostGeneral(observed.denied, knowledge.lexicon);
  const told = toldOf(observed, knowledge);
  const scored = [...knowledge.conditions.values()]
    .map((condition): Scored => {
      const prior = priorOf(condition, note.patient);
      const evidence = [
        ...demographics(prior, note.patient),
        ...presentEvidence(condition, present, knowledge, profiles),
        ...deniedEvidence(condition, denied, profiles),
        ...concludedEvidence(condition, observed.concluded, profiles),
        ...riskEvidence(condition, observed.background, observed.present, knowledge),
      ];
      const score =
        prior.common +
        evidence.reduce((sum, e) => sum + e.weight, 0) +
        silence(condition, told, knowledge, profiles);
      return {
        condition,
        score,
        for: evidence.filter((e) => e.weight > 0.05 && listed(e)).sort(byWeight),
        against: evidence.filter((e) => e.weight < -0.05 && listed(e)).sort(byWeight),
      };
    })
    .sort((a, b) => b.score - a.score);
  if (present.length === 0) return { ranked: [], unexplained: [] };

  const best = scored[0]?.score ?? 0;
  const odds = scored.map((s) => Math.exp((s.score - best) / OVERCONFIDENCE));
  const none = Math.exp(
    (NONE_OF_THESE + present.length * Math.log(UNEXPLAINED) - best) / OVERCONFIDENCE,
  );
  const total = odds.reduce((sum, o) => sum + o, none);
  const known = new Set([...observed.present.keys(), ...observed.denied.keys()]);
  const ranked = scored.map((s, i): RankedCondition => ({
    condition: s.condition,
    probability: ((1 - LEAST_DOUBT) * odds[i]!) / total,
    for: s.for,
    against: s.against,
    get ask() {
      return questionsFor(s.condition, known, knowledge, profiles);
    },
  }));
  const explained = new Set(
    ranked.slice(0, 5).flatMap((r) => r.for.map((e) => e.finding?.concept)),
  );
  return { ranked, unexplained: present.filter((f) => !explained.has(f.concept)) };
}

/** An unlisted finding weighs in the score, but is nobody's reason. */
function listed(evidence: Evidence): boolean {
  return evidence.concept !== UNLISTED;
}
const UNLISTED = '';

const byWeight = (a: Evidence, b: Evidence) => Math.abs(b.weight) - Math.abs(a.weight);

function demographics(prior: Prior, { age, sex }: Patient): Evidence[] {
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

/** Concepts the note speaks of, with what they imply: those the silence of the note is not about. */
function toldOf(observed: Observations, knowledge: Knowledge): ReadonlySet<string> {
  const told = new Set<string>();
  for (const concept of [...observed.present.keys(), ...observed.denied.keys()]) {
    told.add(concept);
    for (const parent of knowledge.lexicon.ancestors(concept)) told.add(parent);
  }
  return told;
}

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

function riskEvidence(
  condition: Condition,
  background: ReadonlyMap<string, Finding>,
  present: ReadonlyMap<string, Finding>,
  knowledge: Knowledge,
): Evidence[] {
  const held = new Map<string, Finding>();
  for (const map of [present, background]) {
    for (const [concept, finding] of map) {
      for (const id of [concept, ...knowledge.lexicon.ancestors(concept)]) held.set(id, finding);
    }
  }
  return condition.risks.flatMap(({ concept, raises }) => {
    const finding = held.get(concept);
    if (!finding) return [];
    const weight = Math.log(bounded(raises));
    return [{ concept, name: finding.name, weight, finding }];
  });
}

function bounded(ratio: number): number {
  return Math.min(LARGEST_RATIO, Math.max(SMALLEST_RATIO, ratio));
}
