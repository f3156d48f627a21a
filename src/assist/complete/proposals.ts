import type { LanguageModel } from '../../model/types';
import type { PhraseMemory, PhrasePlace } from '../phrases/phraseMemory';
import type { Completion } from '../types';
import { wordConfidence, type WordSigns } from './confidence';
import { wordsOfPieces, type ModelWord } from './modelWords';

/** A word that a source says, and what is known of it. */
export interface ProposedWord {
  readonly text: string;
  readonly signs: WordSigns;
}

/** What a source says comes next, as far as it says anything. */
export interface Proposal {
  readonly source: Completion['source'];
  readonly words: readonly ProposedWord[];
}

export interface ProposalOptions {
  readonly maxTokens: number;
  /** Line breaks the model may go over. */
  readonly lines: number;
  readonly signal?: AbortSignal;
}

/** A phrase this sure answers without asking the model. */
const SURE = 0.85;
const SURE_CHARACTERS = 4;
/** The model goes on while its own joint probability is above this: the phrases may support it. */
const LEAST_MODEL_JOINT = 0.2;
const MOST_PHRASE_WORDS = 12;
const LEAST_PHRASE_JOINT = 0.02;

/**
 * What the phrase memory and the model say after `before`. `prompt` is what the model reads. The
 * model is not asked where it is null, or where a phrase is sure and `askAlways` is not set.
 */
export async function proposals(
  before: string,
  sources: {
    readonly phrases: PhraseMemory;
    readonly model: LanguageModel | null;
    readonly prompt: string;
    readonly askAlways: boolean;
  },
  options: ProposalOptions,
): Promise<readonly Proposal[]> {
  const typed = /[^\s,.;:()]*$/u.exec(before)![0].length;
  const place = sources.phrases.at(before);
  const expected = expectedWords(place);
  const alone = fromPhrases(expected, [], typed);
  if (!sources.model || (!sources.askAlways && isSure(alone))) return [alone];
  const pieces = await sources.model.complete(sources.prompt, {
    maxTokens: options.maxTokens,
    // Most answers end here after a token or two: the rest would not be shown.
    until: (text, joint) => joint < LEAST_MODEL_JOINT || ends(text, options.lines),
    ...(options.signal ? { signal: options.signal } : {}),
  });
  const said = wordsOfPieces(pieces);
  return [fromModel(said, place, typed), fromPhrases(expected, said, typed)];
}

function isSure({ words: [first] }: Proposal): boolean {
  return (
    first !== undefined &&
    first.text.trim().length >= SURE_CHARACTERS &&
    wordConfidence(first.signs) >= SURE
  );
}

/** A sentence or the last line allowed ends here. */
function ends(text: string, lines: number): boolean {
  if ((text.trimStart().match(/\n/g)?.length ?? 0) > lines) return true;
  return lines === 0 && /[.!?](\s|$)/.test(text) && !/\d\.$/.test(text);
}

function expectedWords(place: PhrasePlace): readonly ModelWord[] {
  const words: ModelWord[] = [];
  let joint = 1;
  while (words.length < MOST_PHRASE_WORDS) {
    const next = place.expect(words.map((w) => w.text));
    if (!next) break;
    joint *= next.probability;
    if (joint < LEAST_PHRASE_JOINT) break;
    words.push(next);
    if (/[.!?]$/.test(next.text)) break;
  }
  return words;
}

function fromModel(said: readonly ModelWord[], place: PhrasePlace, typed: number): Proposal {
  const written: string[] = [];
  const words = said.map(({ text, probability }, i) => {
    const phrases = place.weigh(written, text);
    written.push(text);
    const signs = {
      model: probability,
      rival: null,
      phrases,
      typed: i === 0 ? typed : 0,
      later: i > 0,
    };
    return { text, signs };
  });
  return { source: 'model', words };
}

/** The model supports a phrase as far as it says the same words; where they part it is a rival. */
function fromPhrases(
  expected: readonly ModelWord[],
  said: readonly ModelWord[],
  typed: number,
): Proposal {
  let same = true;
  const words = expected.map(({ text, probability }, i) => {
    const wasSame = same;
    same &&= said[i]?.text.trim().toLowerCase() === text.trim().toLowerCase();
    return {
      text,
      signs: {
        model: same ? said[i]!.probability : null,
        rival: !same && wasSame ? (said[i]?.probability ?? null) : null,
        phrases: probability,
        typed: i === 0 ? typed : 0,
        later: i > 0,
      },
    };
  });
  return { source: 'phrases', words };
}
