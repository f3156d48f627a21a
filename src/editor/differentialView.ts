import type { Note, Span } from '../note/types';
import type { Differential, Evidence, RankedCondition } from '../reasoning/types';
import { assertionWords, percent, URGENCY } from './words';

const CONDITIONS = 10;
const EVIDENCE = 10;
const QUESTIONS = 6;

/** One line of the lists: a finding with its place, or a question still to be asked. */
export interface EvidenceView {
  readonly key: string;
  readonly name: string;
  /** How strongly it moves the condition: 1 (slightly) to 3 (strongly). */
  readonly strength: 1 | 2 | 3;
  /** As the note has it; empty where it comes from age or sex. */
  readonly quote: string;
  readonly line: number | null;
  readonly span: readonly [number, number] | null;
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
  readonly sources: readonly string[];
  readonly origin: string;
}

/** What the differential panel shows: data alone, the page makes elements of it. */
export interface DifferentialView {
  readonly title: string;
  /** Why nothing is ranked; empty when something is. */
  readonly empty: string;
  readonly conditions: readonly ConditionView[];
  readonly unexplained: readonly EvidenceView[];
  readonly footer: string;
}

export function differentialView(
  title: string,
  read: { readonly note: Note; readonly differential: Differential; readonly pack: string },
): DifferentialView {
  const { note, differential, pack } = read;
  const line = lineFinder(note.text);
  const item = (e: Evidence): EvidenceView => ({
    key: `${e.concept}:${e.finding?.start ?? ''}`,
    name: e.name,
    strength: strengthOf(e.weight),
    quote: e.finding ? `“${quote(note.text, e.finding)}”, ${assertionWords(e.finding)}` : '',
    line: e.finding ? line(e.finding.start) : null,
    span: e.finding ? [e.finding.start, e.finding.end] : null,
  });
  return {
    title,
    empty: differential.ranked.length === 0 ? 'No symptom or sign to rank was found yet.' : '',
    conditions: differential.ranked.slice(0, CONDITIONS).map((r) => condition(r, item)),
    unexplained: differential.unexplained.map((finding) =>
      item({ concept: finding.concept, name: finding.name, weight: 0, finding }),
    ),
    footer: `Knowledge pack ${pack}`,
  };
}

function condition(ranked: RankedCondition, item: (e: Evidence) => EvidenceView): ConditionView {
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
    sources: c.sources.map((s) => `${s.organisation}: ${s.title} (${s.year})`),
    origin: c.origin === 'workspace' ? 'your guideline' : 'built-in guideline',
  };
}

/** Likelihood ratios of 2 and 5 (or a half and a fifth) are the usual steps of small and moderate. */
function strengthOf(weight: number): 1 | 2 | 3 {
  const size = Math.abs(weight);
  return size >= Math.log(5) ? 3 : size >= Math.log(2) ? 2 : 1;
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
