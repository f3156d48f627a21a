import assert from 'node:assert/strict';
import { builtInLexicon } from './builtInLexicon';
import { readNote } from '../readNote';
import { formOf } from './words';

const { misspellings } = builtInLexicon().terms;
const meant = (word: string): string | null => misspellings.meant(word, formOf(word));

describe('misspellings', () => {
  for (const [written, word] of [
    ['palpitaitons', 'palpitations'],
    ['swellling', 'swelling'],
    ['pnemonia', 'pneumonia'],
    ['halucinations', 'hallucinations'],
    ['rhinitus', 'rhinitis'],
  ] as const) {
    it(`reads "${written}" as "${word}"`, () => assert.equal(meant(written), word));
  }

  it('of drugs are never read, nor drugs as anything else', () => {
    for (const word of ['amoxicilin', 'prednisalone', 'clonodine', 'hydroxyzin', 'lamotrigin']) {
      assert.equal(meant(word), null, word);
    }
    for (const { kind, name } of builtInLexicon().concepts.values()) {
      if (kind === 'drug') assert.equal(meant(name.toLowerCase()), null, name);
    }
  });

  it('are not seen in other words: short ones, known ones, other endings, other beginnings', () => {
    for (const word of ['fevers', 'feever', 'structure', 'aplasia', 'deletion', 'evaluation']) {
      assert.equal(meant(word), null, word);
    }
    assert.equal(meant('eneumonia'), null);
    assert.equal(meant(''), null);
  });

  it('give a finding that quotes the note and names the term it was read as', () => {
    const [finding] = readNote('denies palpitaitons', builtInLexicon()).findings;
    assert.equal(finding?.concept, 'palpitations');
    assert.equal(finding?.text, 'palpitaitons');
    assert.equal(finding?.negated, true);
    assert.deepEqual(finding?.because, { source: 'lexicon', term: 'palpitations' });
  });
});
