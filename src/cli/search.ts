import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { IndexRun } from '../engine/protocol';
import { interrupted, withEngine } from './engine';
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
    .option(
      '--meaning',
      'find passages by their meaning too: every passage is embedded first, about a thousand a minute',
    )
    .option('--json', 'print JSON')
    .option('--jsonl', 'read one query a line ({"id", "text"}) and answer one a line, in order')
    .action(
      (
        workspace: string,
        query: string | undefined,
        options: IoOptions & { limit: number; builtIn?: boolean; meaning?: boolean },
      ) =>
        withEngine({ model: 'none' }, async (engine) => {
          await engine.openIndex({
            roots: [resolve(workspace)],
            guidelines: [],
            notes: [],
            exclude: [],
            builtIn: options.builtIn ?? false,
          });
          if (options.meaning) {
            await engine.embedIndex({ signal: interrupted(), onProgress: showEmbedding });
          }
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

type IndexProgress = Parameters<NonNullable<IndexRun['onProgress']>>[0];

let shown = -1;
/** A terminal shows each passage in place; a log keeps one line for every tenth of them. */
function showEmbedding({ phase, done, total }: IndexProgress): void {
  if (phase !== 'embedding' || total === 0) return;
  const tenth = Math.floor((10 * done) / total);
  if (process.stderr.isTTY) process.stderr.write(`\rEmbedding passages: ${done} of ${total}`);
  else if (tenth > shown) process.stderr.write(`Embedding passages: ${done} of ${total}\n`);
  shown = tenth;
  if (process.stderr.isTTY && done === total) process.stderr.write('\n');
}
