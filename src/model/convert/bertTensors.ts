import type { BertShape } from './bertShape';
import type { GgufTensor, TensorType } from './ggufHeader';
import { Q8_BLOCK } from './quantise';

/** A tensor by BERT's name, and what becomes of it. */
export interface TensorPlan extends GgufTensor {
  readonly source: string;
  /** Rows first, as in the source. */
  readonly sourceShape: readonly number[];
}

/** Tensors of BERT that an embedder does without. */
const UNUSED = /^(embeddings\.position_ids|pooler\.dense\.(weight|bias))$/;

export function isUnused(source: string): boolean {
  return UNUSED.test(source);
}

/** Every tensor that a BERT of this shape has, by its name there. */
export function bertTensors(shape: BertShape): ReadonlyMap<string, TensorPlan> {
  const { hidden, feedForward, positions, tokenTypes, vocabulary } = shape;
  const plans: TensorPlan[] = [
    // llama.cpp adds these two to the sum as they are: it wants them in full.
    plan('embeddings.position_embeddings.weight', 'position_embd.weight', [positions, hidden]),
    plan('embeddings.token_type_embeddings.weight', 'token_types.weight', [tokenTypes, hidden]),
    matrix('embeddings.word_embeddings.weight', 'token_embd.weight', [vocabulary, hidden]),
    ...norm('embeddings.LayerNorm', 'token_embd_norm', hidden),
  ];
  for (let i = 0; i < shape.layers; i++) {
    const layer = `encoder.layer.${i}`;
    plans.push(
      ...linear(`${layer}.attention.self.query`, `blk.${i}.attn_q`, hidden, hidden),
      ...linear(`${layer}.attention.self.key`, `blk.${i}.attn_k`, hidden, hidden),
      ...linear(`${layer}.attention.self.value`, `blk.${i}.attn_v`, hidden, hidden),
      ...linear(`${layer}.attention.output.dense`, `blk.${i}.attn_output`, hidden, hidden),
      ...norm(`${layer}.attention.output.LayerNorm`, `blk.${i}.attn_output_norm`, hidden),
      ...linear(`${layer}.intermediate.dense`, `blk.${i}.ffn_up`, feedForward, hidden),
      ...linear(`${layer}.output.dense`, `blk.${i}.ffn_down`, hidden, feedForward),
      ...norm(`${layer}.output.LayerNorm`, `blk.${i}.layer_output_norm`, hidden),
    );
  }
  return new Map(plans.map((p) => [p.source, p]));
}

function linear(source: string, name: string, rows: number, columns: number): TensorPlan[] {
  return [
    matrix(`${source}.weight`, `${name}.weight`, [rows, columns]),
    plan(`${source}.bias`, `${name}.bias`, [rows]),
  ];
}

function norm(source: string, name: string, width: number): TensorPlan[] {
  return [
    plan(`${source}.weight`, `${name}.weight`, [width]),
    plan(`${source}.bias`, `${name}.bias`, [width]),
  ];
}

/** Rows that are not whole blocks stay in half precision, as llama.cpp has it. */
function matrix(source: string, name: string, sourceShape: readonly [number, number]): TensorPlan {
  return plan(source, name, sourceShape, sourceShape[1] % Q8_BLOCK === 0 ? 'Q8_0' : 'F16');
}

function plan(
  source: string,
  name: string,
  sourceShape: readonly number[],
  type: TensorType = 'F32',
): TensorPlan {
  return { source, name, type, sourceShape, shape: [...sourceShape].reverse() };
}
