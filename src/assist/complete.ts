import type { LanguageModel, Piece } from '../model/types';
import { guardCompletion } from './guard';
import type { ExpectedWord, PhraseMemory } from './phrases';
import type { CompleteRequest, Completion } from './types';
import { withoutWhatFollows } from './whatFollows';

export interface CompleteServices {
  readonly phrases: PhraseMemory;
  /** Null when no model is loaded: phrases alone answer. */
  readonly model: LanguageModel | null;
  readonly now: () => number;
}

/** Joint probability below which a suggestion is not worth reading; lower when asked for by key. */
const LEAST_TYPING = 0.4;
const LEAST_EXPLICIT = 0.1;
/** A phrase this sure answers without asking the model. */
const SURE = 0.75;
/** Shorter suggestions cost more to read than they save. */
const FEWEST_CHARACTERS = 2;
const MOST_TOKENS = 8;
const MOST_TOKENS_EXPLICIT = 24;

/**
 * What to show at the cursor: the phrase memory's words or the model's, whichever is expected to
 * save more keystrokes, cut at the end of the sentence, at the last word it is sure of, and before
 * anything the note does not license. The empty completion is an answer.
 */
export async function complete(
  request: CompleteRequest,
  services: CompleteServices,
  signal?: AbortSignal,
): Promise<Completion> {
  const started = services.now();
  const before = request.text.slice(0, request.offset);
  const after = request.text.slice(request.offset);
  const least = request.explicit ? LEAST_EXPLICIT : LEAST_TYPING;
  const answer = (c: Candidate | null): Completion => ({
    completion: c?.text ?? '',
    confidence: c?.confidence ?? 0,
    source: c?.source ?? 'phrases',
    ms: services.now() - started,
  });

  if (!worthAsking(before, after)) return answer(null);
  const phrase = candidate('phrases', services.phrases.expect(before, least), before, after);
  if (!services.model || (phrase && phrase.confidence >= SURE && phrase.text.length >= 4)) {
    return answer(phrase);
  }
  const pieces = await services.model.complete(before, {
    maxTokens: request.explicit ? MOST_TOKENS_EXPLICIT : MOST_TOKENS,
    // Most answers end here after a token or two: the rest would not be shown.
    until: (text, joint) => joint < least || endsSentence(text),
    ...(signal ? { signal } : {}),
  });
  const model = candidate('model', confidentWords(pieces, least), before, after);
  return answer(better(phrase, model));
}

interface Candidate {
  readonly text: string;
  readonly confidence: number;
  readonly source: Completion['source'];
  /** Expected characters saved. */
  readonly saving: number;
}

/** Inside a word that goes on after the cursor nothing can be inserted sensibly. */
function worthAsking(before: string, after: string): boolean {
  if (before.trim() === '') return false;
  return !/^[\p{L}\p{N}]/u.test(after);
}

/** A sentence or a line ends here; what would follow is not asked for. */
function endsSentence(text: string): boolean {
  return /\S[^]*\n|[.!?](\s|$)/.test(text);
}

/** Whole words of the pieces while their joint probability stays above `least`. */
function confidentWords(pieces: readonly Piece[], least: number): ExpectedWord[] {
  const words: ExpectedWord[] = [];
  let joint = 1;
  let text = '';
  for (const piece of pieces) {
    if (/^[\s.,;:!?)]/.test(piece.text) && text !== '') {
      words.push({ text, joint });
      text = '';
    }
    joint *= piece.probability;
    if (joint < least) return words;
    const lineEnd = piece.text.search(/\n/);
    if (lineEnd >= 0) {
      text += piece.text.slice(0, lineEnd);
      if (text.trim() !== '') words.push({ text, joint });
      return words;
    }
    text += piece.text;
    if (/[.!?]$/.test(text)) break;
  }
  // The last word is whole only when something that ends it was generated after it.
  if (/[.!?;,:)]$/.test(text)) words.push({ text, joint });
  return words;
}

function candidate(
  source: Completion['source'],
  words: readonly ExpectedWord[],
  before: string,
  after: string,
): Candidate | null {
  let text = words.map((w) => w.text).join('');
  if (/\s$/.test(before)) text = text.trimStart();
  text = guardCompletion(text.trimEnd(), before, after);
  text = withoutWhatFollows(text, after);
  if (text.trim().length < FEWEST_CHARACTERS) return null;
  let length = 0;
  let saving = 0;
  let confidence = 1;
  for (const word of words) {
    if (length >= text.length) break;
    const share = Math.min(word.text.length, text.length - length);
    length += share;
    saving += share * word.joint;
    confidence = word.joint;
  }
  return { text, confidence, source, saving };
}

function better(a: Candidate | null, b: Candidate | null): Candidate | null {
  if (!a || !b) return a ?? b;
  return b.saving > a.saving ? b : a;
}
