import assert from 'node:assert/strict';
import {
  isInsideWord,
  isOnTheWay,
  placeAfter,
  takenWhole,
  typedAlong,
  windowAround,
  type Place,
  type Shown,
} from './suggestion';

const now = (text: string, after = ''): Place => ({
  key: 'a',
  text: text + after,
  offset: text.length,
});
const shown = (text: string, completion: string | readonly string[], after = ''): Shown => ({
  ...now(text, after),
  completions: [completion].flat(),
  explicit: false,
});

describe('Typing along a suggestion', () => {
  it('keeps what is left of it', () => {
    assert.deepEqual(typedAlong(shown('No chest', ' pain today.'), now('No chest pa')), [
      'in today.',
    ]);
    assert.deepEqual(
      typedAlong(shown('No chest', ' pain.', '\nPlan'), now('No chest ', '\nPlan')),
      ['pain.'],
    );
  });

  it('keeps each of several that begin as was typed, in their order', () => {
    const several = shown('No chest', [' pain.', ' tightness.', ' pressure.']);
    assert.deepEqual(typedAlong(several, now('No chest p')), ['ain.', 'ressure.']);
    assert.deepEqual(typedAlong(several, now('No chest ti')), ['ghtness.']);
  });

  it('gives it back when the typed part is deleted again', () => {
    const first = shown('No chest', ' pain.');
    assert.deepEqual(typedAlong(first, now('No chest pain')), ['.']);
    assert.deepEqual(typedAlong(first, now('No chest')), [' pain.']);
  });

  it('ends with a letter in the other case', () => {
    assert.deepEqual(typedAlong(shown('No chest', ' pain.'), now('No chest P')), []);
  });

  it('ends when something else is typed, elsewhere or in another note', () => {
    const first = shown('No chest', ' pain.', '\nPlan');
    assert.deepEqual(typedAlong(first, now('No chest x', '\nPlan')), []);
    assert.deepEqual(typedAlong(first, now('No chest p', '\nPlaN')), []);
    assert.deepEqual(typedAlong(first, now('Nn chest p', '\nPlan')), []);
    assert.deepEqual(typedAlong(first, { ...now('No chest p', '\nPlan'), key: 'b' }), []);
    assert.deepEqual(typedAlong(first, now('No ches', '\nPlan')), []);
  });

  it('never offers again what already stands there', () => {
    const first = shown('No chest', ' pain.');
    assert.deepEqual(typedAlong(first, now('No chest pain.')), []);
    assert.deepEqual(typedAlong(first, now('No chest pain. pain.')), []);
  });
});

describe('A suggestion that is taken', () => {
  it('is known by the note alone, however it was taken', () => {
    const several = shown('No chest', [' pain.', ' tightness.'], '\nPlan');
    assert.equal(takenWhole(several, now('No chest tightness.', '\nPlan')), true);
    assert.equal(takenWhole(several, now('No chest tight', '\nPlan')), false);
    assert.equal(takenWhole(several, now('No chest', '\nPlan')), false);
    assert.equal(takenWhole(null, now('No chest')), false);
  });

  it('leaves the cursor behind it', () => {
    assert.deepEqual(
      placeAfter(now('No chest', '\nPlan'), ' pain.'),
      now('No chest pain.', '\nPlan'),
    );
  });

  it('is on its way while its own letters come and go', () => {
    const place = now('No chest', '\nPlan');
    assert.equal(isOnTheWay(place, ' pain.', 'a', 'No chest pa\nPlan'), true);
    assert.equal(isOnTheWay(place, ' pain.', 'a', 'No chest pain.\nPlan'), true);
    assert.equal(isOnTheWay(place, ' pain.', 'a', 'No chest\nPlan'), true);
    assert.equal(isOnTheWay(place, ' pain.', 'a', 'No chest px\nPlan'), false);
    assert.equal(isOnTheWay(place, ' pain.', 'a', 'No ches\nPlan'), false);
    assert.equal(isOnTheWay(place, ' pain.', 'b', 'No chest pa\nPlan'), false);
  });
});

describe('Where a suggestion may stand', () => {
  it('is not in the middle of a word', () => {
    assert.equal(isInsideWord({ text: 'dyspnoea', offset: 4 }), true);
    assert.equal(isInsideWord({ text: 'dyspnoea', offset: 8 }), false);
    assert.equal(isInsideWord({ text: 'pain on', offset: 4 }), false);
  });
});

describe('A very long note', () => {
  it('is sent as a window that begins on a line', () => {
    const text = 'line one\nline two\nline three and more';
    const cut = windowAround(text, 30, 15, 2);
    assert.equal(cut.text, 'line three and');
    assert.equal(cut.offset, 12);
  });

  it('is sent whole where it is short', () => {
    assert.deepEqual(windowAround('short', 3), { text: 'short', offset: 3 });
  });

  it('keeps the cursor in place in one endless line', () => {
    const text = 'x'.repeat(50);
    const cut = windowAround(text, 40, 10, 5);
    assert.equal(cut.offset, 10);
    assert.equal(cut.text.length, 15);
  });
});
