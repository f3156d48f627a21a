import assert from 'node:assert/strict';
import { PhraseMemory } from './phrases';

const text = (memory: PhraseMemory, before: string, least = 0.3) =>
  memory
    .expect(before, least)
    .map((w) => w.text)
    .join('');

describe('The phrase memory', () => {
  it('continues a phrase that earlier notes repeat', () => {
    const memory = new PhraseMemory();
    for (const path of ['a', 'b', 'c']) {
      memory.learn(path, 'Heart sounds normal, no murmur. Chest clear.\n');
      memory.settle();
    }
    assert.equal(text(memory, 'Exam: Heart sounds'), ' normal, no murmur.');
  });

  it('completes the word being typed, never repeating its beginning', () => {
    const memory = new PhraseMemory();
    memory.learn('a', 'nitrofurantoin twice daily\nnitrofurantoin at night\n');
    memory.settle();
    assert.equal(memory.expect('Start nitro', 0.1)[0]!.text, 'furantoin');
  });

  it('knows the note itself', () => {
    const memory = new PhraseMemory();
    const note = 'Shortness of breath on exertion. Seen before. Shortness of breath on';
    assert.equal(text(memory, note), ' exertion.');
  });

  it('forgets a note that is gone', () => {
    const memory = new PhraseMemory();
    memory.learn('a', 'Chest clear to auscultation bilaterally.\n'.repeat(3));
    memory.settle();
    assert.notEqual(text(memory, 'Chest clear'), '');
    memory.forget('a');
    memory.settle();
    assert.equal(text(memory, 'Chest clear'), '');
    assert.equal(memory.documents, 0);
  });

  it('replaces what it learnt from a note that changed', () => {
    const memory = new PhraseMemory();
    memory.learn('a', 'Abdomen soft and tender.\n'.repeat(3));
    memory.learn('a', 'Abdomen soft and scarred.\n'.repeat(3));
    memory.settle();
    assert.equal(text(memory, 'Abdomen soft and'), ' scarred.');
  });

  it('completes a term that nobody has written yet', () => {
    const memory = new PhraseMemory(['pheochromocytoma', 'shortness of breath']);
    assert.equal(text(memory, 'Consider pheoch'), 'romocytoma');
    assert.equal(text(memory, 'He has shortness', 0.2), ' of breath');
  });

  it('never joins the end of one note to the beginning of the next', () => {
    const memory = new PhraseMemory();
    for (const path of ['a', 'b', 'c']) memory.learn(path, 'Alpha beta gamma');
    memory.settle();
    assert.equal(text(memory, 'Then beta gamma'), '');
  });

  it('stops at the end of a sentence and is silent without a precedent', () => {
    const memory = new PhraseMemory();
    memory.learn('a', 'No murmur. Chest clear. No murmur. Chest clear.\n');
    memory.settle();
    assert.equal(text(memory, 'Heart: No'), ' murmur.');
    assert.equal(text(memory, 'Completely other words'), '');
    assert.equal(text(memory, ''), '');
  });

  it('answers the same whether a note was typed key by key or opened at once', () => {
    const note = 'Cough for two days. Dry cough. Cough for two';
    const typed = new PhraseMemory();
    for (let i = 1; i < note.length; i++) typed.expect(note.slice(0, i), 0.3);
    assert.deepEqual(typed.expect(note, 0.3), new PhraseMemory().expect(note, 0.3));
  });
});
