import assert from 'node:assert/strict';
import { statusText, type StatusFacts } from './statusText';

const calm: StatusFacts = {
  engine: { state: 'ready', name: 'SmolLM2 135M' },
  index: { state: 'ready' },
  suggestions: { on: true },
};

describe('The status bar', () => {
  it('names the model that is ready', () => {
    const { text, warning } = statusText(calm);
    assert.equal(text, '$(pulse) SmolLM2 135M');
    assert.equal(warning, false);
  });

  it('says "phrases only" without a model, and why', () => {
    const { text, tooltip } = statusText({
      ...calm,
      engine: { state: 'none', reason: 'No model file was found' },
    });
    assert.match(text, /Phrases only/);
    assert.match(tooltip, /No model file was found\./);
  });

  it('counts what is being indexed and names the file', () => {
    const { text, tooltip } = statusText({
      ...calm,
      index: { state: 'reading', done: 12, total: 270, file: 'guidelines/pe.md', paused: false },
    });
    assert.match(text, /Indexing 12\/270/);
    assert.match(tooltip, /12 of 270: guidelines\/pe\.md/);
  });

  it('tells in the tooltip alone how far search by meaning is', () => {
    const state = (paused: boolean) =>
      statusText({ ...calm, index: { state: 'embedding', done: 120, total: 900, paused } });
    assert.doesNotMatch(state(false).text, /120|900/);
    assert.match(state(false).tooltip, /being prepared: 120 of 900 passages/);
    assert.match(state(true).tooltip, /paused: 120 of 900 passages/);
  });

  it('says until when suggestions are off', () => {
    const until = new Date(2026, 0, 5, 9, 5);
    const { text, label } = statusText({
      ...calm,
      suggestions: { on: false, because: 'snooze', until },
    });
    assert.match(text, /Suggestions off until 09:05/);
    assert.match(label, /until 09:05/);
  });

  it('warns when the model failed, whatever else goes on', () => {
    const { text, tooltip, warning } = statusText({
      ...calm,
      engine: { state: 'error', name: 'Big', message: 'The file is truncated' },
      suggestions: { on: false, because: 'folder' },
    });
    assert.match(text, /Model failed/);
    assert.equal(warning, true);
    assert.match(tooltip, /Big failed: The file is truncated\./);
    assert.match(tooltip, /off for this folder/);
  });

  it('tells a screen reader everything without icons', () => {
    assert.doesNotMatch(statusText(calm).label, /\$\(/);
  });
});
