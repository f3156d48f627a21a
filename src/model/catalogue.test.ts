import assert from 'node:assert/strict';
import Ajv from 'ajv';
import catalogue from '../../models/catalogue.json';
import schema from '../../models/catalogue.schema.json';
import { builtInEntry, catalogueEntries, catalogueEntry, embedderEntry } from './catalogue';

describe('the model catalogue', () => {
  it('follows its schema', () => {
    const validate = new Ajv({ allErrors: true }).compile(schema);
    assert.ok(validate(catalogue), JSON.stringify(validate.errors));
  });

  it('is refused by its schema when a source is not pinned or a hash is no hash', () => {
    const validate = new Ajv().compile(schema);
    const [first] = catalogue.models;
    const unpinned = { kind: 'hub', uri: 'hf:owner/repository/model.gguf' };
    assert.equal(validate({ models: [{ ...first, sources: [unpinned] }] }), false);
    assert.equal(validate({ models: [{ ...first, sha256: 'abc' }] }), false);
    assert.equal(validate({ models: [{ ...first, sources: [] }] }), false);
  });

  it('names each model and each file once', () => {
    const entries = catalogueEntries();
    assert.equal(new Set(entries.map((e) => e.id)).size, entries.length);
    assert.equal(new Set(entries.map((e) => e.file)).size, entries.length);
  });

  it('has a built-in model that completes and chats, with a known hash and a free licence', () => {
    const entry = builtInEntry();
    assert.deepEqual(entry.roles, ['completion', 'chat']);
    assert.equal(entry.licence, 'Apache-2.0');
    assert.notEqual(entry.sha256, null);
  });

  it('has a built-in embedder, made from weights each of whose files has a known hash', () => {
    const entry = embedderEntry();
    assert.equal(entry.id, 'all-minilm-l6-v2');
    assert.deepEqual(entry.roles, ['embedding']);
    assert.equal(entry.licence, 'Apache-2.0');
    assert.notEqual(entry.sha256, null);
    const [source] = entry.sources;
    assert.ok(source?.kind === 'pypi' && 'bert' in source);
    assert.equal(new Set(Object.values(source.bert).map((part) => part.sha256)).size, 4);
  });

  it('knows a model for each role', () => {
    const roles = new Set(catalogueEntries().flatMap((e) => e.roles));
    assert.deepEqual([...roles].sort(), ['chat', 'completion', 'embedding']);
  });

  it('names the models there are when asked for one there is not', () => {
    assert.throws(() => catalogueEntry('gpt'), {
      code: 'unknown-model',
      message: /smollm2-135m-instruct.*llama-3\.2-3b-instruct/,
    });
  });
});
