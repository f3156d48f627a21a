import assert from 'node:assert/strict';
import fc from 'fast-check';
import { assertConcept } from './assertConcept';
import { compileLexicon } from '../terms/compileLexicon';
import triggerData from '../data/triggers.yaml';
import { Lexicon } from '../terms/lexicon';
import { fewConcepts } from '../../../test/support/fewConcepts';
import { readNote } from '../readNote';
import type { Finding } from '../types';

const readings = (text: string, lexicon = fewConcepts): Record<string, string> =>
  Object.fromEntries(readNote(text, lexicon).findings.map((f) => [f.concept, reading(f)]));

const treatments = new Lexicon(
  compileLexicon([
    {
      source: [],
      findings: [
        { id: 'aspirin', name: 'aspirin', kind: 'drug' },
        { id: 'statin', name: 'statin', kind: 'drug' },
        { id: 'biopsy', name: 'biopsy', kind: 'procedure' },
        { id: 'fever', name: 'fever', kind: 'symptom' },
        { id: 'itch', name: 'itch', kind: 'symptom' },
        { id: 'lump', name: 'lump', kind: 'sign', synonyms: ['lumps'] },
        { id: 'injury', name: 'injury', kind: 'condition' },
        { id: 'cancer', name: 'cancer', kind: 'condition' },
        { id: 'low-mood', name: 'low mood', kind: 'symptom' },
        {
          id: 'drug-allergy',
          name: 'drug allergy',
          kind: 'condition',
          synonyms: ['drug allergies', 'no known drug allergies'],
          abbreviations: ['NKDA'],
        },
      ],
    },
  ]),
);

function reading(f: Finding): string {
  const words = [
    f.negated && 'denied',
    f.uncertain && 'uncertain',
    f.historical && 'past',
    f.hypothetical && 'hypothetical',
    f.experiencer !== 'patient' && f.experiencer,
  ].filter(Boolean);
  return words.length === 0 ? 'present' : words.join(' ');
}

describe('assertion', () => {
  it('ends a denial at "but"', () => {
    assert.deepEqual(readings('No CP, SOB or palpitations but has had fever since Monday'), {
      'chest-pain': 'denied',
      dyspnoea: 'denied',
      palpitations: 'denied',
      fever: 'present',
    });
  });

  it('carries a denial over a list, a line of shorthand and a list of denials', () => {
    const denied = (text: string): void => {
      for (const [concept, r] of Object.entries(readings(text))) assert.equal(r, 'denied', concept);
      assert.ok(Object.keys(readings(text)).length >= 3, text);
    };
    denied('No fever, chills, nausea, vomiting');
    denied('Nil chest pain SOB palpitations fevers');
    denied('No sorethroat, No nausea or vomiting, No nasal congestion');
    denied('Denies any chest pain, fever, or cough');
    denied('Respiratory: no cough, wheeze or SOB.');
  });

  for (const text of [
    'fever: none',
    'Fever - nil',
    'denies any fever',
    'neg for fever',
    '(-) fever',
    'Ø fever',
    'fever (-)',
    'fever was denied',
    'no evidence of fever',
    'She has not had fever',
    'without any fever',
    '[ ] fever',
    'fever, chills: none',
  ]) {
    it(`reads "${text}" as denied`, () => assert.equal(readings(text).fever, 'denied'));
  }

  for (const text of [
    'no change in fever',
    'not only fever',
    '[x] fever',
    'no relief of fever with tablets',
    'cough with no sputum. Fever.',
    'cough (no sputum), fever',
    'No cough, but fever',
    'No cough. He has fever',
    'No cough; fever since Monday',
  ]) {
    it(`reads "${text}" as present`, () => assert.equal(readings(text).fever, 'present'));
  }

  it('does not deny what follows a lack that is the complaint itself', () => {
    assert.equal(readings('Woman with no periods for a year, fever and cough').fever, 'present');
    assert.equal(readings('Woman with no fever, chills or cough').cough, 'denied');
  });

  it('reads check boxes one by one', () => {
    assert.deepEqual(readings('[ ] cough [x] fever [ ] wheeze'), {
      cough: 'denied',
      fever: 'present',
      wheeze: 'denied',
    });
  });

  for (const text of [
    'cough: no, fever: yes',
    'Cough - no, fever - yes',
    'cough (-), fever (+), SOB (-)',
    'Cough: no. Fever: yes',
    'CP -ve, cough -ve, fever +ve',
    'cough ✗ fever ✓',
    'cough: N, fever: Y',
  ]) {
    it(`reads each answer of "${text}" for what stands before it`, () => {
      assert.equal(readings(text).cough, 'denied');
      assert.equal(readings(text).fever, 'present');
    });
  }

  it('reads the tables of a review of systems, by cell or by column', () => {
    const byCell = '| Symptom | Present |\n|---|---|\n| fever | no |\n| cough | yes |';
    assert.deepEqual(readings(byCell), { fever: 'denied', cough: 'present' });
    const byColumn = '| ROS | Yes | No |\n|---|---|---|\n| fever | x | |\n| cough | | x |';
    assert.deepEqual(readings(byColumn), { fever: 'present', cough: 'denied' });
    const { trigger } = readNote(byColumn, fewConcepts).findings[1] as Finding;
    assert.equal(trigger?.text, 'No');
    assert.equal(trigger?.rule, 'table');
    assert.equal(byColumn.slice(trigger?.start, trigger?.end), 'No');
  });

  it('reads what is to be ruled out as uncertain', () => {
    for (const text of [
      'r/o PE',
      '?PE',
      'cannot exclude PE',
      'possible PE',
      'PE cannot be excluded',
      'concern for PE',
    ]) {
      assert.equal(readings(text)['pulmonary-embolism'], 'uncertain', text);
    }
    assert.equal(readings('PE was ruled out')['pulmonary-embolism'], 'denied');
  });

  it('reads history from its words and its section, but not a "three day history"', () => {
    assert.equal(readings('h/o asthma').asthma, 'past');
    assert.equal(readings('s/p appendectomy').appendicectomy, 'past');
    assert.equal(readings('PMH: asthma').asthma, 'past');
    assert.equal(readings('asthma as a child').asthma, 'past');
    assert.equal(readings('a three day history of fever').fever, 'present');
    assert.equal(readings('An 18-month-old had a cough').cough, 'present');
    assert.deepEqual(readings('History of asthma, diabetes, who presents with fever'), {
      asthma: 'past',
      diabetes: 'past',
      fever: 'present',
    });
  });

  it('reads advice as hypothetical', () => {
    assert.equal(readings('Return if fever or worse').fever, 'hypothetical');
    assert.equal(readings('If worse or fever, go to ED').fever, 'hypothetical');
    assert.equal(readings('Safety net:\nfever, chest pain')['chest-pain'], 'hypothetical');
    assert.equal(
      readings('She should return if she develops vomiting, fever or chills').chills,
      'hypothetical',
    );
  });

  it('knows whose finding it is', () => {
    assert.match(readings('mother had diabetes').diabetes ?? '', /family/);
    assert.match(readings('FHx: stroke').stroke ?? '', /family/);
    assert.match(readings('Family history negative for stroke').stroke ?? '', /denied.*family/);
    assert.match(readings('Wife has a cough').cough ?? '', /other/);
    assert.equal(readings('Mother reports a fever').fever, 'present');
    assert.equal(readings('Father had a stroke. He has fever').fever, 'present');
  });

  it('says which words decided, where they are and by what rule', () => {
    const text = 'She denies fever.';
    const { trigger } = readNote(text, fewConcepts).findings[0] as Finding;
    assert.deepEqual(trigger, { start: 4, end: 10, text: 'denies', rule: 'denies' });
  });

  it('quotes the heading where the section decided', () => {
    const { trigger } = readNote('PMH: asthma', fewConcepts).findings[0] as Finding;
    assert.deepEqual(trigger, { start: 0, end: 3, text: 'PMH', rule: 'section' });
  });

  it('answers for a phrase that is in no lexicon, without regard to case and white space', () => {
    const a = assertConcept(
      'There is no  EVIDENCE.\nNo focal\n  air space disease.',
      'focal air space  disease',
    );
    assert.equal(a.negated, true);
    assert.equal(assertConcept('ALLERGIES - NONE.', 'allergies').negated, true);
    assert.equal(assertConcept('x', 'not there').negated, false);
  });

  it('counts habits under their heading as history where a phrase is asked about', () => {
    assert.equal(assertConcept('SOCIAL HISTORY: drinks wine.', 'drinks wine').historical, true);
    assert.equal(readings('SOCIAL HISTORY: smoker.').smoking, 'present');
  });

  it('reads what has resolved as past, and as denied where a phrase is asked about', () => {
    assert.equal(readings('fever, now resolved').fever, 'past');
    assert.equal(readings('some fever although that seems to have resolved').fever, 'past');
    const a = assertConcept('His nausea and vomiting resolved.', 'nausea');
    assert.deepEqual([a.negated, a.historical], [true, false]);
    const awaited = 'Admit once the infection has completely resolved.';
    assert.equal(assertConcept(awaited, 'infection').negated, false);
  });

  it('counts habits and allergies as history wherever a phrase is asked about', () => {
    assert.equal(assertConcept('The patient smokes.', 'smokes').historical, true);
    assert.equal(assertConcept('He coughs.', 'coughs').historical, false);
  });

  it('ends a denial where the patient is said to have remained well', () => {
    const text = 'There being no active bleeding, the patient remained stable.';
    assert.equal(assertConcept(text, 'stable').negated, false);
    assert.equal(assertConcept(text, 'bleeding').negated, true);
  });

  for (const [text, wanted] of [
    ['Avoid aspirin with these tablets', 'denied'],
    ['Declined aspirin', 'denied'],
    ['Aspirin not indicated', 'denied'],
    ['Stopped aspirin in spring', 'past'],
    ['Currently off aspirin', 'past'],
    ['Aspirin was ceased', 'past'],
    ['Tried aspirin without much luck', 'past'],
    ['Consider aspirin', 'hypothetical'],
    ['Could add aspirin next', 'hypothetical'],
    ['Aspirin discussed', 'hypothetical'],
    ['She asks for it: requesting aspirin', 'hypothetical'],
    ['Start aspirin if the pain is back', 'hypothetical'],
    ['Avoid statins, can add aspirin', 'hypothetical'],
    ['Start aspirin', 'present'],
    ['Continue aspirin if tolerated', 'present'],
    ['Return if bruising on aspirin', 'present'],
    ['Aspirin offered and accepted', 'present'],
    ['Do not stop aspirin', 'present'],
  ] as const) {
    it(`reads the drug of "${text}" as ${wanted}`, () => {
      assert.equal(readings(text, treatments).aspirin, wanted);
    });
  }

  it('reads a procedure that is thought of as planned, and one that was done as present', () => {
    assert.equal(readings('Possible biopsy next month', treatments).biopsy, 'hypothetical');
    assert.equal(readings('Booked for biopsy', treatments).biopsy, 'hypothetical');
    assert.equal(readings('Underwent biopsy', treatments).biopsy, 'present');
    assert.equal(readings('Possible cancer', treatments).cancer, 'uncertain');
  });

  it('reads what a tablet is for as present, and what it waits for as hypothetical', () => {
    assert.equal(readings('Statin PRN itch', treatments).itch, 'present');
    assert.equal(readings('Aspirin as needed for fever', treatments).fever, 'hypothetical');
  });

  it('reads that no allergy is known as a denial, under whatever heading', () => {
    for (const text of ['NKDA', 'PMHx: eczema. NKDA', 'No known drug allergies']) {
      assert.match(readings(text, treatments)['drug-allergy'] ?? '', /denied/, text);
    }
  });

  it('does not deny what the denied thing was done to, or more of what was told before', () => {
    const hit = readings('Denies injury to the lump', treatments);
    assert.deepEqual(hit, { injury: 'denied', lump: 'present' });
    assert.equal(readings('Denies injury to the lump, fever', treatments).fever, 'denied');
    assert.equal(readings('A lump on the wrist. No other lumps', treatments).lump, 'present');
    assert.equal(readings('Well. No other lumps', treatments).lump, 'denied');
  });

  it('reads what people fear as uncertain, and what they worry about as there', () => {
    assert.equal(readings('Worried about cancer', treatments).cancer, 'uncertain');
    assert.equal(readings('Worried about her fever', treatments).fever, 'present');
    assert.equal(readings('Low risk of cancer', treatments).cancer, 'uncertain');
    assert.equal(readings('Very low cancer risk', treatments).cancer, 'uncertain');
  });

  it('knows a bereavement from a family history', () => {
    const text = 'Husband died in June, low mood';
    assert.equal(readings(text, treatments)['low-mood'], 'present');
    assert.match(readings('Mother died of cancer', treatments).cancer ?? '', /family/);
    assert.equal(readings('Her husband died of cancer', treatments).cancer, 'other');
  });

  it('reads the items of a list by the line that opens it', () => {
    assert.deepEqual(readings('Denies:\n- fever\n- cough\nReports:\n- headache'), {
      fever: 'denied',
      cough: 'denied',
      headache: 'present',
    });
    assert.deepEqual(readings('Plan\n- ED if\n  - fever\n  - vomiting\n- cough today'), {
      fever: 'hypothetical',
      vomiting: 'hypothetical',
      cough: 'present',
    });
    assert.equal(readings('No change in tablets:\n- fever').fever, 'present');
    assert.equal(readings('DDx:\n1. pneumonia\n2. PE').pneumonia, 'uncertain');
  });

  it('ends what a heading says at an unknown heading below an empty line', () => {
    const text = 'FHx father diabetes\n\nChest\ncough for a week';
    assert.match(readings(text).diabetes ?? '', /family/);
    assert.equal(readings(text).cough, 'present');
    assert.equal(readings('PMH:\n\nasthma\n\nstroke').stroke, 'past');
  });

  for (const [text, wanted] of [
    ['No headache, mild fever', 'present'],
    ['No headache (some fever last week)', 'present'],
    ['No headache, features consistent with fever', 'present'],
    ['“not coping at work”, fever', 'present'],
    ['This does not explain the fever', 'present'],
    ['Not settling with fever', 'present'],
    ['The tests fail to demonstrate fever', 'denied'],
    ['Denies persistent fever', 'denied'],
    ['Nil known asthma or fever', 'denied'],
    ['cough/fever neg', 'denied'],
    ['Fever no longer present', 'denied'],
    ['Fever is not suspected', 'denied'],
    ['Non-fever illness', 'denied'],
    ['Are you sure it is not fever', 'uncertain'],
    ['Cough - likely fever', 'uncertain'],
    ['Fever - likely viral', 'present'],
    ['Fever likely', 'uncertain'],
    ['Had fever 3/12 ago', 'past'],
    ['Fever that began 3/12 ago', 'present'],
    ['Seen in ED 1/52 ago with fever', 'past'],
    ['In 2019, fever', 'past'],
    ['Red flag fever since Monday', 'present'],
    ['Plan: worsening cough, fever → ED', 'hypothetical'],
    ['Vomiting, fever → ED yesterday', 'present'],
    ['Tablets may cause fever', 'hypothetical'],
    ['Warned re fever', 'hypothetical'],
    ['Daughter: fever for three days', 'present'],
    ['Long hx fever', 'present'],
    ['No headache, abdomen soft, fever', 'present'],
    ['No clear fever', 'denied'],
    ['The risks and benefits were discussed including cough, fever', 'hypothetical'],
    ['Call us only if fever', 'hypothetical'],
    ['Walk as much as possible, fever', 'present'],
    ['Plan: encouraged to report fever', 'hypothetical'],
    ['Rest (caution fever)', 'hypothetical'],
    ['No cough, in good condition.chills, fever', 'present'],
    ['headache, fever, chills all neg', 'denied'],
    ['Risks include but are not limited to fever', 'hypothetical'],
    ['Explained to pt/daughter that this is fever', 'present'],
  ] as const) {
    it(`reads fever in "${text}" as ${wanted}`, () => assert.equal(readings(text).fever, wanted));
  }

  it('doubts the whole list of an assessment, and in the story only what stands beside', () => {
    assert.deepEqual(readings('Imp: PE, pneumonia unlikely'), {
      'pulmonary-embolism': 'uncertain',
      pneumonia: 'uncertain',
    });
    assert.equal(readings('Hx: fever, pneumonia unlikely').fever, 'present');
  });

  it('reads a disease that is treated or presented with as history', () => {
    assert.equal(readings('Stroke, s/p stent').stroke, 'past');
    assert.deepEqual(readings('A man with asthma who presents with fever'), {
      asthma: 'past',
      fever: 'present',
    });
  });

  it('counts a lifelong disease in a line of its own as history where a phrase is asked about', () => {
    assert.equal(assertConcept('Hypertension.', 'hypertension').historical, true);
    assert.equal(assertConcept('He has hypertension.', 'hypertension').historical, false);
  });

  it('never throws, and triggers lie inside the text', () => {
    const piece = fc.constantFrom(
      'no ',
      'fever',
      ', ',
      'if ',
      'mother ',
      '(',
      ')',
      '?',
      ': ',
      '\n',
      'h/o ',
      '-',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), fc.string(), (pieces, phrase) => {
        const text = pieces.join('');
        for (const p of [phrase, 'fever']) {
          const { trigger } = assertConcept(text, p);
          if (trigger) assert.equal(text.slice(trigger.start, trigger.end), trigger.text);
        }
      }),
    );
  });

  it('has trigger rules of the expected shape', () => {
    const axes = [
      'negated',
      'uncertain',
      'historical',
      'hypothetical',
      'family',
      'other',
      'planned',
      'current',
    ];
    const { triggers } = triggerData as { triggers: Record<string, unknown>[] };
    for (const t of triggers) {
      assert.ok(t.axis === 'none' || axes.includes(t.axis as string), String(t.rule));
      if (t.axis !== 'none') assert.ok(t.reach === 'forward' || t.reach === 'backward');
      for (const axis of [...((t.stops ?? []) as string[]), ...((t.also ?? []) as string[])]) {
        assert.ok(axes.includes(axis), axis);
      }
      for (const phrase of t.phrases as unknown[]) assert.equal(typeof phrase, 'string');
    }
  });
});
