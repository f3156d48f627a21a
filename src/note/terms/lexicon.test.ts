import assert from 'node:assert/strict';
import measurements from '../data/measurements.yaml';
import { fewConcepts } from '../../../test/support/fewConcepts';
import { Lexicon } from './lexicon';
import { builtInLexicon } from './builtInLexicon';
import { compileLexicon } from './compileLexicon';
import { parseLexicon } from './parseLexicon';
import { readNote } from '../readNote';

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
      compileLexicon([
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

  it('knows every concept that a measurement out of range stands for', () => {
    const { concepts } = builtInLexicon();
    type Implies = Record<string, string | number>;
    const { measurements: kinds } = measurements as {
      measurements: { kind: string; implies?: Implies; impliesUnderAge?: Implies }[];
    };
    for (const { kind, implies, impliesUnderAge } of kinds) {
      for (const concept of Object.values({ ...implies, ...impliesUnderAge })) {
        if (typeof concept === 'string') assert.ok(concepts.has(concept), `${kind}: ${concept}`);
      }
    }
  });

  for (const [text, wrong] of [
    ['A man with coughing at night', 'valsalva-trigger'],
    ['Her symptoms are worse in the heat', 'lhermitte-sign'],
    ['Seen by her dentist last week', 'healthcare-worker'],
    ['Frequency of headaches has doubled', 'urinary-frequency'],
    ['Faint murmur at the apex', 'syncope'],
    ['CT shows a lytic lesion of the rib', 'skin-lesion'],
    ['He slipped the tablet under the tongue', 'fall'],
    ['worried about his job', 'anxiety'],
    ['family from Nigeria', 'travel-to-endemic-area'],
    ['cerebrovascular accident in 2010', 'trauma'],
    ['premature ventricular beats', 'prematurity'],
    ['not sexually active', 'lethargic-child'],
  ] as const) {
    it(`reads no ${wrong} in "${text}"`, () => {
      const found = readNote(text, builtInLexicon()).findings.map((f) => f.concept);
      assert.ok(!found.includes(wrong), found.join(', '));
    });
  }

  it('reads an arrow beside what goes up or down', () => {
    const found = (text: string): string[] =>
      readNote(text, builtInLexicon()).findings.map((f) => f.concept);
    const reduced = found('Reduced libido');
    assert.equal(reduced.length, 1);
    for (const text of ['↓ libido', 'libido ↓', 'libido mildly ↓↓', 'Sleep ok, libido ↓, eats']) {
      assert.deepEqual(found(text), reduced, text);
    }
  });

  it('reads "#" as a fracture, but not at the head of a line or a number', () => {
    const found = (text: string): string[] =>
      readNote(text, builtInLexicon()).findings.map((f) => `${f.concept} ${f.negated}`);
    assert.deepEqual(found('XR wrist: no #'), ['fracture true']);
    assert.deepEqual(found('?# of the wrist'), ['fracture false']);
    assert.deepEqual(found('# Plan\n\nTooth #14, room # 3, serial #'), []);
  });

  it('reads a word of many meanings as a finding among its like', () => {
    const found = (text: string): string[] =>
      readNote(text, builtInLexicon()).findings.map((f) => f.concept);
    assert.deepEqual(found('Dysuria, frequency and urgency'), [
      'dysuria',
      'urinary-frequency',
      'urinary-urgency',
    ]);
    assert.deepEqual(found('tripped over the kerb'), ['fall']);
    assert.ok(found('Recently returned from sub-Saharan Africa').some((c) => /travel/.test(c)));
  });
});
