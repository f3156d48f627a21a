import type { LinkedValue } from './linkedValue';
import type { Kind } from './measurementKinds';
import { toReference } from './measurementUnits';
import type { PrintedRange } from './printedRange';
import {
  conceptOf,
  flagByRange,
  markedFlag,
  printedFlag,
  rangeFor,
  rangeText,
} from './referenceRanges';
import type { Measurement, MeasurementFlag, Patient, Span } from '../types';
import type { Standing } from './valueContext';

/** A measurement with what it means: the concept an out-of-range value stands for. */
export interface ReadMeasurement {
  readonly measurement: Measurement;
  readonly implies: { readonly concept: string; readonly range: string } | null;
  /** Null for the patient's value now; an earlier value or a threshold is not a measurement. */
  readonly standing: Standing | null;
}

/** A value as it was read, before it is judged. */
export interface WrittenValue {
  readonly span: Span;
  readonly kind: Kind;
  readonly value: number;
  /** The upper end where a range of readings is given. */
  readonly upper?: number | undefined;
  readonly sign: LinkedValue['sign'];
  readonly unit: string;
  readonly mark: LinkedValue['mark'];
  readonly printed: PrintedRange | null;
  readonly standing: Standing | null;
  /** The name is a finding in itself: the value implies no other. */
  readonly finding: boolean;
}

/** Judges a value by what is printed beside it, by the note's word for it, then by its range. */
export function judged(text: string, written: WrittenValue, patient: Patient): ReadMeasurement {
  const { span, kind, value, unit, printed, finding, standing } = written;
  const converted = toReference(kind, unit, value) ?? value;
  const range = rangeFor(kind, patient);
  const flag = flagOfWritten(written, converted, patient);
  const concept = finding ? null : conceptOf(kind, flag, patient, converted);
  const against = printed?.text ?? (range ? rangeText(range, kind) : '');
  return {
    measurement: {
      ...span,
      kind: kind.kind,
      name: kind.name,
      value,
      unit,
      flag,
      text: text.slice(span.start, span.end),
    },
    implies: concept === null ? null : { concept, range: against },
    standing,
  };
}

function flagOfWritten(
  { kind, value, upper, unit, sign, printed, mark }: WrittenValue,
  converted: number,
  patient: Patient,
): MeasurementFlag | null {
  if (printed) return printedFlag(printed, value);
  const range = rangeFor(kind, patient);
  const isComparable = kind.units[unit]?.factor !== 0;
  let byRange = range && isComparable ? flagByRange(range, sign, converted) : null;
  if (range && isComparable && upper !== undefined) {
    // Readings on both sides of a limit are neither normal nor not.
    const ofUpper = flagByRange(range, sign, toReference(kind, unit, upper) ?? upper);
    if (sideOf(ofUpper) !== sideOf(byRange)) byRange = null;
  }
  return mark ? markedFlag(mark, byRange) : byRange;
}

function sideOf(flag: MeasurementFlag | null): string | null {
  return flag && flag.replace('critical-', '');
}
