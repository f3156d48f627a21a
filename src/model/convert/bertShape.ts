import { ModelError } from '../modelError';
import type { GgufValue } from './ggufHeader';
import { member, readJson } from './readJson';

/** The dimensions of a BERT encoder. */
export interface BertShape {
  readonly vocabulary: number;
  readonly hidden: number;
  readonly feedForward: number;
  readonly layers: number;
  readonly heads: number;
  /** Most tokens of a text. */
  readonly positions: number;
  readonly tokenTypes: number;
  readonly layerNormEpsilon: number;
}

/** How llama.cpp makes one vector of the tokens' vectors. */
const MEAN_POOLING = 1;

/** Reads `config.json`. Rejects with a ModelError ("not-convertible", "unreadable"). */
export async function readBertShape(path: string): Promise<BertShape> {
  const config = await readJson(path);
  const count = (key: string): number => {
    const value = member(config, key);
    if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
    throw unlikeBert(path, `${key} is missing or no count`);
  };
  if (member(config, 'model_type') !== 'bert') throw unlikeBert(path, 'the model is no BERT');
  if (member(config, 'hidden_act') !== 'gelu') throw unlikeBert(path, 'hidden_act is not gelu');
  if ((member(config, 'position_embedding_type') ?? 'absolute') !== 'absolute') {
    throw unlikeBert(path, 'its positions are not absolute');
  }
  const layerNormEpsilon = member(config, 'layer_norm_eps');
  if (typeof layerNormEpsilon !== 'number' || !(layerNormEpsilon > 0)) {
    throw unlikeBert(path, 'layer_norm_eps is missing or no number');
  }
  const shape = {
    vocabulary: count('vocab_size'),
    hidden: count('hidden_size'),
    feedForward: count('intermediate_size'),
    layers: count('num_hidden_layers'),
    heads: count('num_attention_heads'),
    positions: count('max_position_embeddings'),
    tokenTypes: count('type_vocab_size'),
    layerNormEpsilon,
  };
  if (shape.hidden % shape.heads !== 0) {
    throw unlikeBert(path, `${shape.hidden} columns do not divide among ${shape.heads} heads`);
  }
  return shape;
}

/** Checks that `1_Pooling/config.json` asks for the mean. Rejects with a ModelError. */
export async function assertMeanPooling(path: string): Promise<void> {
  const config = await readJson(path);
  const modes = ['cls_token', 'max_tokens', 'mean_sqrt_len_tokens'];
  const others = modes.some((mode) => member(config, `pooling_mode_${mode}`) === true);
  if (member(config, 'pooling_mode_mean_tokens') === true && !others) return;
  throw unlikeBert(path, 'it pools in another way than by the mean');
}

export function shapeMetadata(shape: BertShape): ReadonlyMap<string, GgufValue> {
  const uint32 = (value: number): GgufValue => ({ type: 'uint32', value });
  return new Map<string, GgufValue>([
    ['bert.block_count', uint32(shape.layers)],
    ['bert.context_length', uint32(shape.positions)],
    ['bert.embedding_length', uint32(shape.hidden)],
    ['bert.feed_forward_length', uint32(shape.feedForward)],
    ['bert.attention.head_count', uint32(shape.heads)],
    ['bert.attention.layer_norm_epsilon', { type: 'float32', value: shape.layerNormEpsilon }],
    ['bert.attention.causal', { type: 'bool', value: false }],
    ['bert.pooling_type', uint32(MEAN_POOLING)],
    ['tokenizer.ggml.token_type_count', uint32(shape.tokenTypes)],
  ]);
}

function unlikeBert(path: string, why: string): ModelError {
  return new ModelError(
    'not-convertible',
    `${path} cannot be converted: ${why}. Only embedding models of the BERT family with mean pooling can.`,
  );
}
