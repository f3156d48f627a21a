import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import packageJson from '../../package.json';
import { figuresInWords, VERDICT, verdictOf } from '../assist/learn/figuresText';
import {
  learn,
  removeUnfinishedLearning,
  unfinishedLearning,
  type LearnProgress,
  type OpenEngine,
} from '../assist/learn/learn';
import { createEngineHost, type EngineHost } from '../engine/host';
import { interrupted, withEngine } from './engine';
import { extensionPath } from './place';

interface LearnOptions {
  readonly minutes: number;
  readonly model?: string;
  readonly python?: string;
  readonly yes?: boolean;
  readonly anew?: boolean;
  readonly list?: boolean;
  readonly use?: string;
  readonly remove?: string;
  readonly json?: boolean;
}

type Adapter = Awaited<ReturnType<EngineHost['adapters']>>[number];

/** `chartside learn FOLDER`: an adapter from one's own notes, measured, and used when it is agreed to. */
export function registerLearn(program: Command): void {
  program
    .command('learn')
    .description(
      'teach the model your own notes, on this machine: identifiers are taken out, the newest fifth is kept back to measure on',
    )
    .argument('[folder]', 'your notes (plain text, Markdown, .note, .soap)')
    .option('--minutes <n>', 'time for training', Number, 30)
    .option('--model <model>', 'the model to teach: a catalogue id or a GGUF file')
    .option('--python <command>', 'a Python with the packages of models/training/requirements.txt')
    .option('--yes', 'use what was learnt without asking, unless it is worse')
    .option('--anew', 'begin anew where a stopped training could go on')
    .option('--list', 'list what was learnt')
    .option('--use <id>', 'complete with what was learnt then; "none" for Chartside\'s own adapter')
    .option('--remove <id>', 'remove what was learnt then; "unfinished" for a stopped training')
    .option('--json', 'print JSON')
    .action(async (folder: string | undefined, options: LearnOptions) => {
      if (options.list) return list(options);
      if (options.use !== undefined) return use(options.use === 'none' ? null : options.use);
      if (options.remove !== undefined) return remove(options.remove);
      if (folder === undefined) {
        throw new Error('Give the folder of your notes: chartside learn FOLDER.');
      }
      if (!(options.minutes > 0)) throw new Error('--minutes must be a number above 0.');
      await learnFrom(folder, options);
    });
}

async function learnFrom(folder: string, options: LearnOptions): Promise<void> {
  const card = await learn(
    {
      extensionPath,
      folders: { roots: [resolve(folder)], guidelines: [], notes: [], exclude: [] },
      model: options.model ?? null,
      // A path is the caller's; the pipeline runs in a folder of its own.
      python: /[\\/]/.test(options.python ?? '')
        ? resolve(options.python!)
        : (options.python ?? null),
      minutes: options.minutes,
      version: packageJson.version,
      anew: options.anew ?? false,
      signal: interrupted(),
      onProgress: progress,
    },
    { openEngine: openEngine(options.model ?? null) },
  );
  if (process.stderr.isTTY) process.stderr.write('\n');
  const verdict = verdictOf(card.figures);
  const words = [...figuresInWords(card.figures, card.notes.held), VERDICT[verdict]];
  if (!options.json) process.stdout.write(`${words.join('\n')}\n`);
  const agreed = options.yes ? verdict !== 'worse' : await ask(`Use it from now on? (y/n) `);
  if (agreed) await use(card.id, { quiet: options.json === true });
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ ...card, verdict, inUse: agreed }, null, 2)}\n`);
  } else if (!agreed) {
    process.stdout.write(
      `It is kept and not used. To use it: chartside learn --use ${card.id}; to remove it: chartside learn --remove ${card.id}\n`,
    );
  }
}

/** An engine of the same model, with what is in use now or with an adapter by its path. */
function openEngine(model: string | null): OpenEngine {
  return (adapter) => {
    const engine = createEngineHost(
      { extensionPath, storagePath: null, model, threads: null, adapter },
      {
        onModelState: () => {},
        log: (level, message) => {
          if (level !== 'info') process.stderr.write(`${message}\n`);
        },
      },
    );
    return Promise.resolve({
      suggest: (request) => engine.complete(request),
      dispose: () => engine.dispose(),
    });
  };
}

function list(options: LearnOptions): Promise<void> {
  return withEngine({ model: 'none' }, async (engine) => {
    const adapters = await engine.adapters();
    const unfinished = await unfinishedLearning(extensionPath);
    if (options.json) {
      process.stdout.write(`${JSON.stringify({ adapters, unfinished }, null, 2)}\n`);
      return;
    }
    if (adapters.length === 0) process.stdout.write('Nothing was learnt yet.\n');
    for (const adapter of adapters) process.stdout.write(line(adapter));
    if (unfinished !== null) {
      process.stdout.write(
        `A training begun ${unfinished.slice(0, 10)} was stopped; the same command goes on with it.\n`,
      );
    }
  });
}

function line({ id, card, problem, isCurrent }: Adapter): string {
  const mark = isCurrent ? '* ' : '  ';
  if (card === null || problem !== null) return `${mark}${id}  ${problem}\n`;
  const figures = figuresInWords(card.figures, card.notes.held).slice(1).join(' ');
  return `${mark}${id}  ${card.notes.train} notes, ${card.base.id}. ${figures}\n`;
}

function use(id: string | null, { quiet = false } = {}): Promise<void> {
  return withEngine({ model: 'none' }, async (engine) => {
    await engine.useAdapter(id);
    if (quiet) return;
    process.stdout.write(
      id === null ? "Chartside's own adapter is used.\n" : `The adapter ${id} is used.\n`,
    );
  });
}

async function remove(id: string): Promise<void> {
  if (id === 'unfinished') await removeUnfinishedLearning(extensionPath);
  else await withEngine({ model: 'none' }, (engine) => engine.removeAdapter(id));
  process.stdout.write('Removed.\n');
}

/** False where nobody is there to be asked. */
async function ask(question: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(question)).trim());
  } finally {
    terminal.close();
  }
}

let last = '';
function progress({ message, done }: LearnProgress): void {
  const text = `${message} ${Math.floor(100 * done)}%`;
  if (text === last) return;
  // A log keeps one line a step; a terminal shows the percentage in place.
  if (process.stderr.isTTY) process.stderr.write(`\r${text.padEnd(70)}`);
  else if (!last.startsWith(message)) process.stderr.write(`${message}\n`);
  last = text;
}
