import assert from 'node:assert/strict';
import { figuresInWords, verdictOf } from './figuresText';
import { mcnemar } from './mcnemar';
import { figuresOf, measure, type Measured } from './measure';
import { wordBeginnings } from './nextWord';
import { netSaved, NOTHING_TYPED, typeStretch, type Suggest } from './typing';

const NOTE = `${'Seen with chest pain since the morning. '.repeat(12)}\n`;

/** Knows the note and suggests its next characters; `right` says at which offsets. */
const knows =
  (length: number, right: (offset: number) => boolean = () => true): Suggest =>
  ({ offset }) =>
    Promise.resolve({
      completion: right(offset) ? NOTE.slice(offset, offset + length) : 'nonsense here',
    });

describe('typing with suggestions', () => {
  it('costs a key for each character where nothing is suggested', async () => {
    const typed = await typeStretch(NOTE, { from: 10, count: 50 }, () =>
      Promise.resolve({ completion: '' }),
    );
    assert.deepEqual([typed.characters, typed.keys, typed.asks], [50, 50, 50]);
    assert.equal(netSaved(typed), 0);
  });

  it('costs one key for a suggestion that is right', async () => {
    const typed = await typeStretch(NOTE, { from: 0, count: 50 }, knows(10));
    assert.deepEqual([typed.characters, typed.keys, typed.accepted], [50, 5, 5]);
    assert.equal(netSaved(typed), 0.9);
  });

  it('keeps a suggestion that is typed along, without asking again', async () => {
    // One character saves no key and is typed.
    const typed = await typeStretch('aaaa', { from: 0, count: 4 }, () =>
      Promise.resolve({ completion: 'aX' }),
    );
    assert.equal(typed.asks, 2);
  });

  it('is nothing where nothing was typed', () => {
    assert.equal(netSaved(NOTHING_TYPED), 0);
  });
});

describe('the test of McNemar', () => {
  it('gives the exact two-sided probability', () => {
    assert.equal(mcnemar(0, 0), 1);
    assert.equal(mcnemar(3, 3), 1);
    assert.ok(Math.abs(mcnemar(0, 5) - 0.0625) < 1e-12);
    assert.ok(Math.abs(mcnemar(2, 10) - 0.03857421875) < 1e-9);
  });

  it('stays a number for thousands of pairs', () => {
    const p = mcnemar(4000, 4400);
    assert.ok(p > 0 && p < 0.001);
  });
});

describe('an adapter measured against what is in use', () => {
  it('is asked at the same words', async () => {
    const often = await measure([NOTE], { characters: 60, words: 20 }, knows(12));
    const seldom = await measure(
      [NOTE],
      { characters: 60, words: 20 },
      knows(12, (offset) => offset % 7 === 0),
    );
    const { nextWord, saved } = figuresOf(null, seldom, often);
    assert.equal(nextWord!.words, 20);
    assert.equal(nextWord!.after, 20);
    assert.ok(nextWord!.before < 20 && saved!.after > saved!.before);
  });

  it('has its words spread over the note', () => {
    const places = wordBeginnings(NOTE, 10);
    assert.equal(places.length, 10);
    assert.ok(places.every((at) => /\s/.test(NOTE[at - 1]!)));
  });

  it('stops when it is cancelled', async () => {
    const signal = AbortSignal.abort();
    await assert.rejects(measure([NOTE], { characters: 60, words: 20 }, knows(3), { signal }), {
      name: 'AbortError',
    });
  });
});

describe('the figures of an adapter', () => {
  const measured = (right: number, keys: number): Measured => ({
    typed: { ...NOTHING_TYPED, characters: 100, keys },
    words: Array.from({ length: 100 }, (_, i) => i < right),
  });

  it('are told in words, with whether it may be chance', () => {
    const figures = figuresOf(
      { base: 3.4, before: 3.1, after: 2.7 },
      measured(27, 80),
      measured(45, 70),
    );
    assert.deepEqual(figuresInWords(figures, 4), [
      'Measured on your 4 newest notes, which were kept back from learning.',
      'Keys saved: 30.0%, 20.0% before.',
      'Next word guessed right: 45.0%, 27.0% before, of 100. This is hardly chance (McNemar, p < 0.001).',
      'Loss: 2.70 nats a token, 3.10 before; the model alone 3.40 (less is better).',
    ]);
    assert.equal(verdictOf(figures), 'better');
  });

  it('speak against an adapter that saves fewer keys', () => {
    const loss = { base: 3.4, before: 3.1, after: 2.7 };
    assert.equal(verdictOf(figuresOf(loss, measured(27, 70), measured(25, 80))), 'worse');
  });

  it('tell nothing where keys and words contradict each other', () => {
    assert.equal(verdictOf(figuresOf(null, measured(27, 70), measured(28, 80))), 'unclear');
    assert.equal(verdictOf(figuresOf(null, null, null)), 'unclear');
  });
});
