import { percent } from './percent';
import { DIFFERENTIAL_HEADING, LINE_LABELS } from '../reasoning/insertedDifferential';
import type { Differential, Problem, RankedCondition } from '../reasoning/types';

/** Findings named on one line: more is not read. */
const NAMED = 5;

/**
 * The differential as problem-oriented text that a clinician can edit: for each problem its
 * findings and what they could be, with probability, urgency, what speaks for and against, and
 * what to ask; then what is dangerous and not excluded, and what nothing explains.
 * @param limit how many conditions, where there is one problem.
 */
export function differentialAsText(differential: Differential, limit: number): string {
  const { ranked, problems, cantMiss, unexplained } = differential;
  if (ranked.length === 0) return '';
  const [only, ...more] = problems;
  const lines =
    only && more.length === 0
      ? [heading('', only), ...conditions(ranked.slice(0, limit))]
      : problems.flatMap((p, i) => [
          heading(` ${i + 1}`, p),
          ...conditions([p.leading, ...p.alternatives]),
        ]);
  const rest = [
    part(
      LINE_LABELS.dangers,
      cantMiss.map((r) => `${r.condition.name} (${percent(r.probability)})`),
    ),
    part(
      LINE_LABELS.unexplained,
      unexplained.map((f) => f.name),
    ),
  ].filter((line) => line !== '');
  return [DIFFERENTIAL_HEADING, ...lines, ...rest, ''].join('\n');
}

function heading(number: string, { explains, leading }: Problem): string {
  const names = [...new Set(explains.map((f) => f.name))].slice(0, NAMED);
  return `${LINE_LABELS.problem}${number}: ${names.join(', ') || leading.condition.name}`;
}

function conditions(ranked: readonly RankedCondition[]): readonly string[] {
  return ranked.map((r, i) => `${i + 1}. ${line(r)}`);
}

function line(ranked: RankedCondition): string {
  const name = ranked.condition.name;
  const head = `${name} (${percent(ranked.probability)}, ${ranked.condition.urgency})`;
  const names = (evidence: RankedCondition['for']) => evidence.map((e) => e.name);
  const parts = [
    part('for', names(ranked.for)),
    part('against', names(ranked.against)),
    part('ask', names(ranked.ask.slice(0, 3))),
  ].filter((p) => p !== '');
  return parts.length > 0 ? `${head}: ${parts.join('; ')}` : head;
}

function part(label: string, names: readonly string[]): string {
  return names.length > 0 ? `${label} ${names.slice(0, NAMED).join(', ')}` : '';
}
