import assert from 'node:assert/strict';
import type { Condition, Guideline } from '../knowledge/types';
import type { Finding } from '../note/types';
import type { Differential } from '../reasoning/types';
import { NOTHING_RANKED } from '../reasoning/differential';
import { hoverText, ownPassage, pointersOf, tellingLine } from './hoverText';

const finding = (over: Partial<Finding> = {}): Finding => ({
  start: 3,
  end: 13,
  text: 'chest pain',
  concept: 'chest-pain',
  name: 'chest pain',
  kind: 'symptom',
  section: 'GENHX',
  negated: false,
  uncertain: false,
  historical: false,
  hypothetical: false,
  experiencer: 'patient',
  trigger: null,
  because: { source: 'lexicon', term: 'chest pain' },
  ...over,
});

const condition = (id: string, name: string, over: Partial<Condition> = {}): Condition => ({
  id,
  name,
  synonyms: [],
  icd10: ['I26.9'],
  urgency: 'emergency',
  common: { primary: 'rare', emergency: 'uncommon' },
  age: {},
  sex: { female: 1, male: 1 },
  risks: [],
  findings: [],
  sources: [],
  reviewed: '2024-01-01',
  basis: 'authored',
  origin: 'built-in',
  path: `guidelines/${id}.md`,
  local: null,
  ...over,
});

const NOTHING: Differential = NOTHING_RANKED;
const embolism = condition('pulmonary-embolism', 'Pulmonary embolism');

describe('The hover of a finding', () => {
  it('gives its name and codes and says that it is present', () => {
    const text = hoverText({
      finding: finding(),
      concept: {
        id: 'chest-pain',
        name: 'chest pain',
        kind: 'symptom',
        synonyms: [],
        abbreviations: [],
        codes: { hpo: 'HP:0100749', icd10: 'R07.4' },
        parents: [],
      },
      pointers: [],
      passage: null,
    });
    assert.match(text, /\*\*Chest pain\*\*/);
    assert.match(text, /HP\\:0100749/);
    assert.match(text, /R07\\\.4/);
    assert.match(text, /\*\*present\*\* · history/);
  });

  it('quotes the words that deny it', () => {
    const text = hoverText({
      finding: finding({
        negated: true,
        trigger: { start: 0, end: 2, text: 'No', rule: 'negation' },
      }),
      concept: undefined,
      pointers: [],
      passage: null,
    });
    assert.match(text, /denied \\\(“No”\\\)/);
  });

  it('says whose finding it is and when it was', () => {
    const text = hoverText({
      finding: finding({ experiencer: 'family', historical: true }),
      concept: undefined,
      pointers: [],
      passage: null,
    });
    assert.match(text, /past, in the family/);
  });

  it('names the conditions with the urgency as a word', () => {
    const text = hoverText({
      finding: finding(),
      concept: undefined,
      pointers: [{ condition: embolism, probability: 0.42, direction: 'for' }],
      passage: null,
    });
    assert.match(text, /Points to/);
    assert.match(text, /Pulmonary embolism · ▲ emergency · 42% in this note/);
  });

  it('says that it is the absence of a denied finding that counts', () => {
    const text = hoverText({
      finding: finding({ negated: true }),
      concept: undefined,
      pointers: [{ condition: embolism, probability: 0.42, direction: 'for' }],
      passage: null,
    });
    assert.match(text, /Its absence speaks for/);
    assert.doesNotMatch(text, /Points to/);
  });

  it('shows text of a note and of a guideline letter by letter, never as markup', () => {
    const text = hoverText({
      finding: finding({
        negated: true,
        trigger: { start: 0, end: 2, text: '[x](command:evil) <b>', rule: 'negation' },
      }),
      concept: undefined,
      pointers: [],
      passage: {
        title: '![i](http://x)',
        line: 4,
        text: '<script> [go](command:evil)',
        link: 'command:chartside.openAt?x',
      },
    });
    assert.doesNotMatch(text, /\]\(command:evil\)/);
    assert.doesNotMatch(text, /<script>|<b>/);
    assert.doesNotMatch(text, /!\[i\]\(/);
    assert.match(text, /\]\(command:chartside\.openAt\?x "Open the guideline at this line"\)/);
  });

  it('does not let a guideline of many lines fill the screen', () => {
    const text = hoverText({
      finding: finding(),
      concept: undefined,
      pointers: [],
      passage: { title: 'PE', line: 4, text: '## Signs\n' + 'word '.repeat(400), link: 'x' },
    });
    assert.ok(text.length < 500);
    assert.match(text, /> Signs word/);
  });
});

describe('What a finding points to', () => {
  const knowledge = { conditionsWith: () => [embolism] };

  it('is what it moves in this note', () => {
    const other = condition('pneumonia', 'Pneumonia');
    const own = finding();
    const evidence = {
      kind: 'present' as const,
      concept: own.concept,
      name: own.name,
      weight: 1,
      finding: own,
    };
    const pointers = pointersOf(own, knowledge, {
      ...NOTHING_RANKED,
      ranked: [
        { condition: other, probability: 0.5, for: [], against: [evidence], ask: [] },
        { condition: embolism, probability: 0.2, for: [evidence], against: [], ask: [] },
      ],
    });
    assert.deepEqual(
      pointers.map((p) => [p.condition.id, p.direction, p.probability]),
      [
        ['pneumonia', 'against', 0.5],
        ['pulmonary-embolism', 'for', 0.2],
      ],
    );
  });

  it('is what the knowledge expects it in where the note ranks nothing', () => {
    const [pointer] = pointersOf(finding(), knowledge, NOTHING);
    assert.equal(pointer?.condition.id, 'pulmonary-embolism');
    assert.equal(pointer?.probability, null);
  });

  it('is, of what it is expected in, the likeliest in this note', () => {
    const angina = condition('stable-angina', 'Stable angina');
    const both = { conditionsWith: () => [angina, embolism] };
    const pointers = pointersOf(finding(), both, {
      ...NOTHING_RANKED,
      ranked: [{ condition: embolism, probability: 0.9, for: [], against: [], ask: [] }],
    });
    assert.deepEqual(
      pointers.map((p) => [p.condition.id, p.probability]),
      [
        ['pulmonary-embolism', 0.9],
        ['stable-angina', null],
      ],
    );
  });

  it('speaks against when it is denied', () => {
    const [pointer] = pointersOf(finding({ negated: true }), knowledge, NOTHING);
    assert.equal(pointer?.direction, 'against');
  });

  it('is nothing when someone else has it', () => {
    assert.deepEqual(pointersOf(finding({ experiencer: 'family' }), knowledge, NOTHING), []);
  });
});

describe('The passage of a guideline', () => {
  it('is shown from the line that names the finding, not from its heading', () => {
    const text = '## Chest pain\n\nThink of the heart.\n- Pleuritic pain: the lungs.\n';
    assert.deepEqual(tellingLine(text, 10, ['pleuritic pain']), {
      line: 13,
      text: '- Pleuritic pain: the lungs.',
      names: true,
    });
    assert.deepEqual(tellingLine(text, 10, ['chest pain']), {
      line: 12,
      text: 'Think of the heart.',
      names: false,
    });
  });

  it('goes on to the end of its sentence in the next line', () => {
    const text = 'Sudden chest pain,\nfaintness.\n\nTreat at once.';
    assert.equal(tellingLine(text, 1, ['chest pain']).text, 'Sudden chest pain, faintness.');
  });
});

describe("The built-in guideline's passage", () => {
  it('is the line that names the finding', () => {
    const guideline: Guideline = {
      origin: 'built-in',
      path: embolism.path,
      title: 'Pulmonary embolism',
      condition: embolism,
      sections: [
        {
          role: 'other',
          heading: 'Overview',
          startLine: 10,
          endLine: 12,
          text: '## Overview\n\nA clot.',
        },
        {
          role: 'presentation',
          heading: 'Signs',
          startLine: 13,
          endLine: 15,
          text: '## Signs\n\nSudden chest pain and breathlessness.',
        },
      ],
    };
    const passage = ownPassage(
      ['chest pain'],
      [{ condition: embolism, probability: null, direction: 'for' }],
      [guideline],
    );
    assert.equal(passage?.line, 15);
    assert.equal(passage?.text, 'Sudden chest pain and breathlessness.');
  });
});
