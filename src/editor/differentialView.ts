import { careOf } from '../knowledge/care';
import type { Knowledge } from '../knowledge/knowledge';
import type { Note, Span } from '../note/types';
import type {
  Differential,
  Evidence,
  Inquiry,
  Problem,
  Question,
  RankedCondition,
} from '../reasoning/types';
import { accuracyText } from './accuracyText';
import { evidenceMatrix, strengthOf, type EvidenceMatrix } from './evidenceMatrix';
import { percent } from '../assist/percent';
import { assertionWords, URGENCY } from './words';

const CONDITIONS = 10;
const EVIDENCE = 10;
const QUESTIONS = 6;
const REASONS = 3;

/** One line of the lists: a finding with its place, or a question still to be asked. */
export interface EvidenceView {
  readonly key: string;
  /** Concept id; empty for what is no concept. */
  readonly concept: string;
  readonly name: string;
  /** How strongly it moves the condition: 1 (slightly) to 3 (strongly). */
  readonly strength: 1 | 2 | 3;
  /** As the note has it; empty where it comes from age or sex. */
  readonly quote: string;
  readonly line: number | null;
  readonly span: readonly [number, number] | null;
}

/** What a guideline says to do, with the place it stands in. */
export interface CareView {
  readonly title: 'Work-up' | 'Treatment';
  readonly text: string;
  readonly path: string;
  /** 1-based, inclusive. */
  readonly lines: readonly [number, number];
  /** Where it is cited from, in words. */
  readonly source: string;
}

export interface ConditionView {
  readonly id: string;
  readonly name: string;
  readonly codes: string;
  /** 0–100, for the bar. */
  readonly share: number;
  readonly percent: string;
  readonly urgency: string;
  readonly urgencyWord: string;
  readonly for: readonly EvidenceView[];
  readonly against: readonly EvidenceView[];
  readonly ask: readonly EvidenceView[];
  readonly care: readonly CareView[];
  readonly sources: readonly string[];
  readonly origin: string;
  /** What to know of how the condition got into the ranking; empty for a guideline with front matter. */
  readonly caveat: string;
}

/** A dangerous condition that is not excluded. */
export interface DangerView {
  readonly id: string;
  readonly name: string;
  readonly percent: string;
  readonly because: string;
}

export interface ProblemView {
  readonly id: string;
  readonly name: string;
  readonly percent: string;
  readonly explains: readonly EvidenceView[];
  readonly alternatives: string;
}

export interface QuestionView {
  readonly concept: string;
  readonly name: string;
  readonly inquiry: Inquiry;
  readonly effect: string;
}

/** What the differential panel shows: data alone, the page makes elements of it. */
export interface DifferentialView {
  readonly title: string;
  /** Why nothing is ranked; empty when something is. */
  readonly empty: string;
  readonly conditions: readonly ConditionView[];
  readonly dangers: readonly DangerView[];
  /** Empty unless there are several. */
  readonly problems: readonly ProblemView[];
  readonly questions: readonly QuestionView[];
  readonly matrix: EvidenceMatrix;
  readonly unexplained: readonly EvidenceView[];
  readonly footer: readonly string[];
}

/** A panel without a ranking, and why. */
export function emptyView(title: string, empty: string): DifferentialView {
  return {
    title,
    empty,
    conditions: [],
    dangers: [],
    problems: [],
    questions: [],
    matrix: { conditions: [], rows: [] },
    unexplained: [],
    footer: [],
  };
}

export function differentialView(
  title: string,
  read: {
    readonly note: Note;
    readonly differential: Differential;
    readonly knowledge: Pick<
      Knowledge,
      'version' | 'content' | 'accuracy' | 'conditions' | 'guidelines'
    >;
  },
): DifferentialView {
  const { note, differential, knowledge } = read;
  const footer = accuracyText(knowledge);
  if (differential.ranked.length === 0) {
    return { ...emptyView(title, 'No symptom or sign to rank was found yet.'), footer };
  }
  const item = itemsOf(note.text);
  return {
    title,
    empty: '',
    conditions: differential.ranked
      .slice(0, CONDITIONS)
      .map((r) => conditionView(r, item, knowledge)),
    dangers: differential.cantMiss.map(danger),
    problems:
      differential.problems.length > 1 ? differential.problems.map((p) => problem(p, item)) : [],
    questions: differential.questions.map(question),
    matrix: evidenceMatrix(note, differential),
    unexplained: differential.unexplained.map((finding) =>
      item({ kind: 'unlisted', concept: finding.concept, name: finding.name, weight: 0, finding }),
    ),
    footer,
  };
}

type Items = (evidence: Evidence) => EvidenceView;

function itemsOf(text: string): Items {
  const line = lineFinder(text);
  return (e) => ({
    key: `${e.kind}:${e.concept}:${e.finding?.start ?? ''}`,
    concept: e.concept,
    name: e.name,
    strength: strengthOf(e.weight),
    quote: e.finding ? `“${quote(text, e.finding)}”, ${assertionWords(e.finding)}` : '',
    line: e.finding ? line(e.finding.start) : null,
    span: e.finding ? [e.finding.start, e.finding.end] : null,
  });
}

function conditionView(
  ranked: RankedCondition,
  item: Items,
  knowledge: Pick<Knowledge, 'guidelines'>,
): ConditionView {
  const { condition: c, probability } = ranked;
  return {
    id: c.id,
    name: c.name,
    codes: c.icd10.length > 0 ? `ICD-10 ${c.icd10.join(', ')}` : '',
    share: Math.round(probability * 1000) / 10,
    percent: percent(probability),
    urgency: c.urgency,
    urgencyWord: URGENCY[c.urgency].word,
    for: ranked.for.slice(0, EVIDENCE).map(item),
    against: ranked.against.slice(0, EVIDENCE).map(item),
    ask: ranked.ask.slice(0, QUESTIONS).map(item),
    care: [care('Work-up', ranked, knowledge), care('Treatment', ranked, knowledge)].filter(
      (c) => c !== null,
    ),
    sources: c.sources.map((s) => `${s.organisation}: ${s.title} (${s.year})`),
    origin: c.origin === 'workspace' ? 'your guideline' : 'built-in guideline',
    caveat:
      c.basis === 'text'
        ? 'Read from the text of your guideline: how often its findings occur, how common and how urgent it is are guesses.'
        : '',
  };
}

function care(
  title: CareView['title'],
  { condition }: RankedCondition,
  knowledge: Pick<Knowledge, 'guidelines'>,
): CareView | null {
  const role = title === 'Work-up' ? 'investigations' : 'treatment';
  const cited = careOf(condition, role, knowledge);
  if (!cited) return null;
  const { startLine, endLine, text } = cited.section;
  const file = cited.path.split(/[\\/]/).pop()!;
  const review = cited.reviewed ? `, reviewed ${cited.reviewed}` : '';
  return {
    title,
    text,
    path: cited.path,
    lines: [startLine, endLine],
    source: `${file}, lines ${startLine}–${endLine}${review}`,
  };
}

function danger({ condition, probability, for: reasons }: RankedCondition): DangerView {
  const because = reasons.filter((e) => e.finding).slice(0, REASONS);
  return {
    id: condition.id,
    name: condition.name,
    percent: percent(probability),
    because: because.map((e) => e.name).join(', '),
  };
}

function problem({ leading, alternatives, explains }: Problem, item: Items): ProblemView {
  return {
    id: leading.condition.id,
    name: leading.condition.name,
    percent: percent(leading.probability),
    explains: explains.map((finding) =>
      item({ kind: 'unlisted', concept: finding.concept, name: finding.name, weight: 0, finding }),
    ),
    alternatives: alternatives.map((r) => r.condition.name).join(', '),
  };
}

function question({ concept, name, inquiry, ifPresent, ifAbsent }: Question): QuestionView {
  const effect =
    ifPresent === ifAbsent
      ? `yes: ${ifPresent.name}`
      : `yes: ${ifPresent.name}; no: ${ifAbsent.name}`;
  return { concept, name, inquiry, effect };
}

function quote(text: string, { start, end }: Span): string {
  return text.slice(start, end).replace(/\s+/g, ' ').trim();
}

/** Gives the 1-based line of an offset. */
function lineFinder(text: string): (offset: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}
