import type { Assertion, MeasurementFlag } from '../note/types';

/** How a finding reads, as one word: what a clinician sorts findings by. */
export type ReadingStatus = 'present' | 'denied' | 'past' | 'family' | 'uncertain';

/** What is shown of a finding or a measurement, beside its colour. */
export type Mark = ReadingStatus | 'low' | 'high' | 'critical';

/**
 * The one status a finding is listed under. Whose it is comes first, then whether it is only
 * expected, then whether it is there at all, then when it was.
 */
export function statusOf(assertion: Assertion): ReadingStatus {
  if (assertion.experiencer !== 'patient') return 'family';
  if (assertion.hypothetical) return 'uncertain';
  if (assertion.negated) return 'denied';
  if (assertion.uncertain) return 'uncertain';
  return assertion.historical ? 'past' : 'present';
}

/**
 * Everything that is said of a finding: "no family history of asthma" is denied and of the family.
 * What is denied is not past too: it never was.
 */
export function marksOf(assertion: Assertion): readonly ReadingStatus[] {
  const marks: ReadingStatus[] = [];
  if (assertion.negated) marks.push('denied');
  if (assertion.historical && !assertion.negated) marks.push('past');
  if (assertion.experiencer !== 'patient') marks.push('family');
  if (assertion.uncertain || assertion.hypothetical) marks.push('uncertain');
  return marks.length > 0 ? marks : ['present'];
}

const FLAGS: Readonly<Record<MeasurementFlag, { words: string; marks: readonly Mark[] }>> = {
  'critical-low': { words: 'critically low', marks: ['low', 'critical'] },
  low: { words: 'low', marks: ['low'] },
  normal: { words: 'in range', marks: [] },
  high: { words: 'high', marks: ['high'] },
  'critical-high': { words: 'critically high', marks: ['high', 'critical'] },
};

/** Marks of a measurement; none where it is in range or no range is known. */
export function flagMarks(flag: MeasurementFlag | null): readonly Mark[] {
  return flag === null ? [] : FLAGS[flag].marks;
}

export function flagWords(flag: MeasurementFlag): string {
  return FLAGS[flag].words;
}
