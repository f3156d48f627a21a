import { Option, type Command } from 'commander';
import type { Summary, SummaryKind } from '../assist/types';
import { interrupted, withEngine, type EngineOptions } from './engine';
import { runJob, withInput, type IoOptions } from './run';

/** `chartside summarize`: a cited summary. */
export function registerSummarize(program: Command): void {
  withInput(program.command('summarize'), 'note or report')
    .description('summarise a note or report; each sentence cites the lines it rests on')
    .addOption(
      new Option('--kind <kind>', 'what the summary is of')
        .choices(['report', 'visit', 'patient', 'impression'])
        .default('report'),
    )
    .option('--model <model>', 'a catalogue id or a GGUF file; "none" for an extractive summary')
    .option('--threads <n>', 'threads for generation')
    .action(
      (file: string | undefined, options: IoOptions & EngineOptions & { kind: SummaryKind }) =>
        withEngine(options, (engine) => {
          const signal = interrupted();
          return runJob(file, options, {
            answer: (row) => engine.summarize({ text: row.text, kind: options.kind }, { signal }),
            print: asText,
          });
        }),
    );
}

function asText(summary: Summary): string {
  const lines: string[] = [];
  let part = '';
  for (const s of summary.sentences) {
    if (s.part !== part) lines.push('', s.part.toUpperCase());
    part = s.part;
    const cited = s.support.map(([a, b]) => (a === b ? `L${a}` : `L${a}–${b}`)).join(', ');
    const mark =
      s.status === 'grounded'
        ? ''
        : ` — ${s.status}${s.missing.length > 0 ? `: ${s.missing.join(', ')}` : ''}`;
    lines.push(`- ${s.text} [${cited || 'no line'}${mark}]`);
  }
  if (lines.length === 0) return 'Nothing to summarise was found in this text.';
  lines.push(
    '',
    summary.model
      ? `Written with ${summary.model}; “In brief” is the model's, the rest is taken from the note.`
      : 'Taken from the note without a model.',
  );
  return lines.slice(1).join('\n');
}
