import assert from 'node:assert/strict';
import abbreviations from '../data/abbreviations.yaml';
import antonyms from '../data/antonyms.yaml';
import { fewConcepts } from '../../../test/support/fewConcepts';
import { findConcepts } from './matcher';
import { readNote } from '../readNote';
import { formOf, wordsOf } from './words';

const found = (text: string): string[] =>
  findConcepts(text, wordsOf(text), fewConcepts, [], () => 'GENHX').map(
    (m) => `${m.concept} «${text.slice(m.start, m.end)}»`,
  );
const concepts = (text: string): string[] => found(text).map((f) => f.split(' ')[0] ?? '');

describe('matcher', () => {
  it('finds a term inflected and in either spelling', () => {
    assert.deepEqual(concepts('He vomited twice, then diarrhea; coughs and headaches.'), [
      'vomiting',
      'diarrhoea',
      'cough',
      'headache',
    ]);
    assert.equal(formOf('haemorrhages'), formOf('hemorrhage'));
    assert.equal(formOf('tumours'), formOf('tumor'));
  });

  it('finds a term with words between, turned round, or said of the place', () => {
    assert.deepEqual(found('pain in the lower back'), ['low-back-pain «pain in the lower back»']);
    assert.deepEqual(found('swelling of both ankles'), [
      'ankle-swelling «swelling of both ankles»',
    ]);
    assert.deepEqual(found('his chest was painful'), ['chest-pain «chest was painful»']);
    assert.deepEqual(found('his back hurts'), ['back-pain «back hurts»']);
  });

  it('finds both terms that share a head', () => {
    assert.deepEqual(found('chest and abdominal pain'), [
      'chest-pain «chest»',
      'abdominal-pain «abdominal pain»',
    ]);
  });

  it('takes the longest term', () => {
    assert.deepEqual(concepts('pleuritic chest pain'), ['pleuritic-chest-pain']);
  });

  it('finds a term written in one word, hyphenated, or apart', () => {
    assert.deepEqual(concepts('sorethroat, sore-throat, head ache'), [
      'sore-throat',
      'sore-throat',
      'headache',
    ]);
  });

  it('does not join words across a comma or a sentence', () => {
    assert.deepEqual(concepts('Chest, pain free. Sore. Throat red.'), []);
  });

  it('reads abbreviations by their case and, where they are ambiguous, by their neighbours', () => {
    assert.deepEqual(concepts('CP and SOB'), ['chest-pain', 'dyspnoea']);
    assert.deepEqual(concepts('sats 98% RA'), []);
    assert.deepEqual(concepts('RA on methotrexate'), ['rheumatoid-arthritis']);
    assert.deepEqual(concepts('prior CVA, TIA'), ['stroke']);
    assert.deepEqual(concepts('mild CVA tenderness'), ['tenderness']);
    assert.deepEqual(concepts('morphine MS Contin 15 mg'), []);
  });

  it('reads both findings of "N/V", "N+V" and "nausea or vomiting"', () => {
    for (const text of ['N/V', 'n+v', 'N & V', 'nausea or vomiting', 'nausea, vomiting']) {
      assert.deepEqual(concepts(text), ['nausea', 'vomiting'], text);
    }
    assert.deepEqual(found('F/C/N/V'), ['fever «F»', 'chills «C»', 'nausea «N»', 'vomiting «V»']);
    assert.deepEqual(concepts('N/A, C/D'), []);
  });

  it('reads nothing in words that only look like a finding', () => {
    assert.deepEqual(concepts('pain medication, chest drain, red flags'), []);
  });

  it('lets "NT" of an abdomen deny tenderness, and of nothing else', () => {
    assert.deepEqual(concepts('Abdo soft NT'), ['tenderness']);
    assert.deepEqual(concepts('NT scan at twelve weeks'), []);
  });

  it('has data files of the expected shape', () => {
    const { ambiguous } = abbreviations as {
      ambiguous: { abbreviation: string; meanings: { concept: string | null }[] }[];
    };
    for (const { abbreviation, meanings } of ambiguous) {
      assert.equal(typeof abbreviation, 'string');
      for (const m of meanings) assert.ok(m.concept === null || typeof m.concept === 'string');
    }
    for (const a of (antonyms as { antonyms: { words: unknown[]; denies: unknown }[] }).antonyms) {
      assert.equal(typeof a.denies, 'string');
      for (const w of a.words) assert.equal(typeof w, 'string');
    }
  });

  it('lets "afebrile" deny fever and "non-tender" deny tenderness', () => {
    const { findings } = readNote('Afebrile. Abdomen non-tender.', fewConcepts);
    assert.deepEqual(
      findings.map((f) => [f.concept, f.negated, f.trigger?.text]),
      [
        ['fever', true, 'Afebrile'],
        ['tenderness', true, 'non-tender'],
      ],
    );
  });
});
