import type { LinkedValue, ValueMark } from './linkedValue';
import type { Kind, Range } from './measurementKinds';
import { firstUnit } from './measurementUnits';
import type { PrintedRange } from './printedRange';
import type { MeasurementFlag, Patient } from '../types';

const ADULT = 40;

/** The reference range for a patient; an adult's where the age is unknown. */
export function rangeFor(kind: Kind, { age, sex, pregnant }: Patient): Range | null {
  const years = age ?? ADULT;
  return (
    kind.ranges.find(
      (r) =>
        (r.sex === undefined || r.sex === sex) &&
        (r.pregnant === undefined || pregnant === true) &&
        years >= (r.from ?? 0) &&
        years < (r.to ?? Infinity),
    ) ?? null
  );
}

/** The flag of a value in the kind's first unit. */
export function flagOf(range: Range, value: number): MeasurementFlag {
  const { low, high, criticalLow, criticalHigh } = range;
  if (criticalLow !== undefined && value <= criticalLow) return 'critical-low';
  if (criticalHigh !== undefined && value >= criticalHigh) return 'critical-high';
  if (low !== undefined && value < low) return 'low';
  if (high !== undefined && value > high) return 'high';
  return 'normal';
}

/**
 * The flag of a value that only a bound is given of: "<5" can be low or normal but not high.
 * Null where the bound leaves it open.
 */
export function flagOfBound(range: Range, sign: '<' | '>', value: number): MeasurementFlag | null {
  const flag = flagOf(range, value);
  if (sign === '<') {
    // "<0.04" where the range ends at 0.04 lies within it.
    if (range.low !== undefined && value <= range.low) return flagOf(range, value - 1e-9);
    return flag === 'normal' ? flag : null;
  }
  if (range.high !== undefined && value >= range.high) return flagOf(range, value + 1e-9);
  return flag === 'normal' ? flag : null;
}

/** The flag by the range that is printed beside the value. */
export function printedFlag(range: PrintedRange, value: number): MeasurementFlag {
  if (range.low !== null && value < range.low) return 'low';
  // "<0.04" names what is normal, so the bound itself is not.
  if (range.high !== null && (range.low === null ? value >= range.high : value > range.high))
    return 'high';
  return 'normal';
}

/** The note's own word for a value ("low", "H") with the range's judgement how far it goes. */
export function markedFlag(mark: ValueMark, byRange: MeasurementFlag | null): MeasurementFlag {
  return mark !== 'normal' && byRange?.endsWith(mark) ? byRange : mark;
}

/** The flag of a value as written, with its bound, in the kind's first unit. */
export function flagByRange(
  range: Range,
  sign: LinkedValue['sign'],
  value: number,
): MeasurementFlag | null {
  return sign === '' ? flagOf(range, value) : flagOfBound(range, sign, value);
}

/** A range as a reader is shown it. */
export function rangeText({ low, high }: Range, kind: Kind): string {
  const unit = firstUnit(kind);
  if (low !== undefined && high !== undefined) return `${low}–${high} ${unit}`;
  return low !== undefined ? `≥ ${low} ${unit}` : `≤ ${high ?? ''} ${unit}`;
}

/** The concept that a flagged value stands for, or null. */
export function conceptOf(
  kind: Kind,
  flag: MeasurementFlag | null,
  patient: Patient,
  value: number,
): string | null {
  if (flag === null || flag === 'normal') return null;
  const young = kind.impliesUnderAge;
  const byAge =
    young && patient.age !== null && patient.age < young.years ? young[flag] : undefined;
  const graded = flag.endsWith('high') && kind.impliesFrom?.findLast((g) => value >= g.value);
  return byAge ?? (graded ? graded.concept : undefined) ?? kind.implies?.[flag] ?? null;
}
