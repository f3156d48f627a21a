import type { Finding, Note, Patient } from '../note/types';
import type { Knowledge } from '../knowledge/knowledge';
import { likenessOf, type Likeness } from './description';
import { mostGeneral, mostSpecific, type Observations } from './observations';
import type { Prior } from './prior';
import type { Evidence } from './types';
import type { PresentWeights, Weights } from './weights';

/** Likelihood ratio of a condition that the note's own assessment names. */
const NAMED = 12;
/** An uncertain finding ("?PE") counts for this share of a certain one. */
const UNCERTAIN_SHARE = 0.4;

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
  /** How the note's words stand to the description of the condition at a place. */
  readonly likeness: (condition: number) => Likeness;
  /** Concepts the note speaks of, with what they imply: those its silence is not about. */
  readonly told: ReadonlySet<string>;
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

/** A case on the scales: conditions are meant by their place in `Weights.conditions`. */
export interface Scales {
  /** Unnormalised log posterior, natural logarithm. */
  score(condition: number): number;
  /** What the score is made of, but for how common the condition is and what is not told. */
  evidence(condition: number): readonly Evidence[];
}

/**
 * Holds a case against the conditions: prior by commonness, age and sex, a likelihood ratio
 * (finding in the condition against finding in the knowledge base's mix) for each present and
 * denied finding, risk factors, the note's own conclusion, the words of the condition's
 * description, and the silence of the note about hallmarks.
 */
export function weigh(known: Case, weights: Weights): Scales {
  const priors = weights.priors(known.patient);
  const present = presentOf(known.present, weights);
  const denied = known.denied.map((finding) => ({
    finding,
    weight: weights.denied(finding.concept),
  }));
  const risks = risksOf(known, weights);
  const concluded = concludedOf(known.concluded, weights);

  function score(i: number): number {
    let sum = priors[i]!.common + priors[i]!.age + priors[i]!.sex + known.likeness(i).weight;
    for (const p of present) if (counts(p, i)) sum += p.share * p.of.weight[i]!;
    for (const d of denied) sum += d.weight[i]!;
    for (const r of risks.get(i) ?? []) if (!isRepeated(r, i, present)) sum += r.weight;
    sum += concluded.get(i)?.weight ?? 0;
    for (const h of weights.hallmarks[i]!) if (!known.told.has(h.concept)) sum += h.weight;
    return sum;
  }

  function evidence(i: number): readonly Evidence[] {
    const own = concluded.get(i);
    return [
      ...demographics(priors[i]!, known.patient),
      ...present.filter((p) => counts(p, i)).map((p) => presentEvidence(p, i)),
      ...denied
        .filter((d) => d.weight[i] !== 0)
        .map(({ finding, weight }) => ({
          kind: 'denied' as const,
          concept: finding.concept,
          name: `no ${finding.name}`,
          weight: weight[i]!,
          finding,
        })),
      ...(own ? [own] : []),
      ...(risks.get(i) ?? []).filter((r) => !isRepeated(r, i, present)),
      descriptionEvidence(known.likeness(i)),
    ];
  }

  return { score, evidence };
}

/** An unlisted finding weighs in the score, but is nobody's reason. */
export function isReason(evidence: Evidence): boolean {
  if (evidence.kind === 'unlisted' || Math.abs(evidence.weight) <= 0.05) return false;
  // Few or no words in common is the usual case.
  return evidence.kind !== 'description' || (evidence.weight > 0 && evidence.name !== '');
}

interface Present {
  readonly finding: Finding;
  readonly share: number;
  readonly of: PresentWeights;
  /** Other present findings that may meet the same expectation of a condition. */
  rivals: readonly {
    readonly share: number;
    readonly of: PresentWeights;
    readonly first: boolean;
  }[];
}

function presentOf(findings: readonly Finding[], weights: Weights): readonly Present[] {
  const present: Present[] = findings.map((finding) => ({
    finding,
    share: finding.uncertain ? UNCERTAIN_SHARE : 1,
    of: weights.present(finding.concept),
    rivals: [],
  }));
  present.forEach((p, i) => {
    p.rivals = present.flatMap((q, j) =>
      i !== j && mayMeet(p.of, q.of) ? [{ share: q.share, of: q.of, first: j < i }] : [],
    );
  });
  return present;
}

function mayMeet(a: PresentWeights, b: PresentWeights): boolean {
  return [...a.expectations].some((n) => b.expectations.has(n));
}

/** Several findings that stand for one expectation count once, by the strongest. */
function counts({ share, of, rivals }: Present, i: number): boolean {
  const met = of.expectation[i]!;
  if (met < 0) return true;
  const size = Math.abs(share * of.weight[i]!);
  return !rivals.some((r) => {
    if (r.of.expectation[i] !== met) return false;
    const other = Math.abs(r.share * r.of.weight[i]!);
    return other > size || (other === size && r.first);
  });
}

function presentEvidence({ finding, share, of }: Present, i: number): Evidence {
  return {
    kind: of.expectation[i]! >= 0 ? 'present' : 'unlisted',
    concept: finding.concept,
    name: finding.name,
    weight: share * of.weight[i]!,
    finding,
  };
}

function demographics(prior: Prior, { age, sex }: Patient): Evidence[] {
  const rows: Evidence[] = [];
  if (prior.age !== 0) {
    rows.push({ kind: 'age', concept: '', name: `age ${age}`, weight: prior.age, finding: null });
  }
  if (prior.sex !== 0) {
    rows.push({ kind: 'sex', concept: '', name: `${sex} sex`, weight: prior.sex, finding: null });
  }
  return rows;
}

/** A risk factor that the condition also lists as a finding counts once, as the finding. */
function isRepeated(risk: Evidence, i: number, present: readonly Present[]): boolean {
  return present.some((p) => p.finding === risk.finding && p.of.expectation[i]! >= 0);
}

/** Risk factors by condition; one finding raises a condition once, by the strongest. */
function risksOf(known: Case, weights: Weights): ReadonlyMap<number, readonly Evidence[]> {
  const risks = new Map<number, Evidence[]>();
  for (const [concept, finding] of known.held) {
    for (const { condition, weight } of weights.risks(concept)) {
      const row = risks.get(condition) ?? [];
      const same = row.findIndex((r) => r.finding === finding);
      const evidence: Evidence = { kind: 'risk', concept, name: finding.name, weight, finding };
      if (same < 0) row.push(evidence);
      else if (row[same]!.weight < weight) row[same] = evidence;
      risks.set(condition, row);
    }
  }
  return risks;
}

/** The clinician's own conclusion is one more finding, and a strong one. */
function concludedOf(
  concluded: readonly Finding[],
  { conditions, profiles }: Weights,
): ReadonlyMap<number, Evidence> {
  const own = new Map<number, Evidence>();
  for (const finding of concluded) {
    const id = profiles.named.get(finding.concept);
    const i = id === undefined ? -1 : conditions.findIndex((c) => c.id === id);
    if (i < 0 || own.has(i)) continue;
    own.set(i, {
      kind: 'named',
      concept: finding.concept,
      name: `${finding.name}, named in the assessment`,
      weight: (finding.uncertain ? UNCERTAIN_SHARE : 1) * Math.log(NAMED),
      finding,
    });
  }
  return own;
}

/** Words the lexicon may not know; the name is empty where every shared word is in a finding. */
function descriptionEvidence(likeness: Likeness): Evidence {
  return {
    kind: 'description',
    concept: '',
    get name() {
      const words = likeness.words.map((w) => `“${w}”`).join(', ');
      return words && `described by ${words}`;
    },
    weight: likeness.weight,
    finding: null,
  };
}
