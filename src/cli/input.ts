import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { text as readAll } from 'node:stream/consumers';

/** One JSON object of a `--jsonl` input; fields beyond `id` and `text` belong to the command. */
export interface InputRow {
  readonly id?: string | number;
  readonly text: string;
  readonly [field: string]: unknown;
}

/** A line of the input that cannot be answered; carries the line, never its text. */
export class InputError extends Error {}

/**
 * The whole of a file, or of standard input when there is no file.
 * @throws InputError naming the file and what to do.
 */
export async function readText(file: string | undefined): Promise<string> {
  if (file === undefined || file === '-') return readAll(process.stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new InputError(`${file}: ${reason(cause)}`, { cause });
  }
}

/** The rows of a JSON-lines file or of standard input, one by one as they arrive. */
export async function* readRows(
  file: string | undefined,
  textField: string,
): AsyncGenerator<InputRow | InputError> {
  const stream = file === undefined || file === '-' ? process.stdin : createReadStream(file);
  let failure: unknown;
  stream.on('error', (error: Error) => (failure = error));
  let number = 0;
  for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) {
    number += 1;
    if (line.trim() === '') continue;
    yield parseRow(line, number, textField);
  }
  if (failure) yield new InputError(`${file}: ${reason(failure)}`);
}

function parseRow(line: string, number: number, textField: string): InputRow | InputError {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return new InputError(`line ${number} is not JSON`);
  }
  if (typeof value !== 'object' || value === null) {
    return new InputError(`line ${number} is not a JSON object`);
  }
  const row = value as Record<string, unknown>;
  const text = row['text'] ?? row[textField];
  if (typeof text !== 'string') return new InputError(`line ${number} has no "text"`);
  return { ...row, text } as InputRow;
}

function reason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'this is a folder, not a file';
  if (code === 'EACCES') return 'the file may not be read';
  return code ?? 'the file could not be read';
}
