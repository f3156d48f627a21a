import type { Note } from '../note/types';
import type { Knowledge } from '../knowledge/knowledge';
import type { Condition } from '../knowledge/types';
import { cantMiss } from './cantMiss';
import { caseOf, isReason, type Case } from './evidence';
import { observe } from './observations';
import { posteriorOf } from './posterior';
import { problemsOf } from './problems';
import { questionsFor, questionsToAsk } from './questions';
import type { Differential, Evidence, Problem, Question, RankedCondition } from './types';
import { weightsOf } from './weights';

/** What there is to say of a note without a finding to rank. */
export const NOTHING_RANKED: Differential = {
  ranked: [],
  unexplained: [],
  cantMiss: [],
  questions: [],
  problems: [],
};

/** A finding is explained when one of so many first conditions expects it. */
const EXPLAINING = 5;

/**
 * Ranks every condition of the knowledge base for a note by naive Bayes with likelihood ratios,
 * and says what is dangerous, what is left to ask, and whether there are several problems.
 * Pure; milliseconds. What costs more than the ranking is worked out when it is first read.
 */
export function rankDifferential(note: Note, knowledge: Knowledge): Differential {
  const observed = observe(note, knowledge.lexicon);
  const weights = weightsOf(knowledge);
  const known = caseOf(observed, note, knowledge);
  if (known.present.length === 0) return NOTHING_RANKED;
  const answered = new Set([...observed.present.keys(), ...observed.denied.keys()]);
  const ask = (condition: Condition) =>
    questionsFor(condition, answered, knowledge, weights.profiles);
  const rank = (of: Case): readonly RankedCondition[] => {
    const { scales, order } = posteriorOf(of, weights);
    return order.map(
      ({ place, probability }) =>
        new Ranked(weights.conditions[place]!, probability, () => scales.evidence(place), ask),
    );
  };
  const ranked = rank(known);
  const explained = new Set(
    ranked.slice(0, EXPLAINING).flatMap((r) => r.for.map((e) => e.finding?.concept)),
  );
  let questions: readonly Question[] | undefined;
  let problems: readonly Problem[] | undefined;
  return {
    ranked,
    unexplained: known.present.filter((f) => !explained.has(f.concept)),
    cantMiss: cantMiss(ranked),
    get questions() {
      return (questions ??= questionsToAsk(ranked, answered, knowledge, weights.profiles));
    },
    get problems() {
      return (problems ??= problemsOf(ranked, known, rank));
    },
  };
}

/** Most conditions are never looked at: their reasons are worked out when they are. */
class Ranked implements RankedCondition {
  #reasons: readonly Evidence[] | undefined;

  constructor(
    readonly condition: Condition,
    readonly probability: number,
    private readonly evidence: () => readonly Evidence[],
    private readonly questions: (condition: Condition) => readonly Evidence[],
  ) {}

  get for(): readonly Evidence[] {
    return this.#sorted().filter((e) => e.weight > 0);
  }

  get against(): readonly Evidence[] {
    return this.#sorted().filter((e) => e.weight < 0);
  }

  get ask(): readonly Evidence[] {
    return this.questions(this.condition);
  }

  #sorted(): readonly Evidence[] {
    this.#reasons ??= this.evidence().filter(isReason).sort(byWeight);
    return this.#reasons;
  }
}

const byWeight = (a: Evidence, b: Evidence) => Math.abs(b.weight) - Math.abs(a.weight);
