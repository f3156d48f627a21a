import type {
  ChatWrapper,
  LlamaContext,
  LlamaContextSequence,
  LlamaModel,
  Token,
} from 'node-llama-cpp';
import { chatPrompt } from './chatPrompt';
import { GeneratedText } from './generatedText';
import { heal, partialWord, VocabularyIndex, type VocabularyToken } from './healing';
import { abortError, ModelError, throwIfAborted } from './modelError';
import { firstCharacterTokenised, firstTokenRead } from './promptWindow';
import { Turns } from './turns';
import type { ChatMessage, ChatOptions, CompleteOptions, LanguageModel, Piece } from './types';

/**
 * How many of the most probable tokens a step looks at. The binding's own greedy choice with its
 * confidence sorts the whole vocabulary at each step, which costs a quarter of the speed; the
 * first thousand cost nothing, and hold all but a few hundredths of the probability.
 */
const CANDIDATES = 1024;
// `topP`: by default the binding drops the last twentieth and calls what is left the whole.
const SAMPLING = { temperature: 1, topK: CANDIDATES, topP: 1, seed: 0 } as const;
/** Inside a word also tokens count that nobody would have expected at its beginning. */
const HEALING = { ...SAMPLING, topK: 16 * CANDIDATES } as const;
const WITH_PROBABILITIES = { probabilities: true } as const;

/** Tokens of a partial word that are weighed again; a longer word keeps its beginning as it is. */
const MAX_HEALED_TOKENS = 4;

/** Reading can only be stopped between slices: each is to last about this long. */
const SLICE_MS = 120;
const MIN_SLICE = 16;
const MAX_SLICE = 128;

/** Against endless repetition in answers of small models. */
const REPEAT_PENALTY = 1.1;
const REPEAT_WINDOW = 64;

export interface LlamaLanguageModelParts {
  readonly id: string;
  readonly model: LlamaModel;
  readonly chatWrapper: ChatWrapper;
  readonly threads: number;
  /** A LoRA adapter for completion; chats use the model alone. */
  readonly adapterPath: string | null;
  /** Window of a chat, prompt and answer together. */
  readonly contextTokens: number;
  /** Window of a completion, prefix and suggestion together. */
  readonly completionTokens: number;
}

/** A GGUF loaded by node-llama-cpp: one copy of the weights, a context for each kind of work. */
export class LlamaLanguageModel implements LanguageModel {
  readonly id: string;
  readonly contextTokens: number;
  readonly #model: LlamaModel;
  readonly #chatWrapper: ChatWrapper;
  readonly #threads: number;
  readonly #adapterPath: string | null;
  readonly #completionTokens: number;
  readonly #beginning: readonly Token[];
  readonly #vocabulary: VocabularyIndex;
  readonly #controls: readonly string[];
  readonly #turns = new Turns();
  #completion: Promise<LlamaContextSequence> | undefined;
  #chat: Promise<LlamaContextSequence> | undefined;
  #lastChat: Promise<unknown> = Promise.resolve();
  /** Tokens a second while reading; a first guess until measured. */
  #readingSpeed = 400;
  #tokensRead = 0;
  #disposed = false;

  constructor(parts: LlamaLanguageModelParts) {
    this.id = parts.id;
    this.contextTokens = parts.contextTokens;
    this.#model = parts.model;
    this.#chatWrapper = parts.chatWrapper;
    this.#threads = parts.threads;
    this.#adapterPath = parts.adapterPath;
    this.#completionTokens = parts.completionTokens;
    this.#beginning = beginningOf(parts.model);
    const { texts, controls } = readVocabulary(parts.model);
    this.#vocabulary = new VocabularyIndex(texts);
    this.#controls = controls;
  }

  /** Tokens evaluated as prompt so far: what was reused does not count. For tests and benches. */
  get tokensRead(): number {
    return this.#tokensRead;
  }

  async complete(prefix: string, options: CompleteOptions): Promise<readonly Piece[]> {
    this.#assertUsable();
    if (options.maxTokens < 1 || prefix === '') return [];
    return this.#turns.run('completion', options.signal, async () => {
      this.#completion ??= this.#createSequence(this.#completionTokens, this.#adapterPath);
      this.#completion.catch(() => (this.#completion = undefined));
      return this.#complete(await this.#completion, prefix, options);
    });
  }

  async chat(messages: readonly ChatMessage[], options: ChatOptions): Promise<string> {
    this.#assertUsable();
    throwIfAborted(options.signal);
    const turn = this.#lastChat.then(() => this.#answer(messages, options));
    this.#lastChat = turn.catch(() => undefined);
    return rejectOnAbort(turn, options.signal);
  }

  countTokens(text: string): number {
    this.#assertUsable();
    return this.#model.tokenize(text, false).length;
  }

  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    await this.#lastChat;
    // After whatever is still running.
    await this.#turns.run('completion', undefined, () => this.#model.dispose());
  }

  async #complete(
    sequence: LlamaContextSequence,
    prefix: string,
    { maxTokens, until, signal }: CompleteOptions,
  ): Promise<readonly Piece[]> {
    const spare = this.#beginning.length + 2 * MAX_HEALED_TOKENS;
    const budget = this.#completionTokens - maxTokens - spare;
    const { base, partial } = this.#promptOf(prefix, budget);
    await this.#read(sequence, base.slice(0, -1), signal, (work) => work());
    throwIfAborted(signal);

    let pending: readonly Token[] = [base[base.length - 1]!];
    let first: { readonly rest: string; readonly probability: number } | null = null;
    if (partial.length > 0) {
      const healed = await this.#heal(sequence, base[base.length - 1]!, partial);
      const { kept, token } = healed;
      const keep = base.length + kept;
      if (sequence.nextTokenIndex > keep) {
        await sequence.eraseContextTokenRanges([{ start: keep, end: sequence.nextTokenIndex }]);
      }
      pending = [token as Token];
      first = healed;
    }

    const out = new GeneratedText(this.#detokenize, this.#controls, [...base, ...pending]);
    const pieces: Piece[] = [];
    let text = '';
    let joint = 1;
    // The probability of tokens that gave no text yet goes to the piece that shows it.
    let carried = 1;
    let generated = 0;
    const accept = (shown: string, probability: number): boolean => {
      carried *= probability;
      joint *= probability;
      if (shown !== '') {
        pieces.push({ text: shown, probability: carried });
        text += shown;
        carried = 1;
      }
      return until?.(text, joint) === true || generated >= maxTokens || out.ended;
    };

    if (first !== null) {
      generated += first.rest === '' ? 0 : 1;
      if (accept(out.pushText(first.rest), first.probability)) return pieces;
    }
    throwIfAborted(signal);
    const steps = sequence.evaluateWithMetadata([...pending], WITH_PROBABILITIES, SAMPLING);
    let step = await steps.next();
    while (step.done !== true) {
      throwIfAborted(signal);
      const [token, probability] = mostProbable(step.value.probabilities);
      if (this.#model.isEogToken(token) || this.#model.isSpecialToken(token)) break;
      generated++;
      if (accept(out.push(token), probability)) break;
      step = await steps.next(token);
    }
    await steps.return();
    const held = out.finish();
    if (held !== '') pieces.push({ text: held, probability: carried });
    return pieces;
  }

  /** The tokens before the word at the cursor, and that word's own. */
  #promptOf(
    prefix: string,
    budget: number,
  ): { readonly base: readonly Token[]; readonly partial: readonly VocabularyToken[] } {
    const from = firstCharacterTokenised(prefix, budget);
    const all = this.#model.tokenize(prefix.slice(from), false);
    const word = partialWord(prefix);
    let base: Token[] = all;
    const partial: VocabularyToken[] = [];
    let covered = 0;
    while (
      covered < word.length &&
      partial.length < MAX_HEALED_TOKENS &&
      all.length > partial.length
    ) {
      const at = all.length - 1 - partial.length;
      const text = this.#vocabulary.text(all[at]!);
      if (text === undefined) break;
      partial.unshift({ token: all[at]!, text });
      covered += text.length;
      base = all.slice(0, at);
    }
    base = base.slice(firstTokenRead(base.length, budget - MAX_HEALED_TOKENS));
    return { base: [...this.#beginning, ...base], partial };
  }

  async #heal(
    sequence: LlamaContextSequence,
    before: Token,
    partial: readonly VocabularyToken[],
  ): Promise<{
    readonly kept: number;
    readonly token: number;
    readonly rest: string;
    readonly probability: number;
  }> {
    const read = [before, ...partial.slice(0, -1).map((t) => t.token as Token)];
    const outputs = await sequence.controlledEvaluate(
      read.map((token) => [token, { generateNext: { ...WITH_PROBABILITIES, options: HEALING } }]),
    );
    this.#tokensRead += read.length;
    const distributions = outputs.map((o) => o?.next.probabilities ?? new Map<Token, number>());
    return (
      heal(partial, distributions, this.#vocabulary) ?? {
        kept: partial.length - 1,
        token: partial[partial.length - 1]!.token,
        rest: '',
        probability: 1,
      }
    );
  }

  async #answer(
    messages: readonly ChatMessage[],
    { maxTokens, signal, onText }: ChatOptions,
  ): Promise<string> {
    throwIfAborted(signal);
    this.#assertUsable();
    const prompt = chatPrompt(this.#model, this.#chatWrapper, messages);
    const room = this.contextTokens - maxTokens;
    if (prompt.length > room) {
      throw new ModelError(
        'too-long',
        `The request is ${prompt.length} tokens long; with an answer of ${maxTokens} tokens, ` +
          `${this.id} has room for ${Math.max(0, room)}. Shorten it, or choose a model with a larger context.`,
      );
    }
    const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
      this.#assertUsable();
      return this.#turns.run('chat', undefined, work);
    };
    this.#chat ??= this.#createSequence(this.contextTokens, null);
    this.#chat.catch(() => (this.#chat = undefined));
    const sequence = await this.#chat;
    await this.#read(sequence, prompt.slice(0, -1), signal, inTurn);
    throwIfAborted(signal);

    const out = new GeneratedText(this.#detokenize, this.#controls, prompt);
    const written: Token[] = [];
    let answer = '';
    const show = (text: string): void => {
      const shown = answer === '' ? text.trimStart() : text;
      if (shown === '') return;
      answer += shown;
      onText?.(shown);
    };
    const steps = sequence.evaluate([prompt[prompt.length - 1]!], {
      temperature: 0,
      repeatPenalty: {
        penalty: REPEAT_PENALTY,
        punishTokens: () => written.slice(-REPEAT_WINDOW),
      },
    });
    try {
      while (written.length < maxTokens && !out.ended) {
        const step = await inTurn(() => steps.next());
        throwIfAborted(signal);
        if (step.done === true || this.#model.isSpecialToken(step.value)) break;
        written.push(step.value);
        show(out.push(step.value));
      }
    } finally {
      await steps.return();
    }
    show(out.finish());
    return answer.trimEnd();
  }

  /** Brings the sequence to exactly `tokens`, keeping what it has read of them already. */
  async #read(
    sequence: LlamaContextSequence,
    tokens: readonly Token[],
    signal: AbortSignal | undefined,
    inTurn: (work: () => Promise<void>) => Promise<void>,
  ): Promise<void> {
    await inTurn(() => sequence.adaptStateToTokens([...tokens], false));
    let at = sequence.nextTokenIndex;
    while (at < tokens.length) {
      throwIfAborted(signal);
      const slice = tokens.slice(at, at + this.#sliceTokens());
      const began = performance.now();
      await inTurn(() => sequence.evaluateWithoutGeneratingNewTokens([...slice]));
      const seconds = (performance.now() - began) / 1000;
      if (slice.length >= MIN_SLICE && seconds > 0) {
        this.#readingSpeed = 0.7 * this.#readingSpeed + 0.3 * (slice.length / seconds);
      }
      at += slice.length;
      this.#tokensRead += slice.length;
    }
  }

  #sliceTokens(): number {
    const tokens = Math.round((this.#readingSpeed * SLICE_MS) / 1000 / MIN_SLICE) * MIN_SLICE;
    return Math.min(MAX_SLICE, Math.max(MIN_SLICE, tokens));
  }

  async #createSequence(
    contextSize: number,
    adapterPath: string | null,
  ): Promise<LlamaContextSequence> {
    let context: LlamaContext;
    try {
      context = await this.#model.createContext({
        contextSize,
        batchSize: Math.min(contextSize, MAX_SLICE),
        threads: this.#threads,
        ...(adapterPath === null
          ? {}
          : { lora: { adapters: [{ filePath: adapterPath, scale: 1 }] } }),
      });
    } catch (cause) {
      throw new ModelError(
        'no-memory',
        `There is not enough memory for ${this.id} with a context of ${contextSize} tokens. ` +
          'Close other programs or choose a smaller model.',
        { cause },
      );
    }
    return context.getSequence();
  }

  readonly #detokenize = (tokens: readonly number[], before: readonly number[]): string =>
    this.#model.detokenize(tokens as readonly Token[], false, before as readonly Token[]);

  #assertUsable(): void {
    if (this.#disposed) throw new ModelError('load-failed', `${this.id} has been unloaded.`);
  }
}

/**
 * What is read before a text. Models attend to their first token as to a resting place, whatever
 * it is; where that is the text's first word (a model without BOS), the words after it are guessed
 * badly: 4.5 against 3.6 nats a token over the first fifteen of a note.
 */
function beginningOf(model: LlamaModel): readonly Token[] {
  const { bos, shouldPrependBosToken } = model.tokens;
  return shouldPrependBosToken && bos !== null ? [bos] : model.tokenize('\n', false);
}

/** The first of a map sorted by probability. */
function mostProbable(probabilities: ReadonlyMap<Token, number>): readonly [Token, number] {
  const first = probabilities.entries().next();
  if (first.done === true) throw new ModelError('load-failed', 'The model gave no next token.');
  return first.value;
}

function readVocabulary(model: LlamaModel): {
  readonly texts: readonly VocabularyToken[];
  readonly controls: readonly string[];
} {
  const texts: VocabularyToken[] = [];
  const controls: string[] = [];
  // A token is read in the middle of a text, where its leading blank counts.
  const before = model.tokenize('a', false).slice(-1);
  for (const token of model.iterateAllTokens()) {
    if (model.isSpecialToken(token)) {
      const control = model.detokenize([token], true);
      if (/^<.+>$/.test(control)) controls.push(control);
      continue;
    }
    const text = model.detokenize([token], false, before);
    if (text !== '' && !text.includes('\uFFFD')) texts.push({ token, text });
  }
  return { texts, controls };
}

function rejectOnAbort<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise<T>((resolve, reject) => {
    const onAbort = (): void => reject(abortError(signal));
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
