import assert from 'node:assert/strict';
import type { LanguageModel, Piece } from '../model/types';
import { complete } from './complete';
import { PhraseMemory } from './phrases';

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
  return complete(request, { phrases: new PhraseMemory(), model, now: () => 0 });
}

describe('A completion', () => {
  it('shows whole words while their joint probability holds', async () => {
    const model = saying([' and', 0.9], [' nau', 0.9], ['sea', 0.9], [' today', 0.2], ['.', 0.9]);
    const answer = await shown('Complains of vomiting', model);
    assert.equal(answer.completion, ' and nausea');
    assert.equal(answer.source, 'model');
    assert.ok(Math.abs(answer.confidence - 0.729) < 1e-9);
  });

  it('abstains when unsure, and says more when asked by key', async () => {
    const model = saying([' and', 0.3], [' more', 0.9], [' so', 0.9]);
    assert.equal((await shown('Complains of vomiting', model)).completion, '');
    assert.equal((await shown('Complains of vomiting', model, '', true)).completion, ' and more');
  });

  it('drops a last word that may not be whole', async () => {
    const model = saying([' pneu', 0.9], ['mo', 0.9]);
    assert.equal((await shown('Impression:', model)).completion, '');
  });

  it('stops at the end of the sentence and of the line', async () => {
    const sentence = saying([' today', 0.9], ['.', 0.9], [' Next', 0.9], [' one', 0.9], ['.', 0.9]);
    assert.equal((await shown('Seen', sentence)).completion, ' today.');
    const line = saying([' today', 0.9], ['\nPlan', 0.9], [':', 0.9]);
    assert.equal((await shown('Seen', line)).completion, ' today');
  });

  it('does not repeat what follows the cursor', async () => {
    const model = saying([' for', 0.9], [' three', 0.9], [' days', 0.9], ['.', 0.9]);
    assert.equal((await shown('Cough', model, ' days.')).completion, ' for three');
  });

  it('does not break into a word', async () => {
    assert.equal((await shown('He has', saying([' pain', 0.9], ['.', 0.9]), 'te')).completion, '');
  });

  it('never doubles the space the clinician has typed', async () => {
    const model = saying([' chest', 0.9], [' pain', 0.9], ['.', 0.9]);
    assert.equal((await shown('He has ', model)).completion, 'chest pain.');
  });

  it('adds no number of its own', async () => {
    const model = saying([' metformin', 0.9], [' 500', 0.99], [' mg', 0.99], ['.', 0.99]);
    assert.equal((await shown('Start', model)).completion, ' metformin');
  });

  it('answers from phrases alone where there is no model', async () => {
    const phrases = new PhraseMemory();
    phrases.learn('a', 'Chest clear to auscultation.\n'.repeat(4));
    phrases.settle();
    const text = 'Exam: Chest clear';
    const answer = await complete(
      { text, offset: text.length, explicit: false },
      { phrases, model: null, now: () => 0 },
    );
    assert.equal(answer.completion, ' to auscultation.');
    assert.equal(answer.source, 'phrases');
  });
});
