import assert from 'node:assert/strict';
import { builtInLexicon } from '../note/terms/builtInLexicon';
import { readNote } from '../note/readNote';
import { checkGrounding, groundingSource } from './grounding';

const NOTE = `HPI: 58-year-old man with pleuritic chest pain for two days. He denies fever.
His mother had asthma.
Exam: HR 118, left calf swelling.
Plan: CT pulmonary angiogram, enoxaparin 80 mg.`;

const lexicon = builtInLexicon();
const source = groundingSource(readNote(NOTE, lexicon));
const check = (sentence: string) => checkGrounding(sentence, source, lexicon);

describe('The grounding check', () => {
  it('finds a sentence that repeats the note grounded, with its place', () => {
    const { status, support } = check('He has pleuritic chest pain for two days.');
    assert.equal(status, 'grounded');
    assert.ok(NOTE.slice(support[0]!.start, support[0]!.end).includes('pleuritic chest pain'));
  });

  it('calls a generalisation inferred', () => {
    assert.equal(check('The man has chest pain for two days.').status, 'inferred');
  });

  it('calls a sentence put together from several lines inferred', () => {
    const { status, support } = check('Pleuritic chest pain with left calf swelling.');
    assert.equal(status, 'inferred');
    assert.equal(support.length, 2);
  });

  it('knows the patient however the note writes them', () => {
    assert.equal(check('A 58-year-old male with pleuritic chest pain.').status, 'inferred');
    assert.equal(check('A 68-year-old male with pleuritic chest pain.').status, 'unsupported');
  });

  for (const [what, sentence, missing] of [
    [
      'a finding the note does not hold',
      'He has pleuritic chest pain and haemoptysis.',
      /haemoptysis/,
    ],
    ['a denied finding told as present', 'He has fever.', /fever/],
    ['a relative’s condition told as the patient’s', 'He has asthma.', /asthma/],
    ['a number the note does not hold', 'His heart rate was 128.', /128/],
    ['a side the note does not hold', 'There is right calf swelling.', /right/],
    ['a dose the note does not hold', 'The plan is enoxaparin 60 mg.', /60/],
    [
      'a sentence about something else',
      'Schedule dietary counselling and weekly swimming lessons.',
      /./,
    ],
  ] as const) {
    it(`marks ${what}`, () => {
      const result = check(sentence);
      assert.equal(result.status, 'unsupported');
      assert.match(result.missing.join(' '), missing);
    });
  }
});
