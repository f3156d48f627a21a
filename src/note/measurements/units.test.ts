import assert from 'node:assert/strict';
import { UcumLhcUtils } from '@lhncbc/ucum-lhc';
import data from '../data/measurements.yaml';

interface Unit {
  readonly factor: number;
  readonly offset?: number;
}

const { measurements } = data as {
  measurements: { kind: string; units: Record<string, Unit>; molarMass?: number }[];
};

const ucum = UcumLhcUtils.getInstance();

/** HbA1c in mmol/mol and in % are of two reference systems, which a master equation joins. */
const NOT_OF_UNITS = new Set(['hba1c']);
const WITHIN = 0.0005;

describe('units', () => {
  it('are codes of UCUM', () => {
    for (const { kind, units } of measurements) {
      for (const code of Object.keys(units)) {
        assert.equal(ucum.validateUnitString(code).status, 'valid', `${kind}: ${code}`);
      }
    }
  });

  for (const { kind, units, molarMass } of measurements) {
    const [reference, ...others] = Object.keys(units);
    // A share of the white cells is no count of them: a factor of 0 says so.
    const convertible = others.filter((code) => units[code]?.factor !== 0);
    if (reference === undefined || convertible.length === 0 || NOT_OF_UNITS.has(kind)) continue;
    it(`of ${kind} are converted as UCUM says`, () => {
      for (const code of convertible) {
        const { factor = NaN, offset = 0 } = units[code] ?? {};
        const options = molarMass === undefined ? {} : { molecularWeight: molarMass };
        for (const value of [1, 37, 250]) {
          const { status, toVal } = ucum.convertUnitTo(code, value, reference, options);
          assert.equal(status, 'succeeded', `${code} to ${reference}`);
          const ours = (value - offset) * factor;
          const theirs = toVal ?? NaN;
          assert.ok(
            Math.abs(ours - theirs) <= WITHIN * Math.abs(theirs) + 1e-9,
            `${value} ${code}: ${ours} ${reference}, by UCUM ${theirs}`,
          );
        }
      }
    });
  }

  it('refuse a share of the cells as a count of them', () => {
    for (const { kind, units } of measurements) {
      const [reference = '', ...others] = Object.keys(units);
      for (const code of others.filter((c) => units[c]?.factor === 0)) {
        assert.notEqual(ucum.convertUnitTo(code, 1, reference, {}).status, 'succeeded', kind);
      }
    }
  });

  it('of HbA1c are joined by the master equation of IFCC and NGSP', () => {
    const { factor = NaN, offset = 0 } =
      measurements.find((m) => m.kind === 'hba1c')?.units['mmol/mol'] ?? {};
    const known: readonly (readonly [number, number])[] = [
      [42, 6.0],
      [48, 6.5],
      [53, 7.0],
      [75, 9.0],
    ];
    for (const [ifcc, ngsp] of known) {
      assert.ok(Math.abs((ifcc - offset) * factor - ngsp) < 0.06, `${ifcc} mmol/mol`);
    }
  });
});
