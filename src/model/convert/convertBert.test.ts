import assert from 'node:assert/strict';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readGguf } from '../../../test/support/ggufTensors';
import { tinyBert, writeTinyBert, type TinyBert } from '../../../test/support/tinyBert';
import { readGgufHeader } from '../gguf';
import { ModelError, type ModelErrorCode } from '../modelError';
import { convertBert } from './convertBert';

describe('making a GGUF of an embedding model', () => {
  let folder: string;
  let target: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chartside-convert-'));
    target = join(folder, 'out.gguf');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const about = { name: 'tiny', licence: 'Apache-2.0' };
  const convert = (bert: TinyBert = tinyBert(), signal?: AbortSignal): Promise<void> =>
    convertBert({
      parts: writeTinyBert(folder, bert),
      target,
      ...about,
      ...(signal && { signal }),
    });

  it('makes a whole file, under llama.cpp’s names and shapes', async () => {
    await convert(tinyBert({ layers: 2 }));
    const header = await readGgufHeader(target);
    assert.equal(header.architecture, 'bert');
    assert.equal(header.tensors, 5 + 2 * 16);
    const { tensors } = readGguf(target);
    assert.deepEqual(tensors.get('token_embd.weight')?.shape, [32, 10]);
    assert.deepEqual(tensors.get('blk.1.ffn_up.weight')?.shape, [32, 64]);
    assert.deepEqual(tensors.get('blk.1.ffn_down.weight')?.shape, [64, 32]);
    assert.equal(tensors.has('pooler.dense.weight'), false);
  });

  it('quantises matrices to half a step, and keeps norms, biases and positions as they are', async () => {
    const bert = tinyBert();
    await convert(bert);
    const { tensors } = readGguf(target);
    const same = (name: string, source: string): void =>
      assert.deepEqual(tensors.get(name)?.values, bert.tensors.get(source)?.data);
    same('position_embd.weight', 'embeddings.position_embeddings.weight');
    same('token_types.weight', 'embeddings.token_type_embeddings.weight');
    same('blk.0.attn_output_norm.weight', 'encoder.layer.0.attention.output.LayerNorm.weight');
    same('blk.0.attn_q.bias', 'encoder.layer.0.attention.self.query.bias');
    const query = tensors.get('blk.0.attn_q.weight')!;
    const source = bert.tensors.get('encoder.layer.0.attention.self.query.weight')!.data;
    assert.equal(query.type, 8);
    query.values.forEach((v, i) => assert.ok(Math.abs(v - source[i]!) <= 0.55 * (0.5 / 127)));
  });

  it('keeps matrices whose rows are not whole blocks in half precision', async () => {
    await convert(tinyBert({ hidden: 48, feedForward: 64 }));
    const { tensors } = readGguf(target);
    assert.equal(tensors.get('blk.0.attn_q.weight')?.type, 1);
    assert.equal(tensors.get('blk.0.ffn_down.weight')?.type, 8);
  });

  it('marks the beginnings of words where BERT marks what goes on', async () => {
    await convert();
    const { metadata } = readGguf(target);
    const tokens = metadata.get('tokenizer.ggml.tokens') as readonly string[];
    assert.deepEqual(tokens.slice(4), ['[MASK]', '▁chest', '▁pain', '▁no', 's', '▁fever']);
    assert.deepEqual(metadata.get('tokenizer.ggml.token_type'), [3, 3, 3, 3, 3, 1, 1, 1, 1, 1]);
    assert.equal(metadata.get('tokenizer.ggml.bos_token_id'), 2);
    assert.equal(metadata.get('tokenizer.ggml.seperator_token_id'), 3);
    assert.equal(metadata.get('tokenizer.ggml.unknown_token_id'), 1);
    assert.equal(metadata.get('tokenizer.ggml.normalizer.lowercase'), true);
  });

  it('says of what it was made, and under which licence', async () => {
    const parts = writeTinyBert(folder);
    await convertBert({ parts, target, ...about });
    const { metadata } = readGguf(target);
    assert.equal(metadata.get('general.license'), 'Apache-2.0');
    assert.equal(metadata.get('chartside.source.weights.sha256'), parts.weights.sha256);
    assert.equal(metadata.get('bert.pooling_type'), 1);
  });

  it('makes the same bytes each time', async () => {
    await convert();
    const first = readFileSync(target);
    rmSync(target);
    await convert();
    assert.deepEqual(readFileSync(target), first);
  });

  it('leaves nothing behind when it is cancelled', async () => {
    await assert.rejects(convert(tinyBert(), AbortSignal.abort()), { name: 'AbortError' });
    const controller = new AbortController();
    const work = convertBert({
      parts: writeTinyBert(folder),
      target,
      ...about,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await assert.rejects(work, { name: 'AbortError' });
    assert.deepEqual(readdirSync(folder), ['tiny']);
  });

  it('refuses weights that are cut short, in the header or in the numbers', async () => {
    const parts = writeTinyBert(folder);
    for (const bytes of [parts.weights.bytes - 1, 100, 4, 0]) {
      truncateSync(parts.weights.path, bytes);
      await refused(convertBert({ parts, target, ...about }), 'truncated', ['Fetch the model']);
    }
  });

  it('refuses what is no safetensors file', async () => {
    const parts = writeTinyBert(folder);
    for (const text of [
      'GGUF and something else',
      '\x02\0\0\0\0\0\0\0[]',
      '\x02\0\0\0\0\0\0\0{x',
    ]) {
      writeFileSync(parts.weights.path, text);
      await refused(convertBert({ parts, target, ...about }), 'not-convertible', ['safetensors']);
    }
    const header = '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}';
    writeFileSync(
      parts.weights.path,
      `${String.fromCharCode(header.length)}\0\0\0\0\0\0\0${header}1234`,
    );
    await refused(convertBert({ parts, target, ...about }), 'not-convertible', ['damaged']);
  });

  it('refuses tensors that are missing, unknown, or of another shape or kind', async () => {
    const key = 'encoder.layer.0.attention.self.key.weight';
    const broken = (change: (tensors: TinyBert['tensors']) => void): TinyBert => {
      const bert = tinyBert();
      change(bert.tensors);
      return bert;
    };
    const data = new Float32Array(32 * 32);
    await refused(convert(broken((t) => t.delete(key))), 'not-convertible', [key, 'missing']);
    await refused(
      convert(broken((t) => t.set('classifier.weight', { shape: [32, 32], data }))),
      'not-convertible',
      ['classifier.weight', 'unknown'],
    );
    await refused(
      convert(broken((t) => t.set(key, { shape: [16, 64], data }))),
      'not-convertible',
      [key, '16 × 64', '32 × 32'],
    );
    await refused(
      convert(broken((t) => t.set(key, { shape: [32, 64], dtype: 'F16', data }))),
      'not-convertible',
      ['F16'],
    );
    await refused(
      convert(broken((t) => t.set(key, { shape: [32, 32], data: data.map(() => NaN) }))),
      'not-convertible',
      [key, 'no number'],
    );
  });

  it('refuses models of another kind', async () => {
    const bert = tinyBert();
    const { config, tokenizer, pooling } = bert;
    const others: readonly [TinyBert, string][] = [
      [{ ...bert, config: { ...config, model_type: 'roberta' } }, 'no BERT'],
      [{ ...bert, config: { ...config, hidden_act: 'relu' } }, 'gelu'],
      [{ ...bert, config: { ...config, num_attention_heads: 3 } }, 'heads'],
      [{ ...bert, config: { ...config, num_hidden_layers: 0 } }, 'num_hidden_layers'],
      [{ ...bert, config: { ...config, vocab_size: 11 } }, '10 tokens'],
      [{ ...bert, pooling: { ...pooling, pooling_mode_cls_token: true } }, 'mean'],
      [
        { ...bert, tokenizer: { ...tokenizer, model: { ...tokenizer.model, type: 'BPE' } } },
        'WordPiece',
      ],
      [
        {
          ...bert,
          tokenizer: { ...tokenizer, model: { ...tokenizer.model, vocab: { '[PAD]': 1, a: 1 } } },
        },
        'numbered',
      ],
    ];
    for (const [other, said] of others) await refused(convert(other), 'not-convertible', [said]);
    const parts = writeTinyBert(folder);
    writeFileSync(parts.config.path, '{');
    await refused(convertBert({ parts, target, ...about }), 'not-convertible', ['no JSON']);
  });

  async function refused(
    work: Promise<unknown>,
    code: ModelErrorCode,
    said: readonly string[],
  ): Promise<void> {
    await assert.rejects(work, (error: unknown) => {
      assert.ok(error instanceof ModelError, String(error));
      assert.equal(error.code, code, error.message);
      for (const text of said) assert.ok(error.message.includes(text), error.message);
      return true;
    });
    assert.equal(existsSync(target), false);
    assert.deepEqual(readdirSync(folder), ['tiny']);
  }
});
