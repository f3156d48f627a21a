import assert from 'node:assert/strict';
import type { Condition } from '../knowledge/types';
import type { Finding, Note } from '../note/types';
import { NOTHING_RANKED } from '../reasoning/differential';
import type { RankedCondition } from '../reasoning/types';
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

const knowledge = {
  version: '0.1.0',
  content: 'abcd1234',
  accuracy: null,
  conditions: new Map([[condition.id, condition]]),
  guidelines: [
    {
      origin: 'built-in',
      path: condition.path,
      title: condition.name,
      condition,
      sections: [
        {
          role: 'treatment',
          heading: 'Treatment',
          startLine: 40,
          endLine: 44,
          text: '1. Anticoagulation.',
        },
      ],
    },
  ],
} as const;

describe('The differential panel', () => {
  const view = differentialView('visit.md', {
    note,
    knowledge,
    differential: {
      ...NOTHING_RANKED,
      ranked: [
        {
          condition,
          probability: 0.4234,
          for: [
            {
              kind: 'present',
              concept: pain.concept,
              name: 'chest pain',
              weight: Math.log(6),
              finding: pain,
            },
            { kind: 'age', concept: '', name: 'age 70', weight: 0.2, finding: null },
          ],
          against: [
            {
              kind: 'denied',
              concept: 'fever',
              name: 'no fever',
              weight: -Math.log(2.5),
              finding: fever,
            },
          ],
          ask: [
            {
              kind: 'present',
              concept: 'haemoptysis',
              name: 'haemoptysis',
              weight: 1,
              finding: null,
            },
          ],
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
      knowledge,
      differential: NOTHING_RANKED,
    });
    assert.match(empty.empty, /No symptom or sign/);
  });

  it('cites the guideline’s treatment with its lines, and leaves out what it does not have', () => {
    assert.deepEqual(shown?.care, [
      {
        title: 'Treatment',
        text: '1. Anticoagulation.',
        path: condition.path,
        lines: [40, 44],
        source: 'pulmonary-embolism.md, lines 40–44, reviewed 2024-01-01',
      },
    ]);
  });

  it('says when a condition was read from a guideline’s text', () => {
    const read = { ...condition, basis: 'text' as const };
    const { conditions } = differentialView('visit.md', {
      note,
      knowledge,
      differential: {
        ...NOTHING_RANKED,
        ranked: [{ condition: read, probability: 0.1, for: [], against: [], ask: [] }],
      },
    });
    assert.match(conditions[0]!.caveat, /read from the text/i);
    assert.equal(shown!.caveat, '');
  });

  it('names dangers with their reasons, and questions with what each answer would raise', () => {
    const ranked: RankedCondition = {
      condition,
      probability: 0.02,
      for: [
        { kind: 'present', concept: pain.concept, name: 'chest pain', weight: 1, finding: pain },
      ],
      against: [],
      ask: [],
    };
    const other = { ...condition, id: 'pneumonia', name: 'Pneumonia' };
    const { dangers, questions, problems } = differentialView('visit.md', {
      note,
      knowledge,
      differential: {
        ...NOTHING_RANKED,
        ranked: [ranked],
        cantMiss: [ranked],
        questions: [
          {
            concept: 'haemoptysis',
            name: 'haemoptysis',
            inquiry: 'ask',
            information: 0.2,
            ifPresent: condition,
            ifAbsent: other,
          },
        ],
        problems: [{ leading: ranked, alternatives: [], explains: [pain] }],
      },
    });
    assert.deepEqual(dangers, [
      { id: condition.id, name: condition.name, percent: '2%', because: 'chest pain' },
    ]);
    assert.equal(questions[0]!.effect, 'yes: Pulmonary embolism; no: Pneumonia');
    assert.deepEqual(problems, [], 'one problem is the differential itself');
  });
});
