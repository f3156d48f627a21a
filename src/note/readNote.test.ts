import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fewConcepts } from '../../test/support/fewConcepts';
import { builtInLexicon } from './terms/builtInLexicon';
import { readNote } from './readNote';

describe('reading a note', () => {
  it('gives findings their section, their words and their reason', () => {
    const text = '58M\nCC: crushing chest pain\nPMH: asthma\nO/E: BP 150/95, wheezy';
    const note = readNote(text, fewConcepts);
    assert.deepEqual(note.patient, { age: 58, sex: 'male' });
    assert.deepEqual(
      note.findings.map((f) => [f.concept, f.section, f.because.source]),
      [
        ['chest-pain', 'CC', 'lexicon'],
        ['asthma', 'PASTMEDICALHX', 'lexicon'],
        ['raised-blood-pressure', 'EXAM', 'measurement'],
        ['wheeze', 'EXAM', 'lexicon'],
      ],
    );
    for (const f of note.findings) assert.equal(text.slice(f.start, f.end), f.text);
  });

  for (const [name, text] of [
    ['an empty note', ''],
    ['CRLF line ends', 'PMH: asthma\r\nPlan:\r\nno fever\r\n'],
    ['emoji', '😀 fever 👩🏽‍⚕️ no cough 😀'],
    ['right-to-left text', 'חום fever לא cough السعال'],
    ['binary', String.fromCharCode(...Array.from({ length: 2000 }, (_, i) => (i * 37) % 256))],
    ['lone surrogates', '\ud800fever\udfff no cough'],
  ] as const) {
    it(`survives ${name}`, () => {
      const note = readNote(text, fewConcepts);
      assert.equal(note.text, text);
      for (const f of note.findings) assert.equal(text.slice(f.start, f.end), f.text);
    });
  }

  it('survives five megabytes of sentences or of one word, and half a megabyte of marks', () => {
    const size = { 'No fever, cough or SOB. ': 5e6, a: 5e6, '\n': 5e5, 'A:': 5e5, '(': 5e5 };
    for (const [piece, length] of Object.entries(size)) {
      const text = piece.repeat(Math.ceil(length / piece.length));
      assert.equal(readNote(text, fewConcepts).text.length, text.length);
    }
  }).timeout(120_000);

  it('reads a drug that is not tolerated as an allergy, not as a drug that is taken', () => {
    const read = (text: string): string[] =>
      readNote(text, builtInLexicon()).findings.map((f) => `${f.text}: ${f.concept}`);
    assert.deepEqual(read('ALLERGIES:\ncodeine'), ['codeine: drug-allergy']);
    assert.deepEqual(read('She is allergic to metronidazole.'), ['metronidazole: drug-allergy']);
    assert.deepEqual(read('ALLERGIES: none.\ncodeine').slice(-1), ['codeine: codeine']);
    assert.deepEqual(read('Taking codeine since Monday.'), ['codeine: codeine']);
    assert.ok(read('Cetirizine for allergies.').includes('Cetirizine: cetirizine'));
  });

  it('lets a denial inside a term deny nothing beside it', () => {
    const read = (text: string): string[] =>
      readNote(text, builtInLexicon()).findings.map((f) => `${f.text}: ${f.negated}`);
    assert.deepEqual(read('Not sleeping, vomiting, fever.').slice(1), [
      'vomiting: false',
      'fever: false',
    ]);
    assert.deepEqual(read('No vomiting, fever.'), ['vomiting: true', 'fever: true']);
    assert.deepEqual(read('Non-tender, no rash.').slice(1), ['rash: true']);
  });

  it('reads a test that is ordered as no disease, and its result as one', () => {
    const read = (text: string): string[] =>
      readNote(text, builtInLexicon()).findings.map((f) => f.concept);
    assert.deepEqual(read('Bloods: FBC, HIV, coeliac, vit D'), []);
    assert.deepEqual(read('Ordered HIV and syphilis serology.'), []);
    assert.deepEqual(read('Bloods: HIV positive'), ['hiv-infection']);
    assert.deepEqual(read('He has coeliac disease.'), ['coeliac-disease']);
  });

  it('never throws; spans lie inside the text, in order, and lexicon findings do not overlap', () => {
    const words = fc.constantFrom(
      'no ',
      'fever',
      ' chest',
      ' and ',
      'abdominal pain',
      ', ',
      '.\n',
      'PMH: ',
      'BP 88/50 ',
      'T 39 ',
      'pain in the ',
      'lower back ',
      'SOB',
      ' 58M ',
      'swelling of both ankles',
      ' Plan:\n',
      '🙂',
      'K+ 6.2 ',
    );
    const note = fc.array(fc.oneof({ weight: 5, arbitrary: words }, fc.string({ unit: 'binary' })));
    fc.assert(
      fc.property(note, (pieces) => {
        const text = pieces.join('');
        const { findings, measurements, sentences } = readNote(text, fewConcepts);
        let start = 0;
        let end = 0;
        for (const f of findings) {
          assert.ok(f.start >= start && f.end > f.start && f.end <= text.length);
          start = f.start;
          assert.equal(text.slice(f.start, f.end), f.text);
          if (f.because.source === 'measurement') continue;
          assert.ok(f.start >= end);
          end = f.end;
        }
        let at = 0;
        for (const m of measurements) {
          assert.ok(m.start >= at && m.end > m.start && m.end <= text.length);
          at = m.end;
        }
        for (const s of sentences) assert.ok(s.end > s.start && s.end <= text.length);
      }),
      { numRuns: 300 },
    );
  });
});
