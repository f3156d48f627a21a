import assert from 'node:assert/strict';
import fc from 'fast-check';
import { splitSections } from './sections';
import { splitSentences } from './sentences';

const sentences = (text: string): string[] =>
  splitSentences(text, splitSections(text)).map((s) => text.slice(s.start, s.end));

describe('sentences', () => {
  it('end at full stops but not after titles, decimals or list numbers', () => {
    assert.deepEqual(sentences('Seen by Dr. Lee. K 4.2 today. 2. No fever.'), [
      'Seen by Dr. Lee.',
      'K 4.2 today.',
      '2. No fever.',
    ]);
  });

  it('end at the line in shorthand', () => {
    assert.deepEqual(sentences('Nil SOB chest pain\nAbdo soft NT\r\n- no rash'), [
      'Nil SOB chest pain',
      'Abdo soft NT',
      '- no rash',
    ]);
  });

  it('go on over the line where the margin wrapped it', () => {
    const text =
      'He has had a fever for three days together with a cough that is\nworse at night and keeps him awake.';
    assert.equal(sentences(text).length, 1);
  });

  it('go on over a line that ends where no sentence can, or at a narrow margin', () => {
    assert.equal(sentences('There was moderate\nmitral regurgitation.').length, 1);
    assert.equal(sentences('A history of asthma and\nCOPD.').length, 1);
    assert.equal(sentences('- fever\n  and chills\n- cough').length, 2);
    const narrow =
      'The patient was seen in clinic for his knee\nwhich had been swollen since the weekend and\nhurt.';
    assert.equal(sentences(narrow).length, 1);
    assert.equal(sentences('Chest clear\nAbdo soft\nno rash').length, 3);
  });

  it('are in order, inside the text, never overlapping and never across sections', () => {
    const piece = fc.constantFrom(
      'No fever. ',
      'Plan:\n',
      ' ',
      'a'.repeat(900),
      '\n',
      'x? ',
      '👍',
      ',',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 20 }), (pieces) => {
        const text = pieces.join('');
        const sections = splitSections(text);
        let at = 0;
        for (const s of splitSentences(text, sections)) {
          const body = sections[s.section]?.body;
          assert.ok(body && s.start >= body.start && s.end <= body.end);
          assert.ok(s.start >= at && s.end > s.start);
          at = s.end;
        }
      }),
    );
  });
});
