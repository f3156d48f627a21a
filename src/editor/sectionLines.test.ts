import assert from 'node:assert/strict';
import { builtInLexicon } from '../note/terms/builtInLexicon';
import { readNote } from '../note/readNote';
import { sectionLines } from './sectionLines';

const sections = (text: string, isMarkdown = false) =>
  sectionLines(readNote(text, builtInLexicon()), isMarkdown);

describe('The outline of a note', () => {
  const text = 'Seen today.\n\nHPI:\nCough.\nFever.\n\n\nPMH: asthma.\n\nPlan:\n- rest\n- review\n';

  it('names its sections, and what they are where the heading is short', () => {
    assert.deepEqual(
      sections(text).map((s) => [s.name, s.detail]),
      [
        ['HPI', 'history'],
        ['PMH', 'past medical history'],
        ['Plan', ''],
      ],
    );
  });

  it('folds a section to its last line that says something', () => {
    assert.deepEqual(
      sections(text).map((s) => s.fold),
      [[2, 4], null, [9, 11]],
    );
  });

  it('leaves to Markdown what Markdown knows as headings', () => {
    const markdown = '# Visit\n\n## Subjective\n\nCough.\n\nPlan:\nRest.\nReview.\n';
    assert.deepEqual(
      sections(markdown, true).map((s) => s.name),
      ['Plan'],
    );
    assert.deepEqual(
      sections(markdown).map((s) => s.name),
      ['Subjective', 'Plan'],
    );
  });

  it('never folds two sections from one line', () => {
    const inline = 'SUBJECTIVE: Cough. OBJECTIVE: Chest clear.\nAfebrile.\nASSESSMENT: Cold.\n';
    const folds = sections(inline).flatMap((s) => (s.fold ? [s.fold[0]] : []));
    assert.equal(new Set(folds).size, folds.length);
  });
});
