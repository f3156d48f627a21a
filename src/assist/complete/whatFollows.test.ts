import assert from 'node:assert/strict';
import { withoutWhatFollows } from './whatFollows';

describe('What follows the cursor', () => {
  it('is never suggested again', () => {
    assert.equal(withoutWhatFollows(' pain', ' pain on exertion'), '');
    assert.equal(withoutWhatFollows(' pain on exertion', ' pain'), '');
    assert.equal(withoutWhatFollows('Pain', ' pain'), '');
  });

  it('is cut from the end of a suggestion', () => {
    assert.equal(withoutWhatFollows('of breath on exertion.', ' on exertion.'), 'of breath');
    assert.equal(withoutWhatFollows('of breath.', '.'), 'of breath');
  });

  it('is compared by whole words', () => {
    assert.equal(withoutWhatFollows('of breath', ' there'), 'of breath');
    assert.equal(withoutWhatFollows('no pain', ' painful'), 'no pain');
  });

  it('does not matter on the next line', () => {
    assert.equal(withoutWhatFollows('pain', '\npain'), 'pain');
    assert.equal(withoutWhatFollows('pain ', '\r\nPlan'), 'pain ');
  });
});
