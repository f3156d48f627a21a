import assert from 'node:assert/strict';
import type { LanguageModel, Piece } from '../../model/types';
import { complete } from './complete';
import { PhraseMemory } from '../phrases/phraseMemory';

/** A model that says fixed pieces: what is tested is what is made of them. */
function saying(...pieces: readonly (readonly [string, number])[]): LanguageModel {
  return {
    id: 'fixed',
    contextTokens: 1000,
    complete: (): Promise<readonly Piece[]> =>
      Promise.resolve(pieces.map(([text, probability]) => ({ text, probability }))),
    chat: () => Promise.reject(new Error('not asked for here')),
    countTokens: (t) => t.length,
    dispose: () => Promise.resolve(),
  };
}

async function shown(before: string, model: LanguageModel | null, after = '', explicit = false) {
  const request = { text: before + after, offset: before.length, explicit };
  return complete(request, {
    phrases: new PhraseMemory(),
    model,
    earlierVisits: [],
    now: () => 0,
  });
}

describe('A completion', () => {
  it('shows whole words while they are likely to be right', async () => {
    const model = saying(
      [' and', 0.99],
      [' nau', 0.99],
      ['sea', 0.99],
      [' today', 0.05],
      ['.', 0.99],
    );
    const answer = await shown('Complains of vomiting', model);
    assert.equal(answer.completion, ' and nausea');
    assert.equal(answer.source, 'model');
    assert.deepEqual(
      answer.words?.map((w) => w.text),
      [' and', ' nausea'],
    );
    assert.ok(answer.words![1]!.confidence < answer.words![0]!.confidence);
  });

  it('abstains when unsure, and says more when asked by key', async () => {
    const model = saying([' and', 0.25], [' more', 0.99], [' so', 0.99]);
    assert.equal((await shown('Complains of vomiting', model)).completion, '');
    assert.notEqual((await shown('Complains of vomiting', model, '', true)).completion, '');
  });

  it('says the less the quieter it is to be', async () => {
    const lengths = await Promise.all(
      (['eager', 'balanced', 'quiet'] as const).map(async (mode) => {
        let shownTimes = 0;
        for (let p = 0.05; p < 1; p += 0.05) {
          const text = 'Complains of vomiting';
          const answer = await complete(
            { text, offset: text.length, explicit: false, mode },
            {
              phrases: new PhraseMemory(),
              model: saying([' today', p], ['.', 0.99]),
              earlierVisits: [],
              now: () => 0,
            },
          );
          if (answer.completion !== '') shownTimes += 1;
        }
        return shownTimes;
      }),
    );
    assert.ok(lengths[0]! > lengths[1]! && lengths[1]! > lengths[2]! && lengths[2]! > 0);
  });

  it('offers what the other source says as an alternative', async () => {
    const phrases = new PhraseMemory();
    phrases.learn('a', 'Chest clear to auscultation.\n'.repeat(2));
    phrases.settle();
    const text = 'Exam: Chest clear';
    const answer = await complete(
      { text, offset: text.length, explicit: true },
      {
        phrases,
        model: saying([' on', 0.99], [' both', 0.99], [' bases', 0.99], ['.', 0.99]),
        earlierVisits: [],
        now: () => 0,
      },
    );
    assert.equal(answer.alternatives?.length, 1);
    assert.notEqual(answer.alternatives![0], answer.completion);
  });

  it('never writes the line above once more', async () => {
    const model = saying([' clear', 0.99], ['.', 0.99]);
    assert.equal((await shown('Chest clear.\nChest', model)).completion, '');
    assert.equal((await shown('Lungs clear.\nChest', model)).completion, ' clear.');
  });

  it('goes over a line only in a list whose items stand one a line', async () => {
    const model = saying([' daily', 0.99], ['\n', 0.99], ['Aspirin', 0.99], ['\n', 0.99]);
    const list = 'Medications:\nMetformin twice daily\nRamipril daily\nAtorvastatin';
    assert.equal((await shown(list, model)).completion, ' daily\nAspirin');
    assert.equal((await shown('He takes atorvastatin', model)).completion, ' daily');
  });

  it("takes numbers and sides from the same patient's earlier notes", async () => {
    const model = saying([' metformin', 0.99], [' 500', 0.99], [' mg', 0.99], ['.', 0.99]);
    const text = 'Continue';
    const answer = await complete(
      { text, offset: text.length, explicit: false },
      {
        phrases: new PhraseMemory(),
        model,
        earlierVisits: ['Metformin 500 mg twice daily.'],
        now: () => 0,
      },
    );
    assert.equal(answer.completion, ' metformin 500 mg.');
  });

  it('drops a last word that may not be whole', async () => {
    const model = saying([' pneu', 0.99], ['mo', 0.99]);
    assert.equal((await shown('Impression:', model)).completion, '');
  });

  it('stops at the end of the sentence and of the line', async () => {
    const sentence = saying(
      [' today', 0.99],
      ['.', 0.99],
      [' Next', 0.99],
      [' one', 0.99],
      ['.', 0.99],
    );
    assert.equal((await shown('Seen', sentence)).completion, ' today.');
    const line = saying([' today', 0.99], ['\nPlan', 0.99], [':', 0.99]);
    assert.equal((await shown('Seen', line)).completion, ' today');
  });

  it('does not repeat what follows the cursor', async () => {
    const model = saying([' for', 0.99], [' three', 0.99], [' days', 0.99], ['.', 0.99]);
    assert.equal((await shown('Cough', model, ' days.')).completion, ' for three');
  });

  it('does not break into a word', async () => {
    assert.equal(
      (await shown('He has', saying([' pain', 0.99], ['.', 0.99]), 'te')).completion,
      '',
    );
  });

  it('never doubles the space the clinician has typed', async () => {
    const model = saying([' chest', 0.99], [' pain', 0.99], ['.', 0.99]);
    assert.equal((await shown('He has ', model)).completion, 'chest pain.');
  });

  it('adds no number of its own', async () => {
    const model = saying([' metformin', 0.99], [' 500', 0.99], [' mg', 0.99], ['.', 0.99]);
    assert.equal((await shown('Start', model)).completion, ' metformin');
  });

  it('answers from phrases alone where there is no model', async () => {
    const phrases = new PhraseMemory();
    phrases.learn('a', 'Chest clear to auscultation.\n'.repeat(4));
    phrases.settle();
    const text = 'Exam: Chest clear';
    const answer = await complete(
      { text, offset: text.length, explicit: false },
      { phrases, model: null, earlierVisits: [], now: () => 0 },
    );
    assert.equal(answer.completion, ' to auscultation.');
    assert.equal(answer.source, 'phrases');
  });
});
