import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fewConcepts } from '../../test/support/fewConcepts';
import { compileLexicon } from './terms/compileLexicon';
import { Lexicon } from './terms/lexicon';
import { readNote, rereadNote } from './readNote';

const piece = fc.constantFrom(
  'no ',
  'severe cough',
  ' for 3 days',
  ', ',
  '.\n',
  'PMH: asthma\n',
  'BP 88/50 ',
  'K+ 6.2 ',
  'O/E:\n',
  ' Plan:\n',
  'FHx: stroke\n',
  '58M ',
  '9yo girl ',
  'SOB ',
  'PE ',
  '🙂',
  ',EXAM:, ',
  '## A\n',
);
const note = fc
  .array(fc.oneof({ weight: 6, arbitrary: piece }, fc.string({ unit: 'binary', maxLength: 4 })))
  .map((p) => p.join(''));

describe('reading a note again', () => {
  it('equals reading it afresh after any edit', () => {
    fc.assert(
      fc.property(note, fc.nat(), fc.nat(30), note, (before, at, removed, inserted) => {
        const start = before.length === 0 ? 0 : at % before.length;
        const after = before.slice(0, start) + inserted + before.slice(start + removed);
        const again = rereadNote(readNote(before, fewConcepts), after, fewConcepts);
        assert.deepEqual(again, readNote(after, fewConcepts));
        // And once more from what was itself read again.
        assert.deepEqual(rereadNote(again, before, fewConcepts), readNote(before, fewConcepts));
      }),
      { numRuns: 400 },
    );
  });

  it('keeps what the unchanged sections before the edit held', () => {
    const before = readNote('PMH: asthma\nO/E: wheeze\nPlan: rest', fewConcepts);
    const after = rereadNote(before, 'PMH: asthma\nO/E: wheeze\nPlan: rest, fluids', fewConcepts);
    assert.equal(after.findings[0], before.findings[0]);
    assert.equal(after.findings[1], before.findings[1]);
  });

  it('reads everything when the patient or the lexicon is another', () => {
    const child = readNote('5yo boy\nO/E: HR 120', fewConcepts);
    const adult = rereadNote(child, '55yo man\nO/E: HR 120', fewConcepts);
    assert.notDeepEqual(adult.measurements[0]?.flag, child.measurements[0]?.flag);
    const none = new Lexicon(compileLexicon([]));
    assert.deepEqual(rereadNote(child, child.text, none), readNote(child.text, none));
  });
});
