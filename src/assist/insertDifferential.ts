import { DIFFERENTIAL_HEADING } from '../reasoning/insertedDifferential';
import type { Differential, RankedCondition } from '../reasoning/types';

const PROBABLE = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 });

/**
 * The differential as lines a clinician can edit: condition, probability, urgency, and the
 * findings for and against as the note has them.
 * @param limit how many conditions.
 */
export function differentialAsText(differential: Differential, limit: number): string {
  if (differential.ranked.length === 0) return '';
  const lines = differential.ranked.slice(0, limit).map((r, i) => `${i + 1}. ${line(r)}`);
  return [DIFFERENTIAL_HEADING, ...lines, ''].join('\n');
}

function line(ranked: RankedCondition): string {
  const name = ranked.condition.name;
  const head = `${name} (${PROBABLE.format(ranked.probability)}, ${ranked.condition.urgency})`;
  const parts = [
    part(
      'for',
      ranked.for.map((e) => e.name),
    ),
    part(
      'against',
      ranked.against.map((e) => e.name),
    ),
    part(
      'ask',
      ranked.ask.slice(0, 3).map((e) => e.name),
    ),
  ].filter((p) => p !== '');
  return parts.length > 0 ? `${head}: ${parts.join('; ')}` : head;
}

function part(label: string, names: readonly string[]): string {
  return names.length > 0 ? `${label} ${names.slice(0, 5).join(', ')}` : '';
}
