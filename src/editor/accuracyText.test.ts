import assert from 'node:assert/strict';
import { accuracyText } from './accuracyText';

const knowledge = { version: '0.1.0', content: 'abcd1234', conditions: new Map() };
const measured = (pack: string) =>
  accuracyText({
    ...knowledge,
    accuracy: { pack, sets: [{ name: 'Avey', cases: 245, top1: 0.667, top3: 0.85, top5: 0.9 }] },
  }).join('\n');

describe('The accuracy beside the differential', () => {
  it('names the data, the cases, top-1, 3 and 5, and the version of the pack', () => {
    const text = measured('abcd1234');
    assert.match(text, /0\.1\.0-abcd1234/);
    assert.match(text, /Avey \(245 cases\) 67% \/ 85% \/ 90%/);
    assert.match(text, /not validated clinically/);
    assert.doesNotMatch(text, /earlier version/);
  });

  it('says when it was measured with another pack, and when never', () => {
    assert.match(measured('00000000'), /earlier version of the pack/);
    assert.match(
      accuracyText({ ...knowledge, accuracy: null }).join('\n'),
      /has not been measured/,
    );
  });
});
