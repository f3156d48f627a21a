import assert from 'node:assert/strict';
import { guardCompletion } from './guard';

describe('The completion guard', () => {
  it('lets plain words through', () => {
    assert.equal(
      guardCompletion(' pain and nausea', 'Presents with abdominal', ''),
      ' pain and nausea',
    );
  });

  it('never introduces a number that the note does not hold', () => {
    assert.equal(guardCompletion(' 500 mg twice daily', 'Start metformin', ''), '');
    assert.equal(guardCompletion(' metformin 500 mg', 'Start', ''), ' metformin');
    assert.equal(guardCompletion(' metformin 500 mg', 'On 500 mg. Start', ''), ' metformin 500 mg');
  });

  it('does not complete a number the clinician has begun to another one', () => {
    assert.equal(guardCompletion('00 mg', 'Start metformin 5', ''), '');
    assert.equal(guardCompletion(' mg daily', 'Start ramipril 5', ''), ' mg daily');
  });

  it('never introduces a side that the note does not hold', () => {
    assert.equal(guardCompletion(' pain in the left knee', 'Complains of', ''), ' pain in the');
    assert.equal(guardCompletion(' left knee', 'Left knee pain. Examined the', ''), ' left knee');
  });

  it('never introduces a negation that the note does not hold', () => {
    assert.equal(guardCompletion('enies chest pain', 'Patient d', ''), '');
    assert.equal(guardCompletion(' but no fever', 'Cough', ''), ' but');
    assert.equal(guardCompletion(' and no fever', 'No fever. Cough', ''), ' and no fever');
  });

  it('keeps what the clinician has typed in full', () => {
    assert.equal(guardCompletion(' chest pain', 'She denies', ''), ' chest pain');
  });
});
