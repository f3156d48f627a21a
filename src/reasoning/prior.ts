import type { Patient } from '../note/types';
import { commonness } from '../knowledge/scales';
import type { AgeBand, Condition } from '../knowledge/types';

/** Age band of an age in years; see guidelines/README.md. */
export function ageBand(years: number): AgeBand {
  if (years < 28 / 365) return 'newborn';
  if (years < 2) return 'infant';
  if (years < 12) return 'child';
  if (years < 18) return 'adolescent';
  if (years < 45) return 'adult';
  if (years < 65) return 'middle-aged';
  return 'old';
}

/**
 * How strongly commonness counts. Vignettes and real visits alike are a selected mix: nobody
 * writes a long note on a cold, so the full ratio of incidences would drown the findings.
 */
const COMMONNESS_EXPONENT = 0.3;

/** Odds below this are as good as excluded; a hard zero would hide a wrong age or sex in the note. */
const FLOOR = 1e-3;

export interface Prior {
  /** Natural logarithm of the prior weight by commonness. */
  readonly common: number;
  /** Log odds added by age and by sex; 0 when unknown. */
  readonly age: number;
  readonly sex: number;
}

/** What speaks for a condition before any finding is read. */
export function priorOf(condition: Condition, patient: Patient): Prior {
  const { primary, emergency } = condition.common;
  const weight = (commonness(primary) + commonness(emergency)) / 2;
  const age = patient.age === null ? 1 : (condition.age[ageBand(patient.age)] ?? 1);
  const sex = patient.sex === null ? 1 : condition.sex[patient.sex];
  return {
    common: COMMONNESS_EXPONENT * Math.log(weight),
    age: Math.log(Math.max(age, FLOOR)),
    sex: Math.log(Math.max(sex, FLOOR)),
  };
}
