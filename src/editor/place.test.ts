import assert from 'node:assert/strict';
import { isPlace, placeLink } from './place';

describe('A link to a place', () => {
  it('carries file and lines through a command URI', () => {
    const link = placeLink({ uri: 'file:///notes/a%20b.md', lines: [3, 5] });
    const query = decodeURIComponent(link.slice(link.indexOf('?') + 1));
    assert.deepEqual(JSON.parse(query), [{ uri: 'file:///notes/a%20b.md', lines: [3, 5] }]);
    assert.doesNotMatch(link, /[\s()]/);
  });

  it('is refused when it has another shape', () => {
    assert.equal(isPlace({ uri: 'file:///a', lines: [1, 2] }), true);
    assert.equal(isPlace({ uri: 'file:///a', span: [1, 'x'] }), false);
    assert.equal(isPlace({ lines: [1, 2] }), false);
    assert.equal(isPlace(null), false);
  });
});
