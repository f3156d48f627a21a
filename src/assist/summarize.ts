import type { Lexicon } from '../note/terms/lexicon';
import { lineAt, lineStarts } from '../note/lines';
import { readNote } from '../note/readNote';
import type { Span } from '../note/types';
import { checkGrounding, groundingSource } from '../reasoning/grounding';
import type { LanguageModel } from '../model/types';
import { extract } from './extract';
import type { Summary, SummaryRequest, SummarySentence } from './types';

export interface SummarizeServices {
  readonly lexicon: Lexicon;
  /** Null for an extractive summary. */
  readonly model: LanguageModel | null;
}

export interface SummarizeOptions {
  readonly signal?: AbortSignal;
  /** Called with each sentence as soon as it is there. */
  readonly onSentence?: (sentence: SummarySentence) => void;
}

/** A small model's third sentence is rarely about the note. */
const MOST_WRITTEN = 2;
const MOST_TOKENS = 90;
/** Tokens of the model's context left for its own template and the answer. */
const RESERVED_TOKENS = 400;

/**
 * Summarises a note: first the sentences taken from it, then, with a model, a few sentences the
 * model writes from those, each checked against the note. An unsupported sentence keeps its mark.
 * @throws AbortError when the signal fires.
 */
export async function summarize(
  request: SummaryRequest,
  services: SummarizeServices,
  options: SummarizeOptions = {},
): Promise<Summary> {
  const note = readNote(request.text, services.lexicon);
  const starts = lineStarts(request.text);
  const sentences: SummarySentence[] = [];
  const add = (sentence: SummarySentence) => {
    options.signal?.throwIfAborted();
    sentences.push(sentence);
    options.onSentence?.(sentence);
  };
  const taken = extract(note, request.kind);
  for (const { part, text, support } of taken) {
    add({
      part,
      text,
      support: linesOf(support, starts),
      status: 'grounded',
      missing: [],
      by: 'extraction',
    });
  }
  if (services.model && taken.length > 0) {
    const source = groundingSource(note);
    const facts = factsWithin(
      taken.map((t) => t.text),
      services.model,
    );
    const enough = new AbortController();
    let written = 0;
    const stream = sentenceStream((text) => {
      if (written === MOST_WRITTEN) return;
      const { status, support, missing } = checkGrounding(text, source, services.lexicon);
      add({
        part: 'In brief',
        text,
        support: linesOf(support, starts),
        status,
        missing,
        by: 'model',
      });
      written += 1;
      if (written === MOST_WRITTEN) enough.abort();
    });
    const signal = AbortSignal.any([enough.signal, ...(options.signal ? [options.signal] : [])]);
    await services.model
      .chat(prompt(facts), { maxTokens: MOST_TOKENS, onText: stream.push, signal })
      .catch((error: unknown) => {
        if (!enough.signal.aborted) throw error;
      });
    stream.end();
  }
  options.signal?.throwIfAborted();
  return { summary: asText(sentences), sentences, model: services.model?.id ?? null };
}

/** The note's words are data: they stand in the user's turn, fenced, after the instruction. */
function prompt(facts: string) {
  return [
    {
      role: 'system' as const,
      content:
        'You are a clinician. Rewrite the given findings as one or two short plain sentences. ' +
        'Use only what is given. Add no advice and no new facts.',
    },
    { role: 'user' as const, content: `Findings:\n${facts}\n\nOne or two sentences:` },
  ];
}

function factsWithin(facts: readonly string[], model: LanguageModel): string {
  const room = Math.min(600, model.contextTokens - RESERVED_TOKENS);
  const kept: string[] = [];
  let used = 0;
  for (const fact of facts) {
    used += model.countTokens(fact) + 2;
    if (used > room) break;
    kept.push(`- ${fact}`);
  }
  return kept.join('\n');
}

/** Cuts a stream of text into sentences; the unfinished end of an answer that ran out is dropped. */
function sentenceStream(onSentence: (text: string) => void) {
  let pending = '';
  const flush = () => {
    for (;;) {
      const end = /(?<!\b(?:Dr|Mr|Mrs|Ms|vs|e\.g|i\.e))[.!?]\s+|\n+/.exec(pending);
      if (!end) return;
      const text = pending.slice(0, end.index + 1).trim();
      pending = pending.slice(end.index + end[0].length);
      if (/\p{L}/u.test(text)) onSentence(text.replace(/^[-*•]\s*/, ''));
    }
  };
  return {
    push(text: string) {
      pending += text;
      flush();
    },
    end() {
      flush();
      const text = pending.trim();
      if (/[.!?]$/.test(text) && /\p{L}/u.test(text)) onSentence(text.replace(/^[-*•]\s*/, ''));
    },
  };
}

function linesOf(spans: readonly Span[], starts: readonly number[]): [number, number][] {
  const ranges = spans
    .map((s): [number, number] => [
      lineAt(starts, s.start),
      lineAt(starts, Math.max(s.start, s.end - 1)),
    ])
    .sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const range of ranges) {
    const last = merged.at(-1);
    if (last && range[0] <= last[1] + 1) last[1] = Math.max(last[1], range[1]);
    else merged.push([...range]);
  }
  return merged;
}

/** The summary as text a clinician would read: parts in order, unsupported sentences left out. */
function asText(sentences: readonly SummarySentence[]): string {
  const parts = new Map<string, string[]>();
  for (const s of sentences) {
    if (s.status === 'unsupported') continue;
    parts.set(s.part, [
      ...(parts.get(s.part) ?? []),
      /[.!?]$/.test(s.text) ? s.text : `${s.text}.`,
    ]);
  }
  if (parts.size === 1) return [...parts.values()][0]!.join(' ');
  return [...parts].map(([part, texts]) => `${part}: ${texts.join(' ')}`).join('\n');
}
