import assert from 'node:assert/strict';
import { GeneratedText } from './generatedText';

const CONTROLS = ['<|im_end|>', '<|im_start|>'];
const bytes = (text: string): number[] => [...Buffer.from(text)];
const fromBytes = (tokens: readonly number[]): string => Buffer.from(tokens).toString('utf8');

describe('generated text', () => {
  it('never shows half a character', () => {
    const out = new GeneratedText(fromBytes, CONTROLS, []);
    const shown = bytes('38 °C 🫀 حمى').map((token) => out.push(token));
    assert.ok(shown.every((text) => !text.includes('\uFFFD')));
    assert.equal(shown.join('') + out.finish(), '38 °C 🫀 حمى');
  });

  it('ends where a control sequence is written out letter by letter', () => {
    const out = new GeneratedText(fromBytes, CONTROLS, []);
    const shown = bytes('No fever.<|im_end|>\n<|im_start|>user').map((token) => out.push(token));
    assert.equal(shown.join('') + out.finish(), 'No fever.');
    assert.equal(out.ended, true);
  });

  it('shows what only looked like a control sequence', () => {
    const out = new GeneratedText(fromBytes, CONTROLS, []);
    const shown = bytes('SpO2 <|im and').map((token) => out.push(token));
    assert.equal(shown.join(''), 'SpO2 <|im and');
    assert.equal(out.push(60), '');
    assert.equal(out.finish(), '<');
  });
});
