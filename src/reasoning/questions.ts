import type { ConceptKind } from '../note/types';
import type { Knowledge } from '../knowledge/knowledge';
import type { Condition } from '../knowledge/types';
import { LEAK, type Profiles } from './profile';
import type { Evidence, Inquiry, Question, RankedCondition } from './types';

/** Shown for one condition: more than a clinician would ask at once is noise. */
const FOR_ONE = 6;
/** Shown of each inquiry for the whole ranking. */
const OF_EACH = 4;
/** Conditions between which a question is to decide. */
const CONTENDERS = 25;
/** Bits; an answer that tells less is not worth the asking. */
const LEAST_INFORMATION = 0.01;

const INQUIRY: Partial<Record<ConceptKind, Inquiry>> = { sign: 'examine', 'test-result': 'test' };

/** What it takes to learn of a concept of a kind. */
export function inquiryOf(kind: ConceptKind): Inquiry {
  return INQUIRY[kind] ?? 'ask';
}

const CHEAPEST_FIRST: readonly Inquiry[] = ['ask', 'examine', 'test'];

/**
 * Findings the note does not mention whose answer would move this condition most: the expected
 * size of the log likelihood ratio over both answers.
 */
export function questionsFor(
  condition: Condition,
  known: ReadonlySet<string>,
  knowledge: Knowledge,
  profiles: Profiles,
): readonly Evidence[] {
  const rows = condition.findings.flatMap(({ concept, often, telling }) => {
    const entry = knowledge.lexicon.concepts.get(concept);
    if (!entry || answered(concept, known, knowledge)) return [];
    const base = profiles.background(concept);
    const present = Math.log(Math.max(often / base, telling ?? 0));
    const absent = Math.log((1 - Math.min(often, 0.97)) / (1 - Math.min(base, 0.97)));
    const information = base * Math.abs(present) + (1 - base) * Math.abs(absent);
    return [
      {
        information,
        evidence: {
          kind: 'present' as const,
          concept,
          name: entry.name,
          weight: present,
          finding: null,
        },
      },
    ];
  });
  return rows
    .sort((a, b) => b.information - a.information)
    .slice(0, FOR_ONE)
    .map((r) => r.evidence);
}

/**
 * Findings the note does not mention whose answer tells most about which of the likeliest
 * conditions it is: the mutual information of answer and condition. What a word can answer comes
 * before what takes a look, and that before a test.
 */
export function questionsToAsk(
  ranked: readonly RankedCondition[],
  known: ReadonlySet<string>,
  knowledge: Knowledge,
  profiles: Profiles,
): readonly Question[] {
  const contenders = contendersOf(ranked);
  const concepts = new Set(
    contenders.flatMap(({ condition }) => condition.findings.map((f) => f.concept)),
  );
  const questions: Question[] = [];
  for (const concept of concepts) {
    const entry = knowledge.lexicon.concepts.get(concept);
    if (!entry || answered(concept, known, knowledge)) continue;
    const rates = contenders.map(({ condition }) => rateOf(concept, condition, profiles));
    const question = { concept, name: entry.name, inquiry: inquiryOf(entry.kind) };
    questions.push({ ...question, ...weighed(rates, contenders) });
  }
  questions.sort((a, b) => b.information - a.information);
  return CHEAPEST_FIRST.flatMap((inquiry) =>
    apart(
      questions.filter((q) => q.inquiry === inquiry && q.information >= LEAST_INFORMATION),
      knowledge,
    ),
  );
}

interface Contender {
  readonly condition: Condition;
  /** 0–1 among the contenders. */
  readonly share: number;
}

function contendersOf(ranked: readonly RankedCondition[]): readonly Contender[] {
  const first = ranked.slice(0, CONTENDERS);
  const total = first.reduce((sum, r) => sum + r.probability, 0);
  return first.map((r) => ({ condition: r.condition, share: r.probability / total }));
}

function rateOf(concept: string, condition: Condition, profiles: Profiles): number {
  return profiles.of.get(condition.id)?.get(concept)?.often ?? LEAK;
}

function weighed(
  rates: readonly number[],
  contenders: readonly Contender[],
): Pick<Question, 'information' | 'ifPresent' | 'ifAbsent'> {
  let mean = 0;
  let within = 0;
  let most = -Infinity;
  let least = -Infinity;
  let ifPresent = contenders[0]!.condition;
  let ifAbsent = ifPresent;
  const overall = contenders.reduce((sum, c, i) => sum + c.share * rates[i]!, 0);
  contenders.forEach(({ condition, share }, i) => {
    const rate = rates[i]!;
    mean += share * rate;
    within += share * entropy(rate);
    const gain = share * (rate - overall);
    if (gain > most) [most, ifPresent] = [gain, condition];
    if (-gain > least) [least, ifAbsent] = [-gain, condition];
  });
  return { information: entropy(mean) - within, ifPresent, ifAbsent };
}

/** Entropy of a yes or no, in bits. */
function entropy(p: number): number {
  if (p <= 0 || p >= 1) return 0;
  return -p * Math.log2(p) - (1 - p) * Math.log2(1 - p);
}

/** The best questions of which none is another's generalisation. */
function apart(questions: readonly Question[], knowledge: Knowledge): readonly Question[] {
  const chosen: Question[] = [];
  for (const question of questions) {
    if (chosen.length === OF_EACH) break;
    const overlaps = chosen.some(
      ({ concept }) =>
        knowledge.lexicon.ancestors(concept).has(question.concept) ||
        knowledge.lexicon.ancestors(question.concept).has(concept),
    );
    if (!overlaps) chosen.push(question);
  }
  return chosen;
}

/** Answered when the concept, a more specific one, or the denial of a more general one is there. */
function answered(concept: string, known: ReadonlySet<string>, knowledge: Knowledge): boolean {
  if (known.has(concept)) return true;
  for (const id of known) if (knowledge.lexicon.ancestors(id).has(concept)) return true;
  return false;
}
