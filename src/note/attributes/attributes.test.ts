import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fewConcepts } from '../../../test/support/fewConcepts';
import { readNote } from '../readNote';

const attributes = (text: string, concept: string): Record<string, string> => {
  const finding = readNote(text, fewConcepts).findings.find((f) => f.concept === concept);
  assert.ok(finding, `${concept} in "${text}"`);
  return Object.fromEntries((finding.attributes ?? []).map((a) => [a.kind, a.value]));
};

describe('attributes', () => {
  it('are read before and behind their finding', () => {
    const text =
      'Sudden severe left-sided chest pain for 3 days, 8/10, sharp, worse on deep inspiration, relieved by rest.';
    assert.deepEqual(attributes(text, 'chest-pain'), {
      onset: 'sudden',
      severity: 'severe',
      side: 'left',
      site: 'chest',
      duration: '3 d',
      quality: 'sharp',
      'aggravated-by': 'deep inspiration',
      'relieved-by': 'rest',
    });
  });

  it('give a time with its UCUM unit, in shorthand or in words', () => {
    for (const [text, value, unit] of [
      ['cough 2/52', 2, 'wk'],
      ['cough for three days', 3, 'd'],
      ['3-day history of cough', 3, 'd'],
      ['cough x 6 months', 6, 'mo'],
      ['cough, 10d', 10, 'd'],
      ['cough over the past 2-3 weeks', 3, 'wk'],
      ['cough for 1.5 years', 1.5, 'a'],
    ] as const) {
      const [cough] = readNote(text, fewConcepts).findings;
      const duration = cough?.attributes?.find((a) => a.kind === 'duration');
      assert.deepEqual(duration?.quantity, { value, unit }, text);
    }
    assert.deepEqual(attributes('chest pain started 2 hours ago', 'chest-pain').onset, '2 h');
    assert.equal(attributes('fever since Monday', 'fever').onset, 'monday');
    assert.equal(attributes('headache, 7 out of 10', 'headache').severity, '7/10');
  });

  it('of a time belong to every finding of the list before it', () => {
    for (const concept of ['fever', 'cough', 'chills']) {
      assert.equal(attributes('Fever, cough and chills for 4 days', concept).duration, '4 d');
    }
    assert.deepEqual(attributes('cough 2/7, SOB 1/7', 'cough'), { duration: '2 d' });
    assert.deepEqual(attributes('cough 2/7, SOB 1/7', 'dyspnoea'), { duration: '1 d' });
  });

  it('are not taken from other things', () => {
    assert.deepEqual(attributes('5 year old boy with asthma', 'asthma'), {});
    assert.deepEqual(attributes('cough. Review in 2 weeks', 'cough'), {});
    assert.deepEqual(attributes('cough, seen 12/10/2024', 'cough'), {});
    assert.equal(attributes('headache radiating to the left arm', 'headache').side, undefined);
    assert.equal(
      attributes('chest pain not relieved by rest', 'chest-pain')['relieved-by'],
      undefined,
    );
    assert.equal(attributes('back pain, R>L', 'back-pain').side, undefined);
  });

  it('quote the note, lie in it and never throw', () => {
    const piece = fc.constantFrom(
      'cough ',
      'severe ',
      'left ',
      '3 ',
      'days ',
      '/',
      '10 ',
      'for ',
      'worse with ',
      'stairs',
      ', ',
      '. ',
      'since ',
      'Monday ',
      'chest pain ',
      'and ',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
        const text = pieces.join('');
        for (const f of readNote(text, fewConcepts).findings) {
          for (const a of f.attributes ?? []) assert.equal(text.slice(a.start, a.end), a.text);
        }
      }),
    );
  });
});
