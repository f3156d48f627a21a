import assert from 'node:assert/strict';
import type { ModelListing } from '../engine/protocol';
import { consentText, modelItems } from './modelItems';

const model = (over: Partial<ModelListing> = {}): ModelListing => ({
  id: 'llama-3b',
  name: 'Llama 3.2 3B',
  roles: ['completion', 'chat'],
  licence: 'Llama 3.2 Community License',
  file: 'llama.gguf',
  bytes: 2_019_000_000,
  sha256: 'ab',
  contextTokens: 8192,
  memoryGiB: 4,
  sources: [{ kind: 'hub', uri: 'hf:someone/some-model' }],
  builtIn: false,
  path: null,
  ...over,
});

describe('Choosing a model', () => {
  it('lists what is on this machine first and says what has to be downloaded', () => {
    const items = modelItems(
      [model(), model({ id: 'small', name: 'Small', builtIn: true, path: '/m/small.gguf' })],
      null,
    );
    assert.deepEqual(
      items.map((i) => [i.id, i.description]),
      [
        ['small', 'in use'],
        ['llama-3b', 'to be downloaded'],
      ],
    );
  });

  it('does not offer a model that only embeds', () => {
    assert.deepEqual(modelItems([model({ roles: ['embedding'] })], null), []);
  });

  it('asks for consent with size, licence and source named', () => {
    const text = consentText(model());
    assert.match(text, /2\.0 GB/);
    assert.match(text, /Llama 3\.2 Community License/);
    assert.match(text, /hf:someone\/some-model/);
    assert.match(text, /SHA-256/);
  });

  it('says when a file cannot be verified', () => {
    assert.match(consentText(model({ sha256: null })), /cannot be verified/);
  });
});
