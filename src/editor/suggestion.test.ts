import assert from 'node:assert/strict';
import { isInsideWord, typedAlong, windowAround } from './suggestion';

const shown = (text: string, completion: string, after = '') => ({
  key: 'a',
  text: text + after,
  offset: text.length,
  completion,
});
const now = (text: string, after = '') => ({ key: 'a', text: text + after, offset: text.length });

describe('Typing along a suggestion', () => {
  it('keeps what is left of it', () => {
    assert.equal(typedAlong(shown('No chest', ' pain today.'), now('No chest pa')), 'in today.');
    assert.equal(
      typedAlong(shown('No chest', ' pain.', '\nPlan'), now('No chest ', '\nPlan')),
      'pain.',
    );
  });

  it('gives it back when the typed part is deleted again', () => {
    const first = shown('No chest', ' pain.');
    assert.equal(typedAlong(first, now('No chest pain')), '.');
    assert.equal(typedAlong(first, now('No chest')), ' pain.');
  });

  it('ends when something else is typed, elsewhere or in another note', () => {
    const first = shown('No chest', ' pain.', '\nPlan');
    assert.equal(typedAlong(first, now('No chest x', '\nPlan')), null);
    assert.equal(typedAlong(first, now('No chest p', '\nPlaN')), null);
    assert.equal(typedAlong(first, now('Nn chest p', '\nPlan')), null);
    assert.equal(typedAlong(first, { ...now('No chest p', '\nPlan'), key: 'b' }), null);
    assert.equal(typedAlong(first, now('No ches', '\nPlan')), null);
  });

  it('ends when all of it has been typed, so that the next one can be asked for', () => {
    assert.equal(typedAlong(shown('No chest', ' pain.'), now('No chest pain.')), null);
  });
});

describe('Where a suggestion may stand', () => {
  it('is not in the middle of a word', () => {
    assert.equal(isInsideWord('dyspnoea', 4), true);
    assert.equal(isInsideWord('dyspnoea', 8), false);
    assert.equal(isInsideWord('pain on', 4), false);
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
