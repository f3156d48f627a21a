import type { Note } from '../note/types';
import type { Knowledge } from '../knowledge/knowledge';
import { cantMiss } from './cantMiss';
import { caseOf, isReason, type Case } from './evidence';
import { observe } from './observations';
import { posteriorOf, type Posterior } from './posterior';
import { problemsOf } from './problems';
import { profilesOf } from './profile';
import { questionsFor, questionsToAsk } from './questions';
import type { Differential, Evidence, Problem, Question, RankedCondition } from './types';

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
  const observed = observe(note);
  const profiles = profilesOf(knowledge);
  const known = caseOf(observed, note, knowledge);
  if (known.present.length === 0) return NOTHING_RANKED;
  const answered = new Set([...observed.present.keys(), ...observed.denied.keys()]);
  const rank = (p: Posterior): RankedCondition => {
    // Most conditions are never looked at: their reasons are sorted out when they are.
    let reasons: readonly Evidence[] | undefined;
    const all = () => (reasons ??= p.evidence.filter(isReason).sort(byWeight));
    return {
      condition: p.condition,
      probability: p.probability,
      get for() {
        return all().filter((e) => e.weight > 0);
      },
      get against() {
        return all().filter((e) => e.weight < 0);
      },
      get ask() {
        return questionsFor(p.condition, answered, knowledge, profiles);
      },
    };
  };
  const ranked = posteriorOf(known, knowledge, profiles).map(rank);
  const explained = new Set(
    ranked.slice(0, EXPLAINING).flatMap((r) => r.for.map((e) => e.finding?.concept)),
  );
  const rankRest = (rest: Case) => posteriorOf(rest, knowledge, profiles).map(rank);
  let questions: readonly Question[] | undefined;
  let problems: readonly Problem[] | undefined;
  return {
    ranked,
    unexplained: known.present.filter((f) => !explained.has(f.concept)),
    cantMiss: cantMiss(ranked),
    get questions() {
      return (questions ??= questionsToAsk(ranked, answered, knowledge, profiles));
    },
    get problems() {
      return (problems ??= problemsOf(ranked, known, rankRest));
    },
  };
}

const byWeight = (a: Evidence, b: Evidence) => Math.abs(b.weight) - Math.abs(a.weight);
