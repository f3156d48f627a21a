import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { ModelError, throwIfAborted } from '../modelError';
import { BERT_PARTS, type BertPart } from '../types';
import { assertMeanPooling, readBertShape, shapeMetadata } from './bertShape';
import { bertTensors, isUnused, type TensorPlan } from './bertTensors';
import { ggufHeader, padded, tensorBytes, type GgufValue } from './ggufHeader';
import { quantiseQ8, toHalves } from './quantise';
import { Safetensors, type SourceTensor } from './safetensors';
import { readWordPiece } from './wordPiece';

export interface ConvertBert {
  /** `model.safetensors`, `config.json`, `tokenizer.json`, `1_Pooling/config.json`. */
  readonly parts: Readonly<Record<BertPart, { readonly path: string; readonly sha256: string }>>;
  /** Where the GGUF goes. It is there whole, or not at all. */
  readonly target: string;
  readonly name: string;
  readonly licence: string;
  readonly signal?: AbortSignal;
  /** Bytes written so far. */
  readonly onProgress?: (bytes: number) => void;
}

/** llama.cpp's numbers of "mostly Q8_0" and of the form of its blocks. */
const FILE_TYPE_Q8_0 = 7;
const QUANTISATION_VERSION = 2;

/**
 * Makes a Q8_0 GGUF of a BERT embedder, as llama.cpp's `convert_hf_to_gguf.py --outtype q8_0` does.
 * The same parts give the same bytes on every machine.
 *
 * Rejects with a ModelError ("not-convertible", "truncated", "unreadable"), the error of a failed
 * write, or an AbortError.
 */
export async function convertBert(options: ConvertBert): Promise<void> {
  const { parts, target, signal } = options;
  throwIfAborted(signal);
  const shape = await readBertShape(parts.config.path);
  await assertMeanPooling(parts.pooling.path);
  const vocabulary = await readWordPiece(parts.tokenizer.path);
  if (vocabulary.size !== shape.vocabulary) {
    throw new ModelError(
      'not-convertible',
      `${parts.tokenizer.path} has ${vocabulary.size} tokens, but the model has ${shape.vocabulary}. Fetch the model again.`,
    );
  }
  const weights = await Safetensors.open(parts.weights.path);
  try {
    const planned = planTensors(weights, bertTensors(shape));
    const metadata = new Map([
      ...generalMetadata(options),
      ...shapeMetadata(shape),
      ...vocabulary.metadata,
    ]);
    const header = ggufHeader(
      metadata,
      planned.map(({ plan }) => plan),
    );
    await inPlaceOf(target, (file) => writeModel(file, header, weights, planned, options));
  } finally {
    await weights.close();
  }
}

interface PlannedTensor {
  readonly plan: TensorPlan;
  readonly tensor: SourceTensor;
}

/** What becomes of each tensor, in the order of the source, so that it is read in one go. */
function planTensors(
  { path, tensors }: Safetensors,
  plans: ReadonlyMap<string, TensorPlan>,
): readonly PlannedTensor[] {
  const refuse = (why: string): ModelError =>
    new ModelError(
      'not-convertible',
      `${path} is not the model its configuration describes: ${why}. Fetch the model again.`,
    );
  const planned: PlannedTensor[] = [];
  for (const tensor of tensors) {
    if (isUnused(tensor.name)) continue;
    const plan = plans.get(tensor.name);
    if (plan === undefined) throw refuse(`the tensor ${tensor.name} is unknown`);
    if (tensor.dtype !== 'F32') throw refuse(`${tensor.name} is ${tensor.dtype}, not F32`);
    if (tensor.shape.join() !== plan.sourceShape.join()) {
      const [is, should] = [tensor.shape, plan.sourceShape].map((s) => s.join(' × '));
      throw refuse(`${tensor.name} is ${is}, not ${should}`);
    }
    planned.push({ plan, tensor });
  }
  const found = new Set(planned.map(({ plan }) => plan.source));
  const missing = [...plans.keys()].find((name) => !found.has(name));
  if (missing !== undefined) throw refuse(`the tensor ${missing} is missing`);
  return planned;
}

function generalMetadata({ name, licence, parts }: ConvertBert): ReadonlyMap<string, GgufValue> {
  return new Map<string, GgufValue>([
    ['general.architecture', { type: 'string', value: 'bert' }],
    ['general.type', { type: 'string', value: 'model' }],
    ['general.name', { type: 'string', value: name }],
    ['general.license', { type: 'string', value: licence }],
    ['general.file_type', { type: 'uint32', value: FILE_TYPE_Q8_0 }],
    ['general.quantization_version', { type: 'uint32', value: QUANTISATION_VERSION }],
    ...BERT_PARTS.map((part): [string, GgufValue] => [
      `chartside.source.${part}.sha256`,
      { type: 'string', value: parts[part].sha256 },
    ]),
  ]);
}

async function writeModel(
  file: FileHandle,
  header: Buffer,
  weights: Safetensors,
  planned: readonly PlannedTensor[],
  { signal, onProgress }: ConvertBert,
): Promise<void> {
  let written = 0;
  const write = async (bytes: Buffer): Promise<void> => {
    await file.writeFile(bytes);
    written += bytes.length;
    onProgress?.(written);
  };
  await write(header);
  for (const { plan, tensor } of planned) {
    for await (const piece of weights.floats(tensor, signal)) {
      if (!piece.every(Number.isFinite)) {
        throw new ModelError(
          'not-convertible',
          `${weights.path} is damaged: ${tensor.name} holds what is no number. Fetch the model again.`,
        );
      }
      await write(encode(piece, plan.type));
    }
    const bytes = tensorBytes(plan);
    await write(Buffer.alloc(padded(bytes) - bytes));
  }
}

function encode(piece: Float32Array, type: TensorPlan['type']): Buffer {
  if (type === 'Q8_0') return quantiseQ8(piece);
  if (type === 'F16') return toHalves(piece);
  return Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
}

/** Writes beside the target, and gives the file its name when it is whole and on the disk. */
async function inPlaceOf(
  target: string,
  write: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    const file = await open(temporary, 'w');
    try {
      await write(file);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
