import assert from 'node:assert/strict';
import data from './data/measurements.yaml';

interface Unit {
  readonly factor: number;
  readonly offset?: number;
}

const { measurements } = data as {
  measurements: { kind: string; units: Record<string, Unit> }[];
};

/** Grams in a mole of what is measured; urea is reported as its nitrogen where in mg/dL. */
const MOLAR_MASS: Readonly<Record<string, number>> = {
  urea: 28.014,
  creatinine: 113.12,
  glucose: 180.16,
  lactate: 90.08,
  calcium: 40.078,
  magnesium: 24.305,
  phosphate: 30.974,
  bilirubin: 584.66,
  'uric-acid': 168.11,
  'free-thyroxine': 776.87,
  cholesterol: 386.65,
  'ldl-cholesterol': 386.65,
};

/** Grams or moles in a litre for one of the unit. */
const IN_A_LITRE: Readonly<Record<string, number>> = {
  'mg/dL': 1e-2,
  'ng/dL': 1e-8,
  'mmol/L': 1e-3,
  'umol/L': 1e-6,
  'pmol/L': 1e-12,
};

describe('units', () => {
  for (const [kind, mass] of Object.entries(MOLAR_MASS)) {
    it(`convert ${kind} between mass and amount by its molar mass`, () => {
      const units = measurements.find((m) => m.kind === kind)?.units ?? {};
      const [reference] = Object.keys(units);
      const others = Object.entries(units).filter(([code]) => /[mn]g\/dL/.test(code));
      assert.ok(reference && others.length > 0, kind);
      for (const [code, { factor }] of others) {
        const expected = (IN_A_LITRE[code] ?? NaN) / mass / (IN_A_LITRE[reference] ?? NaN);
        assert.ok(Math.abs(factor - expected) < expected * 0.003, `${code}: ${expected}`);
      }
    });
  }
});
