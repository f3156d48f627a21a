import assert from 'node:assert/strict';
import type { Assertion } from '../note/types';
import { flagMarks, marksOf, statusOf } from './readingStatus';

const says = (over: Partial<Assertion> = {}): Assertion => ({
  negated: false,
  uncertain: false,
  historical: false,
  hypothetical: false,
  experiencer: 'patient',
  trigger: null,
  ...over,
});

describe('The status of a finding', () => {
  it('is present unless the note says otherwise', () => {
    assert.equal(statusOf(says()), 'present');
    assert.deepEqual(marksOf(says()), ['present']);
  });

  it('is somebody else’s before anything else', () => {
    assert.equal(statusOf(says({ experiencer: 'family', historical: true })), 'family');
    assert.equal(statusOf(says({ experiencer: 'other', negated: true })), 'family');
  });

  it('is denied, not past, in "no history of"', () => {
    const never = says({ negated: true, historical: true });
    assert.equal(statusOf(never), 'denied');
    assert.deepEqual(marksOf(never), ['denied']);
  });

  it('is uncertain where it is only expected: "return if fever"', () => {
    assert.equal(statusOf(says({ hypothetical: true })), 'uncertain');
    assert.equal(statusOf(says({ hypothetical: true, negated: true })), 'uncertain');
  });

  it('keeps everything that is said beside it', () => {
    const none = says({ negated: true, historical: true, experiencer: 'family' });
    assert.deepEqual(marksOf(none), ['denied', 'family']);
  });
});

describe('A measurement', () => {
  it('is marked out of its range alone', () => {
    assert.deepEqual(flagMarks('normal'), []);
    assert.deepEqual(flagMarks(null), []);
    assert.deepEqual(flagMarks('critical-low'), ['low', 'critical']);
    assert.deepEqual(flagMarks('high'), ['high']);
  });
});
