import assert from 'node:assert/strict';
import { tokenize } from './tokenizer';

function sharesAKey(a: string, b: string): boolean {
  const keys = new Set(tokenize(a));
  return tokenize(b).some((key) => keys.has(key));
}

describe('The clinical tokenizer', () => {
  it('keeps a dose whole, and its number and unit findable', () => {
    assert.deepEqual(tokenize('2.5mg'), ['2.5', 'mg', '2.5mg']);
    assert.ok(sharesAKey('2.5 mg', '2.5mg'));
  });

  it('takes µg and mcg for the same unit', () => {
    for (const micro of ['\u00b5', '\u03bc']) {
      assert.deepEqual(tokenize(`100 ${micro}g`), tokenize('100 mcg'));
    }
  });

  it('reads SpO₂ and SpO2 as one word', () => {
    assert.deepEqual(tokenize('SpO₂'), ['spo2']);
    assert.deepEqual(tokenize('SpO2'), ['spo2']);
  });

  it('finds a hyphenated word as one word and as its parts', () => {
    for (const query of ['beta-blocker', 'betablocker', 'blocker', 'beta blockers', 'β-blocker']) {
      assert.ok(sharesAKey('beta-blocker', query), query);
    }
  });

  it('writes a gene or disease name with and without its hyphen alike', () => {
    assert.ok(sharesAKey('miR-25', 'mir25'));
    assert.ok(sharesAKey('COVID-19', 'covid19'));
  });

  it('folds accents', () => {
    assert.deepEqual(tokenize('naïve Sjögren Ménière'), tokenize('naive Sjogren Meniere'));
  });

  it('takes British and American spellings for the same word', () => {
    const pairs = [
      ['oedema', 'edema'],
      ['anaemia', 'anemia'],
      ['haemorrhoids', 'hemorrhoids'],
      ['diarrhoea', 'diarrhea'],
      ['oesophagus', 'esophagus'],
      ['paediatrics', 'pediatrics'],
      ['tumours', 'tumor'],
      ['behavioural', 'behavioral'],
      ['fibre', 'fiber'],
      ['immunisation', 'immunization'],
      ['paralysed', 'paralyzed'],
      ['sulphonamide', 'sulfonamide'],
      ['leukaemia', 'leukemia'],
    ];
    for (const [british, american] of pairs) {
      assert.deepEqual(tokenize(british), tokenize(american), `${british}/${american}`);
    }
  });

  it('joins the forms of a word', () => {
    assert.deepEqual(tokenize('infections'), tokenize('infection'));
    assert.deepEqual(tokenize('wheezing'), tokenize('wheezes'));
    assert.deepEqual(tokenize("Parkinson's"), tokenize('Parkinson'));
  });

  it('never joins two drugs', () => {
    const pairs = [
      ['hydralazine', 'hydroxyzine'],
      ['prednisone', 'prednisolone'],
      ['clonidine', 'clonazepam'],
      ['chlorpromazine', 'chlorpropamide'],
      ['vinblastine', 'vincristine'],
      ['cefalexin', 'cefazolin'],
      ['metformin', 'metronidazole'],
    ];
    for (const [a, b] of pairs) assert.ok(!sharesAKey(a, b), `${a}/${b}`);
  });

  it('does not take a word for a prefix of another', () => {
    assert.ok(!sharesAKey('can', 'cancer'));
    assert.ok(!sharesAKey('art', 'artery'));
  });

  it('keeps short forms with a slash or full stops', () => {
    assert.ok(tokenize('c/o SOB').includes('c/o'));
    assert.ok(tokenize('BP 120/80').includes('120/80'));
    assert.deepEqual(tokenize('t.i.d.'), tokenize('tid'));
  });

  it('finds words in Cyrillic and Arabic text, and nothing in emoji', () => {
    assert.deepEqual(tokenize('боль в груди').length, 3);
    assert.ok(tokenize('ألم الصدر').length === 2);
    assert.deepEqual(tokenize('🤒💊 — …'), []);
  });
});
