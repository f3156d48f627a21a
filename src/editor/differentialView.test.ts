import assert from 'node:assert/strict';
import type { Condition } from '../knowledge/types';
import type { Finding, Note } from '../note/types';
import { NOTHING_RANKED } from '../reasoning/differential';
import { differentialView } from './differentialView';

const text = 'History\nSudden chest\npain, no fever.\n';
const finding = (words: string, over: Partial<Finding> = {}): Finding => ({
  start: text.indexOf(words),
  end: text.indexOf(words) + words.length,
  text: words,
  concept: words.replace(/\s/g, '-'),
  name: words.replace(/\s/g, ' '),
  kind: 'symptom',
  section: 'GENHX',
  negated: false,
  uncertain: false,
  historical: false,
  hypothetical: false,
  experiencer: 'patient',
  trigger: null,
  because: { source: 'lexicon', term: words },
  ...over,
});
const note: Note = {
  text,
  sections: [],
  sentences: [],
  findings: [],
  measurements: [],
  patient: { age: null, sex: null },
};
const pain = finding('chest\npain');
const fever = finding('fever', {
  negated: true,
  trigger: { start: 26, end: 28, text: 'no', rule: 'negation' },
});
const condition: Condition = {
  id: 'pulmonary-embolism',
  name: 'Pulmonary embolism',
  synonyms: [],
  icd10: ['I26.9'],
  urgency: 'emergency',
  common: { primary: 'rare', emergency: 'uncommon' },
  age: {},
  sex: { female: 1, male: 1 },
  risks: [],
  findings: [],
  sources: [{ organisation: 'ESC', title: 'Acute pulmonary embolism', year: 2019 }],
  reviewed: '2024-01-01',
  basis: 'authored',
  origin: 'built-in',
  path: 'guidelines/pulmonary-embolism.md',
  local: null,
};

describe('The differential panel', () => {
  const view = differentialView('visit.md', {
    note,
    pack: '0.1.0',
    differential: {
      ...NOTHING_RANKED,
      ranked: [
        {
          condition,
          probability: 0.4234,
          for: [
            { concept: pain.concept, name: 'chest pain', weight: Math.log(6), finding: pain },
            { concept: 'age', name: 'age 70', weight: 0.2, finding: null },
          ],
          against: [{ concept: 'fever', name: 'no fever', weight: -Math.log(2.5), finding: fever }],
          ask: [{ concept: 'haemoptysis', name: 'haemoptysis', weight: 1, finding: null }],
        },
      ],
    },
  });
  const [shown] = view.conditions;

  it('gives each condition its probability and urgency in words', () => {
    assert.equal(shown?.percent, '42%');
    assert.equal(shown?.urgencyWord, 'emergency');
    assert.equal(shown?.codes, 'ICD-10 I26.9');
  });

  it('names the place of each finding and quotes it in one line', () => {
    assert.deepEqual(shown?.for[0]?.span, [pain.start, pain.end]);
    assert.equal(shown?.for[0]?.line, 2);
    assert.match(shown!.for[0]!.quote, /“chest pain”, present/);
    assert.match(shown!.against[0]!.quote, /“fever”, denied \(“no”\)/);
    assert.equal(shown?.against[0]?.line, 3);
  });

  it('has no place for what is not in the text', () => {
    assert.equal(shown?.for[1]?.span, null);
    assert.equal(shown?.ask[0]?.line, null);
  });

  it('shows how strongly a finding speaks', () => {
    assert.equal(shown?.for[0]?.strength, 3);
    assert.equal(shown?.for[1]?.strength, 1);
    assert.equal(shown?.against[0]?.strength, 2);
  });

  it('says so when nothing is ranked', () => {
    const empty = differentialView('visit.md', {
      note,
      pack: '0.1.0',
      differential: NOTHING_RANKED,
    });
    assert.match(empty.empty, /No symptom or sign/);
  });
});
