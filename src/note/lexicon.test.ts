import assert from 'node:assert/strict';
import { fewConcepts } from './fewConcepts';
import { Lexicon, builtInLexicon, parseLexicon } from './lexicon';

const file = (...findings: object[]): unknown => ({ source: [], findings });

describe('lexicon', () => {
  it('names the id that two entries share', () => {
    const fever = { id: 'fever', name: 'fever', kind: 'symptom' };
    assert.throws(() => parseLexicon([file(fever), file(fever)]), /"fever" occurs twice/);
  });

  it('names a parent that no entry defines', () => {
    const child = { id: 'high-fever', name: 'high fever', kind: 'symptom', parents: ['fever'] };
    assert.throws(() => parseLexicon([file(child)]), /"high-fever" has the parent "fever"/);
  });

  it('says which entry has another shape and what is expected', () => {
    assert.throws(() => parseLexicon([{ things: [] }]), /file 1: expected a list named "findings"/);
    assert.throws(() => parseLexicon([file({ name: 'fever' })]), /entry 1: "id"/);
    assert.throws(
      () => parseLexicon([file({ id: 'fever', name: 'fever', kind: 'mood' })]),
      /"fever": "kind" must be one of symptom/,
    );
    assert.throws(
      () => parseLexicon([file({ id: 'a', name: 'a', kind: 'sign', synonyms: [false] })]),
      /put quotes around "false"/,
    );
  });

  it('resolves a phrase by name, synonym, abbreviation or id, in either spelling', () => {
    for (const phrase of [
      'shortness of breath',
      'Dyspnea',
      'dyspnoea',
      'SOB',
      "can't catch his breath",
    ]) {
      assert.equal(fewConcepts.conceptNamed(phrase), 'dyspnoea', phrase);
    }
    assert.equal(fewConcepts.conceptNamed('diarrhea'), 'diarrhoea');
    assert.equal(fewConcepts.conceptNamed('hiccups'), null);
    assert.equal(fewConcepts.conceptNamed('constructor'), null);
  });

  it('knows the more general concepts of a concept, and survives a circle', () => {
    assert.deepEqual([...fewConcepts.ancestors('pleuritic-chest-pain')], ['chest-pain']);
    const circle = new Lexicon(
      parseLexicon([
        file(
          { id: 'a', name: 'a', kind: 'sign', parents: ['b'] },
          { id: 'b', name: 'b', kind: 'sign', parents: ['a'] },
        ),
      ]),
    );
    assert.deepEqual([...circle.ancestors('a')], ['b']);
  });

  it('loads the built-in files without a duplicate or a dangling parent', () => {
    assert.ok(builtInLexicon().concepts.size >= 400);
    assert.equal(builtInLexicon(), builtInLexicon());
  });
});
