import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Answer } from '../assist/types';
import { withEngine } from './engine';
import { runJob, type IoOptions } from './run';

/** `chartside ask`: an answer chosen from guidelines, each sentence with its place. */
export function registerAsk(program: Command): void {
  program
    .command('ask')
    .description('answer a question with sentences of the guidelines, each cited')
    .argument('[question]', 'the question; standard input when left out')
    .option('--workspace <folder>', "a folder of guidelines, beside Chartside's own")
    .option('--json', 'print JSON')
    .option('--jsonl', 'read one question a line ({"id", "text"}) and answer one a line, in order')
    .action((question: string | undefined, options: IoOptions & { workspace?: string }) =>
      withEngine({ model: 'none' }, async (engine) => {
        await engine.openIndex({
          roots: options.workspace === undefined ? [] : [resolve(options.workspace)],
          guidelines: ['**'],
          notes: [],
          exclude: [],
        });
        if (question !== undefined && !options.jsonl) {
          const answer = await engine.ask({ question });
          process.stdout.write(
            options.json ? `${JSON.stringify(answer, null, 2)}\n` : asText(answer),
          );
          return;
        }
        await runJob(undefined, options, {
          answer: (row) => engine.ask({ question: row.text }),
          print: asText,
        });
      }),
    );
}

function asText(answer: Answer): string {
  if (answer.sentences.length === 0) return 'The guidelines do not say.\n';
  return answer.sentences
    .map(
      (s) =>
        `- ${s.text}\n  [${answer.hits[s.hit]!.path}:${s.line}, ${answer.hits[s.hit]!.heading}]\n`,
    )
    .join('');
}
