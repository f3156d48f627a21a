import type { LanguageModel } from '../../model/types';
import type { PhraseMemory } from '../phrases/phraseMemory';
import type { CompleteRequest, Completion, CompletionMode } from '../types';
import { candidateOf, type Candidate, type Place } from './candidate';
import { wordConfidence } from './confidence';
import { linesAllowed } from './linesAllowed';
import { promptOf } from './prompt';
import { proposals } from './proposals';

export interface CompleteServices {
  readonly phrases: PhraseMemory;
  /** Null when no model is loaded: phrases alone answer. */
  readonly model: LanguageModel | null;
  /** Earlier notes of the same patient, newest first. */
  readonly earlierVisits: readonly string[];
  readonly now: () => number;
}

/** How likely the first word of a suggestion must be to be shown. */
const LEAST: Readonly<Record<CompletionMode | 'explicit', number>> = {
  eager: 0.22,
  balanced: 0.34,
  quiet: 0.6,
  explicit: 0.02,
};
const MOST_TOKENS = 6;
const MOST_TOKENS_EXPLICIT = 24;
const MOST_ALTERNATIVES = 2;

/**
 * What to show at the cursor: the phrase memory's words or the model's, whichever is expected to
 * save more keystrokes, as long as it is worth showing and nothing that the note does not license.
 * The empty completion is an answer.
 */
export async function complete(
  request: CompleteRequest,
  services: CompleteServices,
  signal?: AbortSignal,
): Promise<Completion> {
  const started = services.now();
  const { explicit } = request;
  const before = request.text.slice(0, request.offset);
  const place: Place = {
    before,
    after: request.text.slice(request.offset),
    licensed: services.earlierVisits.join('\n'),
    lines: linesAllowed(before),
  };
  const proposed = !worthAsking(place)
    ? []
    : await proposals(
        before,
        {
          phrases: services.phrases,
          model: services.model,
          prompt: promptOf(before, services.earlierVisits),
          askAlways: explicit,
        },
        {
          maxTokens: explicit ? MOST_TOKENS_EXPLICIT : MOST_TOKENS,
          lines: place.lines,
          ...(signal ? { signal } : {}),
        },
      );
  const candidates = proposed.map(({ source, words }) =>
    candidateOf(
      source,
      words.map(({ text, signs }) => ({ text, confidence: wordConfidence(signs) })),
      place,
    ),
  );
  const least = LEAST[explicit ? 'explicit' : (request.mode ?? 'balanced')];
  const [best, ...others] = ranked(candidates, least);
  return {
    completion: best?.text ?? '',
    confidence: best?.confidence ?? 0,
    source: best?.source ?? 'phrases',
    ms: services.now() - started,
    words: best?.words ?? [],
    alternatives: others.slice(0, MOST_ALTERNATIVES).map((c) => c.text),
  };
}

/** Inside a word that goes on after the cursor nothing can be inserted sensibly. */
function worthAsking({ before, after }: Place): boolean {
  if (before.trim() === '') return false;
  return !/^[\p{L}\p{N}]/u.test(after);
}

/** Those sure enough, best first, without one that a better one begins with. */
function ranked(candidates: readonly (Candidate | null)[], least: number): Candidate[] {
  const sure = candidates.filter((c) => c !== null && c.confidence >= least) as Candidate[];
  const sorted = sure.sort((a, b) => b.saving - a.saving);
  return sorted.filter(
    (c, i) => !sorted.slice(0, i).some((better) => better.text.startsWith(c.text)),
  );
}
