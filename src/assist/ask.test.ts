import assert from 'node:assert/strict';
import type { Hit } from '../retrieval/types';
import { ask } from './ask';

function hit(text: string, startLine: number, heading = 'Asthma › Treatment'): Hit {
  const endLine = startLine + text.split('\n').length - 1;
  return {
    id: 'a',
    path: '/g/asthma.md',
    kind: 'guideline',
    heading,
    startLine,
    endLine,
    text,
    score: 1,
  };
}

const answer = (question: string, ...hits: Hit[]) =>
  ask({ question }, { search: () => Promise.resolve(hits) });

describe('An answer from the guidelines', () => {
  it('is made of sentences of the passages, each with its line', async () => {
    const { sentences } = await answer(
      'What is the first treatment of asthma?',
      hit(
        '## Treatment\n\n- First treatment of asthma is an inhaled\n  corticosteroid. Teach inhaler use.\n- Stop smoking advice for everybody.',
        10,
      ),
    );
    assert.deepEqual(sentences[0], {
      text: 'First treatment of asthma is an inhaled corticosteroid.',
      hit: 0,
      line: 12,
    });
  });

  it('says nothing when the passages do not carry the question', async () => {
    const { sentences, hits } = await answer(
      'Which antivenom for a snake bite?',
      hit('First treatment of asthma is an inhaled corticosteroid.', 3),
    );
    assert.deepEqual(sentences, []);
    assert.equal(hits.length, 1);
  });

  it('says nothing when nothing is found, and to an empty question', async () => {
    assert.deepEqual((await answer('What is asthma?')).sentences, []);
    assert.deepEqual((await answer('', hit('Asthma is common.', 1))).sentences, []);
  });

  it('takes no heading of a plain-text guideline for a sentence', async () => {
    const text =
      'TREATMENT OF ASTHMA\nTreatment Goals\nRelieve asthma symptoms with treatment.\nDrug Treatment\n・Salbutamol inhaled is the treatment of an asthma attack.';
    const { sentences } = await answer('What is the treatment of asthma?', hit(text, 5, 'Asthma'));
    assert.deepEqual(
      sentences.map((s) => [s.text, s.line]),
      [
        ['Relieve asthma symptoms with treatment.', 7],
        ['Salbutamol inhaled is the treatment of an asthma attack.', 9],
      ],
    );
  });

  it('is at most five sentences', async () => {
    const text = Array.from(
      { length: 9 },
      (_, i) => `- Asthma treatment step ${i} is written here.`,
    );
    const { sentences } = await answer('asthma treatment', hit(text.join('\n'), 1));
    assert.equal(sentences.length, 5);
  });
});
