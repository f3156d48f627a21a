import { resolve } from 'node:path';
import type { Command } from 'commander';
import { withEngine } from './engine';
import { runJob, type IoOptions } from './run';

/** `chartside search WORKSPACE`: passages of a folder of notes and guidelines. */
export function registerSearch(program: Command): void {
  program
    .command('search')
    .description('find passages in a folder of notes and guidelines')
    .argument('<workspace>', 'the folder to search')
    .argument('[query]', 'the words to find; standard input when left out')
    .option('--limit <n>', 'most hits', Number, 10)
    .option('--built-in', "search Chartside's own guidelines too")
    .option('--json', 'print JSON')
    .option('--jsonl', 'read one query a line ({"id", "text"}) and answer one a line, in order')
    .action(
      (
        workspace: string,
        query: string | undefined,
        options: IoOptions & { limit: number; builtIn?: boolean },
      ) =>
        withEngine({ model: 'none' }, async (engine) => {
          await engine.openIndex({
            roots: [resolve(workspace)],
            guidelines: [],
            notes: [],
            exclude: [],
            builtIn: options.builtIn ?? false,
          });
          const find = async (text: string) => ({
            hits: (await engine.search(text, { limit: options.limit })).map((h) => ({
              path: h.path,
              startLine: h.startLine,
              endLine: h.endLine,
              heading: h.heading,
              score: Number(h.score.toFixed(4)),
              text: h.text,
            })),
          });
          if (query !== undefined && !options.jsonl) {
            const { hits } = await find(query);
            process.stdout.write(
              options.json ? `${JSON.stringify({ hits }, null, 2)}\n` : asText(hits),
            );
            return;
          }
          await runJob(undefined, options, {
            answer: (row) => find(row.text),
            print: ({ hits }) => asText(hits),
          });
        }),
    );
}

function asText(
  hits: readonly {
    path: string;
    startLine: number;
    endLine: number;
    heading: string;
    text: string;
  }[],
): string {
  if (hits.length === 0) return 'Nothing found.\n';
  return hits
    .map(
      (h) =>
        `${h.path}:${h.startLine}-${h.endLine}  ${h.heading}\n    ${h.text.replace(/\s+/g, ' ').slice(0, 160)}\n`,
    )
    .join('');
}
