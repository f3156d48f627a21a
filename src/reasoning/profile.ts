import type { Knowledge } from '../knowledge/knowledge';
import { commonness } from '../knowledge/scales';
import type { Condition } from '../knowledge/types';

/** What one condition expects of one concept. */
export interface Expectation {
  /** Probability of the concept in the condition, 0–1; a parent is at least as likely as its child. */
  readonly often: number;
  readonly telling: number | null;
  /** The author named this very concept, not one of its children. */
  readonly listed: boolean;
}

export interface Profiles {
  /** Condition id by the concept that names it in a note. */
  readonly named: ReadonlyMap<string, string>;
  readonly of: ReadonlyMap<string, ReadonlyMap<string, Expectation>>;
  /** Probability of a concept in a patient of the knowledge base's mix of conditions. */
  background(concept: string): number;
}

/** Probability that a condition shows a finding its author did not list. */
export const LEAK = 0.01;
/** A concept is never rarer than this: one condition's finding must not decide alone. */
const RAREST = 0.012;

const cache = new WeakMap<Knowledge, Profiles>();

/** Expectations of every condition with the lexicon's generalisations filled in. Built once. */
export function profilesOf(knowledge: Knowledge): Profiles {
  let profiles = cache.get(knowledge);
  if (!profiles) {
    profiles = build(knowledge);
    cache.set(knowledge, profiles);
  }
  return profiles;
}

function build(knowledge: Knowledge): Profiles {
  const of = new Map<string, Map<string, Expectation>>();
  for (const condition of knowledge.conditions.values()) {
    of.set(condition.id, profile(condition, knowledge));
  }
  const weights = [...knowledge.conditions.values()].map((c) => ({
    profile: of.get(c.id)!,
    weight: Math.sqrt((commonness(c.common.primary) + commonness(c.common.emergency)) / 2),
  }));
  const total = weights.reduce((sum, w) => sum + w.weight, 0);
  const background = new Map<string, number>();
  return {
    of,
    named: namedConditions(knowledge),
    background(concept) {
      let known = background.get(concept);
      if (known === undefined) {
        const sum = weights.reduce(
          (s, w) => s + w.weight * (w.profile.get(concept)?.often ?? LEAK),
          0,
        );
        known = total > 0 ? Math.max(sum / total, RAREST) : RAREST;
        background.set(concept, known);
      }
      return known;
    },
  };
}

function namedConditions(knowledge: Knowledge): Map<string, string> {
  const named = new Map<string, string>();
  for (const condition of knowledge.conditions.values()) {
    for (const name of [condition.id, condition.name, ...condition.synonyms]) {
      const concept = knowledge.lexicon.conceptNamed(name);
      if (concept !== null && !named.has(concept)) named.set(concept, condition.id);
    }
  }
  return named;
}

function profile(condition: Condition, knowledge: Knowledge): Map<string, Expectation> {
  const rows = new Map<string, Expectation>();
  for (const f of condition.findings) {
    rows.set(f.concept, { often: f.often, telling: f.telling, listed: true });
  }
  for (const f of condition.findings) {
    // "never" excludes the child; it says nothing of the parent.
    if (f.often < 0.03) continue;
    for (const parent of knowledge.lexicon.ancestors(f.concept)) {
      const row = rows.get(parent);
      if (row?.listed && row.often >= f.often) continue;
      const often = Math.max(row?.often ?? 0, f.often);
      rows.set(parent, { often, telling: row?.telling ?? null, listed: row?.listed ?? false });
    }
  }
  return rows;
}
