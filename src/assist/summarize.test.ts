import assert from 'node:assert/strict';
import type { ChatOptions, LanguageModel } from '../model/types';
import { builtInLexicon } from '../note/terms/builtInLexicon';
import { summarize } from './summarize';
import type { SummarySentence } from './types';

const REPORT = `CHEST RADIOGRAPH

FINDINGS: Heart size is normal. Patchy opacity in the right lower lobe with a small right
pleural effusion. The left lung is clear. No pneumothorax.

IMPRESSION:
1. Right lower lobe pneumonia with a small effusion.
`;

const lexicon = builtInLexicon();

/** A model that answers with a fixed text, in pieces: what is tested is what is made of it. */
function writing(text: string): LanguageModel {
  return {
    id: 'fixed',
    contextTokens: 2000,
    complete: () => Promise.reject(new Error('not asked for here')),
    chat: (_messages, options: ChatOptions) => {
      for (const piece of text.match(/.{1,7}/gs) ?? []) {
        options.signal?.throwIfAborted();
        options.onText?.(piece);
      }
      return Promise.resolve(text);
    },
    countTokens: (t) => t.split(' ').length,
    dispose: () => Promise.resolve(),
  };
}

describe('A summary', () => {
  it('begins with the impression and cites its lines', async () => {
    const { sentences, model } = await summarize(
      { text: REPORT, kind: 'report' },
      { lexicon, model: null },
    );
    assert.equal(model, null);
    assert.equal(sentences[0]!.part, 'Impression');
    assert.equal(sentences[0]!.text, 'Right lower lobe pneumonia with a small effusion.');
    assert.deepEqual(sentences[0]!.support, [[7, 7]]);
    assert.ok(sentences.every((s) => s.status === 'grounded' && s.by === 'extraction'));
  });

  it('tells what is abnormal and leaves out what is normal or denied', async () => {
    const { sentences } = await summarize(
      { text: REPORT, kind: 'report' },
      { lexicon, model: null },
    );
    const text = sentences.map((s) => s.text).join(' ');
    assert.match(text, /pleural effusion/);
    assert.doesNotMatch(text, /pneumothorax|Heart size/);
  });

  it('marks what the model says without basis, and keeps it out of the plain text', async () => {
    const model = writing(
      'Right lower lobe pneumonia. The patient has a fracture of the left hip.',
    );
    const { sentences, summary } = await summarize(
      { text: REPORT, kind: 'report' },
      { lexicon, model },
    );
    const written = sentences.filter((s) => s.by === 'model');
    assert.deepEqual(
      written.map((s) => s.status),
      ['grounded', 'unsupported'],
    );
    assert.ok(written[1]!.missing.some((m) => /fracture|hip|left/.test(m)));
    assert.doesNotMatch(summary, /fracture/);
  });

  it('streams each sentence as soon as it is there', async () => {
    const seen: SummarySentence[] = [];
    const { sentences } = await summarize(
      { text: REPORT, kind: 'report' },
      { lexicon, model: writing('Right lower lobe pneumonia.') },
      { onSentence: (s) => seen.push(s) },
    );
    assert.deepEqual(seen, sentences);
  });

  it('stops when it is cancelled', async () => {
    const controller = new AbortController();
    await assert.rejects(
      summarize(
        { text: REPORT, kind: 'report' },
        { lexicon, model: writing('Right lower lobe pneumonia. More. And more.') },
        { signal: controller.signal, onSentence: () => controller.abort() },
      ),
      { name: 'AbortError' },
    );
  });

  it('is empty, not wrong, for a text that says nothing clinical', async () => {
    for (const text of ['', '\u0000\u0001', 'Lorem ipsum dolor sit amet.']) {
      const { sentences } = await summarize(
        { text, kind: 'report' },
        { lexicon, model: writing('X.') },
      );
      assert.deepEqual(sentences, []);
    }
  });

  it('puts the patient on one line', async () => {
    const note =
      'HPI: 58-year-old man with sudden onset of cough and fever, worse at night. No chest pain.\nPMH: asthma.\n';
    const { sentences } = await summarize({ text: note, kind: 'visit' }, { lexicon, model: null });
    assert.equal(sentences[0]!.part, 'One line');
    assert.match(
      sentences[0]!.text,
      /^58-year-old male with asthma presenting with cough and fever\.$/,
    );
  });
});
