import assert from 'node:assert/strict';
import Ajv from 'ajv';
import data from '../data/measurements.yaml';
import { readMeasurements } from './measurements';
import { fewConcepts } from '../../../test/support/fewConcepts';
import { readNote } from '../readNote';
import type { Patient } from '../types';
import { wordsOf } from '../terms/words';

const ADULT: Patient = { age: 50, sex: 'female' };
const read = (text: string, patient: Patient = ADULT): string[] =>
  readMeasurements(text, wordsOf(text), patient)
    .filter(({ standing }) => standing === null)
    .map(({ measurement: m }) => `${m.kind} ${m.value} ${m.unit} ${m.flag}`);

describe('measurements', () => {
  it('read vital signs with units and flags', () => {
    assert.deepEqual(read('BP 88/50 HR 72 RR 24 T 38.9 SpO2 88% RA'), [
      'systolic-blood-pressure 88 mm[Hg] critical-low',
      'diastolic-blood-pressure 50 mm[Hg] normal',
      'heart-rate 72 /min normal',
      'respiratory-rate 24 /min high',
      'temperature 38.9 Cel high',
      'spo2 88 % critical-low',
    ]);
  });

  it('read a sentence as well as shorthand', () => {
    assert.deepEqual(
      read('Blood pressure was 124/78, pulse of 64, respirations 18, temperature 98.6, RR16'),
      [
        'systolic-blood-pressure 124 mm[Hg] normal',
        'diastolic-blood-pressure 78 mm[Hg] normal',
        'heart-rate 64 /min normal',
        'respiratory-rate 18 /min normal',
        'temperature 98.6 [degF] normal',
        'respiratory-rate 16 /min normal',
      ],
    );
  });

  it('read one temperature given in two units once', () => {
    assert.deepEqual(read('Temp 36.6°C (97.9°F)'), ['temperature 36.6 Cel normal']);
    assert.deepEqual(read('T 101.3 F'), ['temperature 101.3 [degF] high']);
  });

  it('tell units apart by magnitude where none is written', () => {
    assert.deepEqual(read('Hb 7.1 (prev 11)'), ['haemoglobin 7.1 g/dL critical-low']);
    assert.deepEqual(read('Hb 135'), ['haemoglobin 135 g/L normal']);
    assert.deepEqual(read('glucose 280'), ['glucose 280 mg/dL high']);
    assert.deepEqual(read('WBC 14,200'), ['white-cell-count 14200 /uL high']);
    assert.deepEqual(read('creatinine 1.9 mg/dL'), ['creatinine 1.9 mg/dL high']);
  });

  it("let a result's own range in brackets, or an H, decide", () => {
    assert.deepEqual(read('trop 2.3 (<0.04)'), ['troponin 2.3 ng/mL high']);
    assert.deepEqual(read('ALT 52 U/L (10-60)'), ['alanine-transaminase 52 U/L normal']);
    assert.deepEqual(read('sodium 133 (L)'), ['sodium 133 mmol/L low']);
  });

  it('judge a child by its age and a woman by her sex', () => {
    assert.deepEqual(read('HR 140', { age: 0.5, sex: null }), ['heart-rate 140 /min normal']);
    assert.deepEqual(read('HR 140'), ['heart-rate 140 /min critical-high']);
    assert.deepEqual(read('Hb 125 g/L', { age: 50, sex: 'male' }), ['haemoglobin 125 g/L low']);
    assert.deepEqual(read('Hb 125 g/L'), ['haemoglobin 125 g/L normal']);
  });

  it('are no doses, dates, sizes or lone letters', () => {
    assert.deepEqual(
      read('K 40 mEq PO, iron, vitamin K 10 mg, T 3 N 1, sodium chloride 500 mg'),
      [],
    );
    assert.deepEqual(read('P 72 tablets. calcium 500 mg daily. Blood pressure tablets 2/7'), []);
  });

  it('are not taken from urine or spinal fluid, nor from vertebrae', () => {
    assert.deepEqual(read('Urine dip: SG 1.020, pH 7.0, WBC 12/hpf'), [
      'urine-white-cells 12 /[HPF] high',
    ]);
    assert.deepEqual(read('CSF: protein 126, glucose 35, WBC 144'), []);
    assert.deepEqual(read('tender at T4-5 and T4–6'), []);
  });

  it('are judged where a range of readings lies on one side of a limit', () => {
    assert.deepEqual(read('RR 24-28/min'), ['respiratory-rate 24 /min high']);
    assert.deepEqual(read('HR 90–110'), ['heart-rate 90 /min null']);
  });

  it('are no targets and no thresholds', () => {
    assert.deepEqual(read('Aim BP <130/80. BP target 120/70. Target HbA1c <7. Keep sats >94'), []);
    assert.deepEqual(
      read('Return if temp >38.5 or HR >120. Hold if SBP <90. If BP >180/110 call'),
      [],
    );
    assert.deepEqual(read('SpO2 ≤92% or BSL >18 → call'), []);
    assert.deepEqual(read('CRP <5, eGFR >90'), [
      'c-reactive-protein 5 mg/L normal',
      'egfr 90 mL/min/{1.73_m2} normal',
    ]);
  });

  it('are the values of now, not those before', () => {
    assert.deepEqual(read('K was 7.2 now 6.8'), ['potassium 6.8 mmol/L critical-high']);
    assert.deepEqual(read('CRP 12 → 84'), ['c-reactive-protein 84 mg/L high']);
    assert.deepEqual(read('prev Hb 9.1; Hb 13.5 (was 9.1)'), ['haemoglobin 13.5 g/dL normal']);
    const { findings } = readNote('prev BP 88/50, now well', fewConcepts);
    assert.deepEqual(
      findings.map((f) => [f.concept, f.historical]),
      [['hypotension', true]],
    );
  });

  it('read every blood pressure of a row', () => {
    assert.deepEqual(read('BP 150/95 → 138/84, L arm 140/80'), [
      'systolic-blood-pressure 150 mm[Hg] high',
      'diastolic-blood-pressure 95 mm[Hg] high',
      'systolic-blood-pressure 138 mm[Hg] normal',
      'diastolic-blood-pressure 84 mm[Hg] normal',
      'systolic-blood-pressure 140 mm[Hg] high',
      'diastolic-blood-pressure 80 mm[Hg] normal',
    ]);
    assert.deepEqual(read('BP 80/palp'), ['systolic-blood-pressure 80 mm[Hg] critical-low']);
  });

  it('read two results that are named together', () => {
    assert.deepEqual(read('AST/ALT 120/35'), [
      'aspartate-transaminase 120 U/L high',
      'alanine-transaminase 35 U/L normal',
    ]);
  });

  it("take the note's word beside the value", () => {
    assert.deepEqual(read('K low at 2.9, Hb normal 138, B12 90 (low)'), [
      'potassium 2.9 mmol/L low',
      'haemoglobin 138 g/L normal',
      'vitamin-b12 90 pmol/L low',
    ]);
  });

  it('read the value after a finding and leave the finding its words', () => {
    const note = readNote('afebrile 36.6', fewConcepts);
    assert.deepEqual(
      note.measurements.map((m) => m.text),
      ['36.6'],
    );
  });

  it('judge no newborn by the ranges of adults', () => {
    const newborn: Patient = { age: 0, sex: null };
    assert.deepEqual(read('HR 150 RR 48 BP 68/40 T 36.9, glucose 3.1, K 5.6, Hb 180', newborn), [
      'heart-rate 150 /min normal',
      'respiratory-rate 48 /min normal',
      'systolic-blood-pressure 68 mm[Hg] normal',
      'diastolic-blood-pressure 40 mm[Hg] null',
      'temperature 36.9 Cel normal',
      'glucose 3.1 mmol/L null',
      'potassium 5.6 mmol/L null',
      'haemoglobin 180 g/L null',
    ]);
  });

  it('judge a pregnant woman by her own range', () => {
    const pregnant: Patient = { age: 30, sex: 'female', pregnant: true };
    assert.deepEqual(read('Hb 114 g/L', pregnant), ['haemoglobin 114 g/L normal']);
    assert.deepEqual(read('Hb 114 g/L', { age: 30, sex: 'female' }), ['haemoglobin 114 g/L low']);
  });

  it('do not join a word to the label on the next line', () => {
    const { findings } = readNote('Results: elevated\nPotassium: normal', fewConcepts);
    assert.deepEqual(findings, []);
  });

  it('imply raised blood pressure once for one reading', () => {
    const { findings } = readNote('BP 170/120', fewConcepts);
    assert.deepEqual(
      findings.map((f) => f.concept),
      ['raised-blood-pressure'],
    );
  });

  it('imply findings when out of range, and say why', () => {
    const note = readNote('58M BP 88/50 HR 120 SpO2 88% T 38.9 RR 24 K+ 6.2', fewConcepts);
    assert.deepEqual(
      note.findings.map((f) => f.concept),
      ['hypotension', 'tachycardia', 'hypoxia', 'fever', 'tachypnoea', 'hyperkalaemia'],
    );
    const [hypotension] = note.findings;
    assert.equal(hypotension?.text, 'BP 88');
    assert.deepEqual(hypotension?.because, {
      source: 'measurement',
      kind: 'systolic-blood-pressure',
      range: '91–139 mm[Hg]',
    });
  });

  it('leave no finding in their own name', () => {
    assert.deepEqual(readNote('Temp 36.6', fewConcepts).findings, []);
  });

  it('have a data file that keeps its schema and cites its sources', () => {
    const schema = {
      type: 'object',
      required: ['sources', 'measurements'],
      properties: {
        sources: {
          type: 'object',
          additionalProperties: {
            type: 'object',
            required: ['organisation', 'title', 'year'],
            properties: { year: { type: 'integer' } },
          },
        },
        measurements: {
          type: 'array',
          items: {
            type: 'object',
            required: ['kind', 'name', 'names', 'units', 'plausible', 'ranges'],
            additionalProperties: false,
            properties: {
              kind: { type: 'string', pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' },
              name: { type: 'string' },
              names: { type: 'array', items: { type: 'string' }, minItems: 1 },
              findingNames: { type: 'array', items: { type: 'string' }, minItems: 1 },
              molarMass: { type: 'number', exclusiveMinimum: 0 },
              impliesFrom: {
                type: 'array',
                items: {
                  type: 'object',
                  required: ['value', 'concept'],
                  properties: { value: { type: 'number' }, concept: { type: 'string' } },
                },
              },
              case: { type: 'boolean' },
              vital: { type: 'array', items: { type: 'string' } },
              needsUnit: { type: 'boolean' },
              notNear: { type: 'array', items: { type: 'string' } },
              assume: { type: 'array' },
              assumeByName: { type: 'object' },
              implies: {
                type: 'object',
                propertyNames: { enum: ['critical-low', 'low', 'high', 'critical-high'] },
                additionalProperties: { type: 'string' },
              },
              impliesUnderAge: { type: 'object', required: ['years'] },
              plausible: { type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2 },
              units: {
                type: 'object',
                minProperties: 1,
                additionalProperties: {
                  type: 'object',
                  required: ['factor', 'written'],
                  properties: {
                    factor: { type: 'number' },
                    offset: { type: 'number' },
                    written: { type: 'array', items: { type: 'string' } },
                  },
                },
              },
              ranges: {
                type: 'array',
                items: {
                  type: 'object',
                  required: ['source'],
                  additionalProperties: false,
                  properties: {
                    sex: { enum: ['female', 'male'] },
                    pregnant: { const: true },
                    from: { type: 'number' },
                    to: { type: 'number' },
                    low: { type: 'number' },
                    high: { type: 'number' },
                    criticalLow: { type: 'number' },
                    criticalHigh: { type: 'number' },
                    source: { type: 'string' },
                  },
                },
              },
            },
          },
        },
      },
    };
    const ajv = new Ajv();
    assert.ok(ajv.validate(schema, data), ajv.errorsText());
    const { sources, measurements } = data as {
      sources: Record<string, unknown>;
      measurements: { kind: string; ranges: { source: string }[] }[];
    };
    const kinds = new Set<string>();
    for (const { kind, ranges } of measurements) {
      assert.ok(!kinds.has(kind), kind);
      kinds.add(kind);
      for (const { source } of ranges) assert.ok(source in sources, `${kind}: ${source}`);
    }
  });
});
