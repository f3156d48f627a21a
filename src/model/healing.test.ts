import assert from 'node:assert/strict';
import { heal, partialWord, VocabularyIndex } from './healing';

const TOKENS = [
  ' hyper',
  'ten',
  'tension',
  'sion',
  ' hypertension',
  ' h',
  'y',
  ' ',
  ' with',
  'tens',
];
const vocabulary = new VocabularyIndex(TOKENS.map((text, token) => ({ token, text })));
const token = (text: string): number => TOKENS.indexOf(text);
const tokens = (...texts: string[]) => texts.map((text) => ({ token: token(text), text }));
const distribution = (shares: Record<string, number>): ReadonlyMap<number, number> =>
  new Map(Object.entries(shares).map(([text, share]) => [token(text), share]));

describe('the word at the cursor', () => {
  it('is what was typed of it, with the blank before it', () => {
    assert.equal(partialWord('a history of hyperten'), ' hyperten');
    assert.equal(partialWord('a history of '), ' ');
    assert.equal(partialWord('Plan:\nasp'), 'asp');
    assert.equal(partialWord('Ménière'), 'Ménière');
  });

  it('is empty after punctuation and at the start of a line', () => {
    assert.equal(partialWord('no fever,'), '');
    assert.equal(partialWord('Assessment:\n'), '');
    assert.equal(partialWord(''), '');
  });
});

describe('completing inside a word', () => {
  it('takes the one token that spells the whole word', () => {
    const healed = heal(
      tokens(' hyper', 'ten'),
      [distribution({ ' hypertension': 0.6, ' with': 0.3, ' hyper': 0.1 }), distribution({})],
      vocabulary,
    );
    assert.deepEqual(
      { ...healed, probability: undefined },
      { kept: 0, token: token(' hypertension'), rest: 'sion', probability: undefined },
    );
  });

  it('keeps the first part where the rest goes on from it', () => {
    const healed = heal(
      tokens(' hyper', 'ten'),
      [distribution({ ' hyper': 0.5, ' with': 0.5 }), distribution({ tension: 0.8, ten: 0.2 })],
      vocabulary,
    );
    assert.equal(healed?.kept, 1);
    assert.equal(healed.rest, 'sion');
    assert.ok(Math.abs(healed.probability - 0.8) < 1e-9);
  });

  it('adds up the ways that spell the same, and counts only those that fit what was typed', () => {
    const healed = heal(
      tokens(' hyper', 'ten'),
      [
        distribution({ ' hypertension': 0.2, ' hyper': 0.4, ' with': 0.4 }),
        distribution({ tension: 0.5, tens: 0.25, ten: 0.25 }),
      ],
      vocabulary,
    );
    // 0.2 + 0.4 × 0.5 of 0.2 + 0.4 × (0.5 + 0.25 + 0.25).
    assert.equal(healed?.rest, 'sion');
    assert.ok(Math.abs(healed.probability - 0.4 / 0.6) < 1e-9);
  });

  it('says nothing more where the word is whole', () => {
    const healed = heal(tokens(' with'), [distribution({ ' with': 0.9, ' h': 0.1 })], vocabulary);
    assert.equal(healed?.rest, '');
    assert.equal(healed.probability, 1);
  });

  it('finds no way on where none of the probable tokens fits', () => {
    assert.equal(heal(tokens(' hyper'), [distribution({ ' with': 1 })], vocabulary), null);
  });
});
