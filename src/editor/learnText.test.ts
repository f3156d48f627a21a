import assert from 'node:assert/strict';
import { adapterItem, learnConsent, learntText, minutesOf } from './learnText';

const CARD = {
  id: '20261124-173000',
  date: '2026-11-24T17:30:00.000Z',
  version: '0.1.0',
  base: { id: 'tiny', sha256: 'a'.repeat(64) },
  sha256: 'b'.repeat(64),
  bytes: 5_000_000,
  notes: { train: 16, held: 4 },
  characters: 48_000,
  seconds: 290,
  figures: {
    loss: { base: 3.4, before: 3.1, after: 2.7 },
    saved: { before: 0.2, after: 0.15 },
    nextWord: null,
  },
};

describe('what is said about learning from notes', () => {
  it('names what is taken out, the time, and that it is asked for before use', () => {
    const text = learnConsent(30);
    assert.match(text, /Names.*taken out/);
    assert.match(text, /30 minutes/);
    assert.match(text, /asked before/);
    assert.match(text, /Nothing leaves this machine/);
  });

  it('advises against what saves fewer keys, whatever the loss', () => {
    const { verdict, detail } = learntText(CARD);
    assert.equal(verdict, 'worse');
    assert.match(detail, /Keys saved: 15\.0%, 20\.0% before/);
    assert.match(detail, /better leave it/);
  });

  it('shows which is in use, and what is wrong with a broken one', () => {
    const stored = { id: CARD.id, path: '', card: CARD, problem: null, isCurrent: true };
    assert.match(adapterItem(stored).label, /check.*2026-11-24 17:30/);
    assert.equal(adapterItem(stored).description, 'in use');
    const broken = { ...stored, card: null, problem: 'The card is broken.' };
    assert.equal(adapterItem(broken).detail, 'The card is broken.');
  });

  it('takes minutes from one to a day', () => {
    assert.deepEqual(['30', ' 5 ', '0', '', 'soon', '2000'].map(minutesOf), [
      30,
      5,
      null,
      null,
      null,
      null,
    ]);
  });
});
