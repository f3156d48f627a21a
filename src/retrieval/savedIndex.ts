import { createHash } from 'node:crypto';
import type { SavedPassages } from './passageIndex';
import type { SnapshotContent } from './snapshot';
import { tokenize } from './tokenizer';
import type { Chunk, DocumentKind } from './types';

/** A document of the index, and how to tell whether it changed. */
export interface IndexedFile {
  readonly path: string;
  readonly kind: DocumentKind;
  readonly size: number;
  readonly mtimeMs: number;
  /** When it was read, milliseconds since the epoch. */
  readonly readAt: number;
  /** SHA-256 of the bytes, in base64. */
  readonly hash: string;
  /** Ids of its passages are `path#0` … `path#(chunks − 1)`. */
  readonly chunks: number;
  /** False for a document that was given by `addDocuments`. */
  readonly onDisk: boolean;
}

interface SavedJson {
  readonly tokenizer: string;
  readonly files: readonly IndexedFile[];
  readonly headings: readonly string[];
  /** For each passage: file, ordinal, heading, first line, last line, length of text; −1 for none. */
  readonly passages: readonly number[];
}

export interface SavedIndex {
  readonly files: readonly IndexedFile[];
  readonly passages: SavedPassages;
}

const PROBE = 'SpO₂ 2.5mg β-blocker oedema anaemia naïve tumours 120/80 c/o Parkinson’s dyspnoea';

/** Changes when the tokenizer does: a snapshot of other terms would match nothing. */
function tokenizerMark(): string {
  return createHash('sha256').update(tokenize(PROBE).join(' ')).digest('base64');
}

export function packIndex({ files, passages }: SavedIndex): SnapshotContent {
  const fileOf = new Map(files.map((f, i) => [f.path, i]));
  const headings = new Map<string, number>();
  const rows: number[] = [];
  const texts: string[] = [];
  for (const passage of passages.passages) {
    const file = passage === null ? undefined : fileOf.get(passage.path);
    if (passage === null || file === undefined) {
      rows.push(-1, 0, 0, 0, 0, 0);
      continue;
    }
    let heading = headings.get(passage.heading);
    if (heading === undefined) {
      heading = headings.size;
      headings.set(passage.heading, heading);
    }
    const ordinal = Number(passage.id.slice(passage.path.length + 1));
    rows.push(file, ordinal, heading, passage.startLine, passage.endLine, passage.text.length);
    texts.push(passage.text);
  }
  const json: SavedJson = {
    tokenizer: tokenizerMark(),
    files,
    headings: [...headings.keys()],
    passages: rows,
  };
  const columns: Record<string, Uint32Array | Uint16Array | Uint8Array> = {
    texts: Buffer.from(texts.join(''), 'utf8'),
    terms: Buffer.from(passages.bm25.terms.join('\n'), 'utf8'),
  };
  for (const [name, field] of Object.entries(passages.bm25.fields)) {
    columns[`${name}.offsets`] = field.offsets;
    columns[`${name}.docs`] = field.docs;
    columns[`${name}.frequencies`] = field.frequencies;
    columns[`${name}.lengths`] = field.lengths;
  }
  return { json, columns };
}

/** The index of a snapshot, or null where it was made with another tokenizer. */
export function unpackIndex({ json, columns }: SnapshotContent): SavedIndex | null {
  const saved = json as SavedJson;
  if (saved.tokenizer !== tokenizerMark()) return null;
  const all = Buffer.from(columns.texts).toString('utf8');
  const passages: (Chunk | null)[] = [];
  let at = 0;
  for (let i = 0; i < saved.passages.length; i += 6) {
    const [file, ordinal, heading, startLine, endLine, length] = saved.passages.slice(i, i + 6);
    if (file < 0) {
      passages.push(null);
      continue;
    }
    const { path, kind } = saved.files[file];
    passages.push({
      id: `${path}#${ordinal}`,
      path,
      kind,
      heading: saved.headings[heading],
      startLine,
      endLine,
      text: all.slice(at, at + length),
    });
    at += length;
  }
  const terms = Buffer.from(columns.terms).toString('utf8').split('\n');
  const fields: Record<string, SavedPassages['bm25']['fields'][string]> = {};
  for (const name of ['heading', 'text']) {
    fields[name] = {
      offsets: columns[`${name}.offsets`] as Uint32Array,
      docs: columns[`${name}.docs`] as Uint32Array,
      frequencies: columns[`${name}.frequencies`] as Uint16Array,
      lengths: columns[`${name}.lengths`] as Uint32Array,
    };
  }
  return {
    files: saved.files,
    passages: { passages, bm25: { terms, fields } },
  };
}
