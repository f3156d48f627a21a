import assert from 'node:assert/strict';
import type { Answer } from '../assist/types';
import { answerText } from './answerText';

const hit: Answer['hits'][number] = {
  id: '1',
  path: 'guidelines/pneumonia.md',
  kind: 'guideline',
  heading: 'Pneumonia › Treatment',
  startLine: 30,
  endLine: 41,
  text: '## Treatment\n\nGive doxycycline 200 mg.',
  score: 1,
};

describe('The answer of the guidelines', () => {
  it('cites file and line behind each sentence', () => {
    const { text, links } = answerText('Which antibiotic?', {
      sentences: [{ text: 'Give doxycycline 200 mg.', hit: 0, line: 32 }],
      hits: [hit],
    });
    assert.match(text, /- Give doxycycline 200 mg\. \[pneumonia\.md L32\]/);
    assert.deepEqual(links[0]?.target, {
      kind: 'file',
      path: 'guidelines/pneumonia.md',
      lines: [32, 32],
    });
  });

  it('says that the guidelines do not say, and still shows the nearest passages', () => {
    const { text, links } = answerText('Which antibiotic?', { sentences: [], hits: [hit] });
    assert.match(text, /Your guidelines do not say\./);
    assert.match(text, /## The nearest passages/);
    assert.equal(links.length, 1);
  });

  it('puts the passages it rests on before the others', () => {
    const other = { ...hit, id: '2', heading: 'Bronchitis', path: 'guidelines/bronchitis.md' };
    const { text } = answerText('Which antibiotic?', {
      sentences: [{ text: 'Give doxycycline 200 mg.', hit: 1, line: 32 }],
      hits: [other, hit],
    });
    assert.ok(text.indexOf('Pneumonia › Treatment') < text.indexOf('## See also'));
    assert.ok(text.indexOf('Bronchitis') > text.indexOf('## See also'));
  });

  it('survives an answer without any passage', () => {
    const { text } = answerText('Which antibiotic?', { sentences: [], hits: [] });
    assert.match(text, /do not say/);
    assert.doesNotMatch(text, /passages/);
  });
});
