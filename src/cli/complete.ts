import type { Command } from 'commander';
import { withEngine, type EngineOptions } from './engine';
import { runJob, withInput, type IoOptions } from './run';

/** `chartside complete`: what would be suggested at an offset (the end, when none is given). */
export function registerComplete(program: Command): void {
  withInput(program.command('complete'))
    .description('suggest what follows at an offset of a note (its end when left out)')
    .option('--offset <n>', 'UTF-16 code units from the start', Number)
    .option('--explicit', 'as if asked for by a key: suggest with less confidence too')
    .option('--model <model>', 'a catalogue id or a GGUF file; "none" for phrases alone')
    .option('--threads <n>', 'threads for generation')
    .option('--workspace <folder>', 'earlier notes to learn phrases from')
    .action(
      (
        file: string | undefined,
        options: IoOptions &
          EngineOptions & { offset?: number; explicit?: boolean; workspace?: string },
      ) =>
        withEngine(options, async (engine) => {
          if (options.workspace !== undefined) await engine.learnFolder(options.workspace);
          await runJob(file, options, {
            answer: (row) => {
              const offset = row['offset'] ?? options.offset ?? row.text.length;
              return engine.complete({
                text: row.text,
                offset: typeof offset === 'number' ? offset : row.text.length,
                explicit: options.explicit ?? false,
              });
            },
            print: (answer) => answer.completion,
          });
        }),
    );
}
