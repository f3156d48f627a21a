import { TEXT_FORM } from './embeddedText';
import type { VectorColumns } from './passageVectors';
import type { SnapshotContent } from './snapshot';

/** File of a storage folder that holds the vectors, beside the snapshot of the index. */
export const VECTOR_FILE = 'vectors.chartside';

const KEY_BYTES = 16;

interface SavedJson {
  readonly form: number;
  readonly model: string;
  readonly dimensions: number;
}

export function packVectors({ model, dimensions, keys, codes, scales }: VectorColumns) {
  const json: SavedJson = { form: TEXT_FORM, model, dimensions };
  return {
    json,
    columns: {
      keys: Buffer.concat(keys.map((key) => Buffer.from(key, 'base64'))),
      codes: bytesOf(codes),
      scales: bytesOf(scales),
    },
  } satisfies SnapshotContent;
}

/**
 * The vectors of a snapshot, or null where they were made from passages written out otherwise.
 * @throws RangeError where the columns do not belong together.
 */
export function unpackVectors({ json, columns }: SnapshotContent): VectorColumns | null {
  const { form, model, dimensions } = json as SavedJson;
  if (form !== TEXT_FORM) return null;
  const { keys: bytes } = columns;
  const keys: string[] = [];
  for (let at = 0; at < bytes.length; at += KEY_BYTES) {
    keys.push(Buffer.from(bytes.subarray(at, at + KEY_BYTES)).toString('base64'));
  }
  const codes = new Int8Array(columns.codes.length);
  codes.set(bytesOf(columns.codes));
  const scales = new Float32Array(columns.scales.length / 4);
  bytesOf(scales).set(bytesOf(columns.scales));
  if (scales.length !== keys.length || codes.length !== keys.length * dimensions) {
    throw new RangeError('The columns of the vectors differ in length.');
  }
  return { model, dimensions, keys, codes, scales };
}

function bytesOf(column: ArrayBufferView): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}
