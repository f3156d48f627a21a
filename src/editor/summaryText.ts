import type { SummarySentence } from '../assist/types';
import { DISCLAIMER, lineLabel, ResultWriter, type ResultText } from './resultText';

const MOST_MISSING = 5;

/** A summary as far as it has come. */
export interface SummaryProgress {
  /** File name of the note. */
  readonly source: string;
  readonly part: 'report' | 'selection';
  readonly sentences: readonly SummarySentence[];
  /** Lines before the summarised text in its note (0 for a whole note). */
  readonly lineOffset: number;
  readonly state:
    | { readonly is: 'running' }
    | { readonly is: 'done'; readonly model: string | null }
    | { readonly is: 'cancelled' }
    | { readonly is: 'failed'; readonly message: string };
}

/** The summary as a Markdown document: every sentence with its lines, what has no basis marked. */
export function summaryText(progress: SummaryProgress): ResultText {
  const { source, part, sentences, lineOffset, state } = progress;
  const out = new ResultWriter();
  const what = part === 'selection' ? `the selection in ${source}` : source;
  out.line(`# Summary of ${what}`).line().line(provenance(progress)).line();
  let heading: string | null = null;
  for (const sentence of sentences) {
    if (sentence.part !== heading) {
      if (heading !== null) out.line();
      heading = sentence.part;
      if (heading) out.line(`## ${heading}`).line();
    }
    writeSentence(out, sentence, lineOffset);
  }
  if (sentences.length > 0) out.line();
  if (state.is === 'done' && sentences.length === 0) {
    out.line('Nothing to summarise was found in this text.').line();
  }
  out.line(ending(state)).line().line(DISCLAIMER);
  return out.result();
}

/** The summary for pasting: without line numbers and without what has no basis in the note. */
export function plainSummary(sentences: readonly SummarySentence[]): string {
  const parts = new Map<string, string[]>();
  for (const { part, text, status } of sentences) {
    if (status === 'unsupported') continue;
    parts.set(part, [...(parts.get(part) ?? []), `- ${text.replace(/\s+/g, ' ').trim()}`]);
  }
  return [...parts]
    .map(([part, lines]) => [...(part ? [`${part}:`] : []), ...lines].join('\n'))
    .join('\n\n')
    .concat('\n');
}

function writeSentence(out: ResultWriter, sentence: SummarySentence, lineOffset: number): void {
  out.write('- ');
  const text = sentence.text.replace(/\s+/g, ' ').trim();
  if (sentence.status === 'unsupported') {
    const missing = listed(sentence.missing);
    const message = missing ? `The note does not say: ${missing}.` : 'The note does not say this.';
    out.marked(`⚠ Not in the note: ${text}`, 'unsupported', message);
    if (missing) out.write(` (no basis: ${missing})`);
  } else if (sentence.status === 'inferred') {
    out.marked(`≈ Inferred: ${text}`, 'inferred', 'Not word for word in the note: please check.');
  } else {
    out.write(text);
  }
  if (sentence.support.length > 0) {
    out.write(' [');
    sentence.support.forEach(([first, last], i) => {
      const lines = [first + lineOffset, last + lineOffset] as const;
      if (i > 0) out.write(', ');
      out.link(lineLabel(lines), { kind: 'source', lines }, 'Show these lines in the note');
    });
    out.write(']');
  }
  out.line();
}

function listed(words: readonly string[]): string {
  const more = words.length - MOST_MISSING;
  const shown = words.slice(0, MOST_MISSING).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}

function provenance({ sentences, state }: SummaryProgress): string {
  const lines = 'Each sentence names its lines in the note; follow the link to see them.';
  if (state.is === 'done' && state.model) {
    return `Written with ${state.model} on this machine; each sentence was checked against the note. ${lines}`;
  }
  if (state.is === 'done' && sentences.length > 0) {
    return `Extracted: these are sentences of the note itself, no language model wrote them. ${lines}`;
  }
  return lines;
}

function ending(state: SummaryProgress['state']): string {
  switch (state.is) {
    case 'running':
      return '… still reading';
    case 'done':
      return 'End of summary.';
    case 'cancelled':
      return '✕ Cancelled: this summary is not complete.';
    case 'failed':
      return `✕ The summary failed and is not complete: ${state.message}`;
  }
}
