import assert from 'node:assert/strict';
import { builtInLexicon } from '../note/terms/builtInLexicon';
import { readNote } from '../note/readNote';
import type { Inquiry } from '../reasoning/types';
import { questionLine } from './insertQuestion';

const lexicon = builtInLexicon();
const NOTE = 'HPI:\nCough for a week.\n\nExam:\nWell.\n\nPlan:\nReview.\n';
const inserted = (text: string, inquiry: Inquiry, name: string) => {
  const { offset, text: line } = questionLine(readNote(text, lexicon), { inquiry, name });
  return text.slice(0, offset) + line + text.slice(offset);
};

describe('A question that is inserted into the note', () => {
  it('stands at the end of the section where its answer belongs', () => {
    assert.match(inserted(NOTE, 'ask', 'haemoptysis'), /a week\.\nTo ask: haemoptysis\n\nExam/);
    assert.match(inserted(NOTE, 'examine', 'crackles'), /Well\.\nTo look for: crackles\n\nPlan/);
    assert.match(
      inserted(NOTE, 'test', 'raised D-dimer'),
      /Review\.\nTo test for: raised D-dimer\n$/,
    );
  });

  it('stands at the end of a note without sections', () => {
    assert.equal(inserted('Cough.', 'ask', 'haemoptysis'), 'Cough.\nTo ask: haemoptysis');
    assert.equal(inserted('', 'ask', 'haemoptysis'), 'To ask: haemoptysis');
  });

  it('is neither present nor denied until it is answered', () => {
    for (const inquiry of ['ask', 'examine', 'test'] as const) {
      const { findings } = readNote(inserted(NOTE, inquiry, 'haemoptysis'), lexicon);
      const asked = findings.find((f) => f.concept === 'haemoptysis')!;
      assert.ok(asked.hypothetical && !asked.negated, inquiry);
    }
  });

  it('is selected as a whole, so that the answer overwrites it', () => {
    const line = questionLine(readNote(NOTE, lexicon), { inquiry: 'ask', name: 'haemoptysis' });
    assert.equal(line.text.slice(...line.select), 'To ask: haemoptysis');
  });
});
