import type { Completion } from '../assist/types';
import { FollowUp } from './followUp';
import { isCancelled, Latest, pause } from './latest';
import { isInsideWord, takenWhole, typedAlong, type Place, type Shown } from './suggestion';
import { TypingRhythm } from './typingRhythm';

/** A completion as far as it is shown. */
export type Answer = Pick<Completion, 'completion' | 'confidence' | 'alternatives'>;

export interface SuggesterOptions {
  readonly ask: (
    place: Place,
    how: { readonly explicit: boolean },
    signal: AbortSignal,
  ) => Promise<Answer>;
  /** Milliseconds to wait at most before asking while someone types fast. */
  readonly longestWait: () => number;
  /** Unasked suggestions below this confidence are not shown, 0–1. */
  readonly minimumConfidence: () => number;
  /** Milliseconds of a steady clock. */
  readonly clock?: () => number;
  /** Milliseconds a suggestion stands before its follow-up is asked for. */
  readonly idleMs?: number;
}

export interface How {
  /** Asked for by key: nothing waits, and more is shown. */
  readonly explicit: boolean;
  /** Whether what follows may be asked ahead. */
  readonly ahead: boolean;
  readonly signal: AbortSignal;
}

/**
 * Decides what is suggested at the cursor and when the engine is asked for it: not while a shown
 * suggestion is typed along, later in a fast burst, ahead of time for what follows a suggestion.
 * The latest request wins. Knows no editor.
 */
export class Suggester {
  readonly #options: SuggesterOptions;
  readonly #clock: () => number;
  readonly #latest = new Latest();
  readonly #rhythm = new TypingRhythm();
  readonly #followUp: FollowUp<Answer>;
  #shown: Shown | null = null;

  constructor(options: SuggesterOptions) {
    this.#options = options;
    this.#clock = options.clock ?? (() => performance.now());
    this.#followUp = new FollowUp(
      (place, signal) => options.ask(place, { explicit: false }, signal),
      options.idleMs,
    );
  }

  /**
   * The suggestions for a place, best first; none where the engine abstains, or where a later call
   * or the signal overtook this one. Rejects when the engine fails.
   */
  async suggest(place: Place, how: How): Promise<readonly string[]> {
    if (isInsideWord(place)) {
      this.#latest.cancel();
      return [];
    }
    const along = typedAlong(this.#shown, place);
    if (along.length > 0 && (!how.explicit || this.#shown!.explicit)) {
      this.#latest.cancel();
      if (how.ahead) this.#followUp.prepare(place, along[0]);
      return along;
    }
    const request = this.#latest.start();
    const abort = (): void => request.abort();
    how.signal.addEventListener('abort', abort);
    if (how.signal.aborted) abort();
    try {
      const answer = await this.#answer(place, how.explicit, request.signal);
      if (request.signal.aborted) return [];
      const completions = this.#worthShowing(answer, along, how.explicit);
      this.#shown = { ...place, completions, explicit: how.explicit };
      if (how.ahead && completions.length > 0) this.#followUp.prepare(place, completions[0]);
      return completions;
    } catch (error) {
      if (request.signal.aborted || isCancelled(error)) return [];
      throw error;
    } finally {
      how.signal.removeEventListener('abort', abort);
    }
  }

  /** A document has this text now; `typed`: by a key, and not by a paste or a command. */
  changed(key: string, text: () => string, how: { readonly typed: boolean }): void {
    if (how.typed) this.#rhythm.key(this.#clock());
    this.#followUp.changed(key, text);
  }

  /** Ends every request and forgets what was shown: suggestions were turned off or changed. */
  forget(): void {
    this.#latest.cancel();
    this.#followUp.cancel();
    this.#shown = null;
  }

  async #answer(place: Place, explicit: boolean, signal: AbortSignal): Promise<Answer> {
    const prepared = explicit ? null : this.#followUp.take(place);
    if (prepared) {
      const answer = await unlessAborted(
        prepared.catch(() => null),
        signal,
      );
      if (answer) return answer;
    }
    // What is asked ahead never delays what is asked now.
    this.#followUp.cancel();
    if (!explicit && !takenWhole(this.#shown, place)) {
      await pause(this.#rhythm.wait(this.#options.longestWait()), signal);
    }
    signal.throwIfAborted();
    return this.#options.ask(place, { explicit }, signal);
  }

  /** What already stands there stays first; the answer's follow, each once. */
  #worthShowing(answer: Answer, standing: readonly string[], explicit: boolean): string[] {
    const enough = explicit || answer.confidence >= this.#options.minimumConfidence();
    const answered = enough ? [answer.completion, ...(answer.alternatives ?? [])] : [];
    return [...new Set([...standing, ...answered])].filter((completion) => completion !== '');
  }
}

/** The promise's value; rejects with an AbortError as soon as the signal fires. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
