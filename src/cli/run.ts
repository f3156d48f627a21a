import type { Command } from 'commander';
import { InputError, readRows, readText, type InputRow } from './input';

export interface IoOptions {
  readonly json?: boolean;
  readonly jsonl?: boolean;
}

export interface Job<A extends object> {
  /** Answers one input. */
  readonly answer: (row: InputRow) => Promise<A> | A;
  /** What JSON shows of the answer, without its id; the whole of it when left out. */
  readonly json?: (answer: A) => object;
  /** The answer as text for a terminal. */
  readonly print: (answer: A) => string;
}

/** Gives a command its input argument and the two JSON switches. */
export function withInput(command: Command, what = 'note'): Command {
  return command
    .argument('[file]', `the ${what}: a file, or standard input when left out`)
    .option('--json', 'print JSON')
    .option(
      '--jsonl',
      'read one JSON object a line ({"id", "text"}) and answer one a line, in order',
    );
}

/** Runs a job on one text or on a stream of rows; answers leave as soon as they are there. */
export async function runJob<A extends object>(
  file: string | undefined,
  options: IoOptions,
  job: Job<A>,
): Promise<void> {
  const asJson = job.json ?? ((answer: A) => answer);
  if (!options.jsonl) {
    const row: InputRow = { text: await readText(file) };
    const answer = await job.answer(row);
    await write(
      options.json ? `${JSON.stringify(asJson(answer), null, 2)}\n` : ended(job.print(answer)),
    );
    return;
  }
  for await (const row of readRows(file, 'text')) {
    if (row instanceof InputError) {
      process.exitCode = 1;
      await write(`${JSON.stringify({ id: null, error: row.message })}\n`);
      continue;
    }
    await write(
      `${JSON.stringify({ id: row.id ?? null, ...(await answerOrError(async () => asJson(await job.answer(row)))) })}\n`,
    );
  }
}

async function answerOrError(answer: () => Promise<object>): Promise<object> {
  try {
    return await answer();
  } catch (error) {
    process.exitCode = 1;
    return { error: (error as Error).message };
  }
}

function ended(text: string): string {
  return text.endsWith('\n') || text === '' ? text : `${text}\n`;
}

function write(text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(text, () => resolve());
  });
}
