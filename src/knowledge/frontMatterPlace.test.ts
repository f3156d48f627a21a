import assert from 'node:assert/strict';
import { placeInFrontMatter } from './frontMatterPlace';

const LINES = [
  '---',
  'condition: Gout',
  'urgency: ',
  'findings:',
  '  joint-',
  '  fever: ',
  '  rash: {often: ',
  'risks:',
  '  ',
  'ag',
  '---',
  '  joint-',
];
const place = (line: number, character = LINES[line]!.length) =>
  placeInFrontMatter(LINES, line, character);

describe('A cursor in the front matter', () => {
  it('stands at a field, at a finding, at a risk, or at a value', () => {
    assert.deepEqual(place(9), { kind: 'field' });
    assert.deepEqual(place(4), { kind: 'concept', field: 'findings' });
    assert.deepEqual(place(8), { kind: 'concept', field: 'risks' });
    assert.deepEqual(place(2), { kind: 'value', field: 'urgency' });
    assert.deepEqual(place(5), { kind: 'value', field: 'findings' });
    assert.deepEqual(place(6), { kind: 'value', field: 'findings' });
  });

  it('stands nowhere outside of it', () => {
    assert.equal(place(0), null);
    assert.equal(place(11), null);
    assert.equal(placeInFrontMatter(['# Gout', 'findings:', '  '], 2, 2), null);
  });
});
