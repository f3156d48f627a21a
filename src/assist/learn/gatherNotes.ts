import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TrainingError } from '../../model/training';
import { deidentify } from '../../reasoning/deidentify/deidentify';
import { FolderScan } from '../../retrieval/folderScan';
import type { WorkspaceFolders } from '../../retrieval/types';
import { noteDate } from './noteDate';
import { splitByDate, type Split } from './split';

/** A note with its identifiers taken out. */
export interface PreparedNote {
  readonly name: string;
  readonly date: number;
  readonly text: string;
}

/** Fewer teach nothing but themselves. */
export const FEWEST_NOTES = 5;
export const FEWEST_CHARACTERS = 8000;
/** A file longer than this is no note of one visit. UTF-16 units. */
const LONGEST_NOTE = 200_000;
const SHORTEST_NOTE = 80;

/**
 * The notes of some folders (an ignore file counts, as for the index), identifiers taken out, the
 * newest fifth apart. Rejects with a TrainingError ("too-little"), or an AbortError.
 */
export async function gatherNotes(
  folders: WorkspaceFolders,
  options: { readonly signal?: AbortSignal; readonly onNote?: (done: number) => void } = {},
): Promise<Split<PreparedNote>> {
  const { files } = await new FolderScan(folders).all(options.signal);
  const notes = files.filter((f) => f.kind === 'note' && f.size <= 4 * LONGEST_NOTE);
  const now = Date.now();
  // Known to nobody and kept nowhere: what stands for a name tells nothing of it.
  const secret = randomBytes(16).toString('hex');
  const prepared: PreparedNote[] = [];
  for (const [i, file] of notes.entries()) {
    options.signal?.throwIfAborted();
    options.onNote?.(i / notes.length);
    const raw = await readFile(file.path, 'utf8').catch(() => '');
    if (raw.trim().length < SHORTEST_NOTE || raw.length > LONGEST_NOTE) continue;
    const name = file.relative;
    const date = noteDate({ name, text: raw, mtimeMs: file.mtimeMs }, now);
    const { text } = deidentify(raw, { mode: 'natural', key: `${secret} ${name}` });
    prepared.push({ name, date, text });
  }
  const characters = prepared.reduce((sum, n) => sum + n.text.length, 0);
  if (prepared.length < FEWEST_NOTES || characters < FEWEST_CHARACTERS) {
    throw new TrainingError(
      'too-little',
      `${prepared.length} notes with ${characters} characters were found: too few to learn from. ` +
        `Learning needs at least ${FEWEST_NOTES} notes with ${FEWEST_CHARACTERS} characters, better a hundred notes. ` +
        'Choose another folder (plain text, Markdown, .note or .soap files).',
    );
  }
  return splitByDate(prepared);
}

/** Writes notes as the pipeline reads them: numbered, since a file's name may name a patient. */
export async function writeNotes(
  folder: string,
  { train, held }: Split<PreparedNote>,
): Promise<void> {
  await mkdir(join(folder, 'held'), { recursive: true, mode: 0o700 });
  const write = async (at: string, notes: readonly PreparedNote[]): Promise<void> => {
    for (const [i, note] of notes.entries()) {
      await writeFile(join(at, `${String(i).padStart(5, '0')}.txt`), note.text, { mode: 0o600 });
    }
  };
  await write(folder, train);
  await write(join(folder, 'held'), held);
}
