import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BERT_PARTS, type BertPart } from '../../src/model/types';

/** A tensor to be written: F32 unless said otherwise. */
export interface TinyTensor {
  readonly shape: readonly number[];
  readonly dtype?: string;
  readonly data: Float32Array;
}

export interface TinyBertShape {
  readonly hidden: number;
  readonly feedForward: number;
  readonly layers: number;
}

const PIECES = [
  '[PAD]',
  '[UNK]',
  '[CLS]',
  '[SEP]',
  '[MASK]',
  'chest',
  'pain',
  'no',
  '##s',
  'fever',
];
const POSITIONS = 64;

/** The files of a BERT embedder with random weights, always the same. */
export function tinyBert(shape: Partial<TinyBertShape> = {}) {
  const { hidden, feedForward, layers } = { hidden: 32, feedForward: 64, layers: 1, ...shape };
  const random = randomNumbers();
  const tensors = new Map<string, TinyTensor>();
  const add = (name: string, ...dimensions: number[]): void => {
    const length = dimensions.reduce((a, b) => a * b, 1);
    tensors.set(name, { shape: dimensions, data: Float32Array.from({ length }, random) });
  };
  const linear = (name: string, rows: number, columns: number): void => {
    add(`${name}.weight`, rows, columns);
    add(`${name}.bias`, rows);
  };
  const norm = (name: string): void => {
    add(`${name}.weight`, hidden);
    add(`${name}.bias`, hidden);
  };
  add('embeddings.word_embeddings.weight', PIECES.length, hidden);
  add('embeddings.position_embeddings.weight', POSITIONS, hidden);
  add('embeddings.token_type_embeddings.weight', 2, hidden);
  norm('embeddings.LayerNorm');
  for (let i = 0; i < layers; i++) {
    const layer = `encoder.layer.${i}`;
    for (const part of ['query', 'key', 'value']) {
      linear(`${layer}.attention.self.${part}`, hidden, hidden);
    }
    linear(`${layer}.attention.output.dense`, hidden, hidden);
    norm(`${layer}.attention.output.LayerNorm`);
    linear(`${layer}.intermediate.dense`, feedForward, hidden);
    linear(`${layer}.output.dense`, hidden, feedForward);
    norm(`${layer}.output.LayerNorm`);
  }
  linear('pooler.dense', hidden, hidden);
  return {
    tensors,
    config: {
      model_type: 'bert',
      hidden_act: 'gelu',
      hidden_size: hidden,
      intermediate_size: feedForward,
      layer_norm_eps: 1e-12,
      max_position_embeddings: POSITIONS,
      num_attention_heads: 2,
      num_hidden_layers: layers,
      position_embedding_type: 'absolute',
      type_vocab_size: 2,
      vocab_size: PIECES.length,
    },
    tokenizer: {
      added_tokens: PIECES.slice(0, 5).map((content, id) => ({ id, special: true, content })),
      normalizer: { type: 'BertNormalizer', lowercase: true, strip_accents: null },
      model: {
        type: 'WordPiece',
        continuing_subword_prefix: '##',
        vocab: Object.fromEntries(PIECES.map((piece, id) => [piece, id])),
      },
    },
    pooling: { pooling_mode_mean_tokens: true, pooling_mode_cls_token: false },
  };
}

export type TinyBert = ReturnType<typeof tinyBert>;

export const TINY_PARTS: Readonly<Record<BertPart, string>> = {
  weights: 'tiny/model.safetensors',
  config: 'tiny/config.json',
  tokenizer: 'tiny/tokenizer.json',
  pooling: 'tiny/1_Pooling/config.json',
};

/** Writes the files of a tiny BERT below a folder; returns what they are. */
export function writeTinyBert(folder: string, bert: TinyBert = tinyBert()) {
  const contents: Readonly<Record<BertPart, Buffer>> = {
    weights: safetensors(bert.tensors),
    config: Buffer.from(JSON.stringify(bert.config)),
    tokenizer: Buffer.from(JSON.stringify(bert.tokenizer)),
    pooling: Buffer.from(JSON.stringify(bert.pooling)),
  };
  const describe = (part: BertPart) => {
    const path = join(folder, TINY_PARTS[part]);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents[part]);
    const sha256 = createHash('sha256').update(contents[part]).digest('hex');
    return { path, member: TINY_PARTS[part], bytes: contents[part].length, sha256 };
  };
  const described = BERT_PARTS.map((part) => [part, describe(part)] as const);
  return Object.fromEntries(described) as Record<BertPart, ReturnType<typeof describe>>;
}

/** The tensors as a safetensors file. */
export function safetensors(tensors: ReadonlyMap<string, TinyTensor>): Buffer {
  let offset = 0;
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  const data: Buffer[] = [];
  for (const [name, tensor] of tensors) {
    const bytes = Buffer.from(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength);
    header[name] = {
      dtype: tensor.dtype ?? 'F32',
      shape: tensor.shape,
      data_offsets: [offset, (offset += bytes.length)],
    };
    data.push(bytes);
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...data]);
}

/** Numbers from −0.5 to 0.5, the same in each run (mulberry32). */
function randomNumbers(): () => number {
  let state = 7;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32 - 0.5;
  };
}
