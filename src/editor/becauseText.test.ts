import assert from 'node:assert/strict';
import { builtInLexicon } from '../note/terms/builtInLexicon';
import { readNote } from '../note/readNote';
import { becauseText } from './becauseText';

/** Why the first finding that is written so was read. */
function why(text: string, written: string): string {
  const { findings } = readNote(text, builtInLexicon());
  const finding = findings.find((f) => f.text === written);
  assert.ok(finding, findings.map((f) => f.text).join(', '));
  return becauseText(finding);
}

describe('Why a finding was read', () => {
  it('names the entry of the lexicon and the words that deny it', () => {
    assert.equal(
      why('She denies haemoptysis.', 'haemoptysis'),
      '“haemoptysis” means coughing up blood in the lexicon; “denies” marks it as denied',
    );
  });

  it('names the rule where the words do not', () => {
    assert.match(
      why('Cannot exclude pneumonia.', 'pneumonia'),
      /“Cannot exclude” marks it as uncertain \(rule “[a-z ]+”\)$/,
    );
  });

  it('names the entry alone where nothing else decided', () => {
    assert.equal(why('Fever since Monday.', 'Fever'), '“fever” is in the lexicon');
  });

  it('names the heading that places it in the past', () => {
    assert.match(
      why('Past medical history:\nHypertension.', 'Hypertension'),
      /; the heading “Past medical history” places it in the past$/,
    );
  });

  it('says that a word such as "afebrile" denies by itself', () => {
    assert.match(why('Afebrile.', 'Afebrile'), /the word itself denies it/);
  });

  it('names the relative', () => {
    assert.match(why('Mother had asthma.', 'asthma'), /“Mother[^”]*” places it in the family/);
  });

  it('names the range that a value is outside of', () => {
    assert.match(why('Examination: HR 118.', 'HR 118'), /^“HR 118” is outside \d+–\d+/);
  });
});
