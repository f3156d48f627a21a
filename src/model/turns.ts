import { abortError } from './modelError';

interface Waiting {
  readonly start: () => void;
}

/**
 * One model computes one thing at a time. Who waits for a completion goes before who waits for a
 * chat; a chat gives up its turn between tokens, so that a suggestion never waits for a summary.
 */
export class Turns {
  #busy = false;
  readonly #completions: Waiting[] = [];
  readonly #chats: Waiting[] = [];

  /**
   * Runs `work` when it is its turn. Rejects with an AbortError as soon as `signal` fires; work
   * already begun is then left to notice the signal itself, and the turn lasts until it has.
   */
  run<T>(
    kind: 'completion' | 'chat',
    signal: AbortSignal | undefined,
    work: () => Promise<T>,
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(abortError(signal));
        return;
      }
      const queue = kind === 'completion' ? this.#completions : this.#chats;
      const entry: Waiting = {
        start: () => {
          void work()
            .then(resolve, reject)
            .finally(() => {
              signal?.removeEventListener('abort', onAbort);
              this.#busy = false;
              this.#next();
            });
        },
      };
      const onAbort = (): void => {
        const at = queue.indexOf(entry);
        if (at >= 0) queue.splice(at, 1);
        reject(abortError(signal));
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      queue.push(entry);
      this.#next();
    });
  }

  #next(): void {
    if (this.#busy) return;
    const entry = this.#completions.shift() ?? this.#chats.shift();
    if (entry === undefined) return;
    this.#busy = true;
    entry.start();
  }
}
