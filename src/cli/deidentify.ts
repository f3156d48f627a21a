import { InvalidArgumentError, type Command } from 'commander';
import { deidentify } from '../reasoning/deidentify/deidentify';
import { runJob, withInput, type IoOptions } from './run';

interface Options extends IoOptions {
  readonly natural?: string;
}

/** `chartside deidentify`: a text without what names its people. */
export function registerDeidentify(program: Command): void {
  withInput(program.command('deidentify'), 'text')
    .description('take names, dates, places and numbers out of a text; read it before you share it')
    .option(
      '--natural <key>',
      'invented names, and dates moved by one number of days for each key (and each "patient" of --jsonl)',
      notEmpty,
    )
    .action((file: string | undefined, options: Options) =>
      runJob(file, options, {
        answer: ({ text, ...row }) =>
          options.natural === undefined
            ? deidentify(text)
            : deidentify(text, { mode: 'natural', key: keyOf(options.natural, row['patient']) }),
        print: ({ text }) => text,
      }),
    );
}

/** Rows that name their patient share one secret: each patient's dates move by a number of their own. */
function keyOf(secret: string, patient: unknown): string {
  return typeof patient === 'string' || typeof patient === 'number'
    ? JSON.stringify([secret, patient])
    : secret;
}

function notEmpty(key: string): string {
  if (key.trim() === '') throw new InvalidArgumentError('Give a key that nobody can guess.');
  return key;
}
