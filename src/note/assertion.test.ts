import assert from 'node:assert/strict';
import fc from 'fast-check';
import { assertConcept } from './assertion';
import triggerData from './data/triggers.yaml';
import { fewConcepts } from '../../test/support/fewConcepts';
import { readNote } from './readNote';
import type { Finding } from './types';

const readings = (text: string): Record<string, string> =>
  Object.fromEntries(readNote(text, fewConcepts).findings.map((f) => [f.concept, reading(f)]));

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
