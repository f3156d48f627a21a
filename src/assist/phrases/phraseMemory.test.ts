import assert from 'node:assert/strict';
import { compilePhrasebook } from './compilePhrasebook';
import { Phrasebook } from './phrasebook';
import { readPhrasebook, writePhrasebook } from './phrasebookFile';
import { PhraseMemory } from './phraseMemory';

/** The words expected after `before` while their joint probability is at least `least`. */
function text(memory: PhraseMemory, before: string, least = 0.3): string {
  const place = memory.at(before);
  const words: string[] = [];
  let joint = 1;
  for (;;) {
    const next = place.expect(words);
    joint *= next?.probability ?? 0;
    if (!next || joint < least || next.text === '\n') break;
    words.push(next.text);
    if (/[.!?]$/.test(next.text)) break;
  }
  return words.join('');
}

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
    assert.equal(memory.at('Start nitro').expect([])!.text, 'furantoin');
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
    for (let i = 1; i < note.length; i++) typed.at(note.slice(0, i)).expect([]);
    assert.deepEqual(typed.at(note).expect([]), new PhraseMemory().at(note).expect([]));
  });

  it('says how likely a given word is, at the cursor and after other words', () => {
    const memory = new PhraseMemory();
    memory.learn('a', 'Chest clear to auscultation. Chest clear on the left.\n');
    memory.settle();
    const place = memory.at('Chest clear');
    const to = place.weigh([], ' to');
    assert.ok(to > 0.2 && to < 0.8);
    assert.equal(place.weigh([], ' banana'), 0);
    assert.ok(place.weigh([' to'], ' auscultation') > to);
    assert.ok(memory.at('Chest clear to aus').weigh([], 'cultation') > to);
  });

  it('falls back on the phrasebook, and on the note before it', () => {
    const texts = Array.from({ length: 5 }, () => 'Denies chest pain or palpitations.\n');
    const book = new Phrasebook(compilePhrasebook(texts));
    const memory = new PhraseMemory([], book);
    assert.equal(text(memory, 'She denies chest'), ' pain or palpitations.');
    const note = 'Denies chest tightness or wheeze. Denies chest tightness or wheeze. Denies chest';
    assert.equal(text(memory, note), ' tightness or wheeze.');
  });

  it('reads back the phrasebook it wrote, and refuses a damaged one', () => {
    const texts = ['Bowels open. Bladder empty.\n', 'Bowels open. Bladder full.\n'];
    const arrays = compilePhrasebook(texts);
    const bytes = writePhrasebook(arrays);
    assert.deepEqual(readPhrasebook(bytes), arrays);
    assert.deepEqual(readPhrasebook(Buffer.from(bytes)), arrays);
    for (const broken of [bytes.slice(0, 40), bytes.slice(0, -10), new Uint8Array(9)]) {
      assert.throws(() => readPhrasebook(broken), /phrasebook is damaged/);
    }
  });
});
