/** How long after the last piece of work someone still may be about to ask for the next. */
const LULL_MS = 1500;

/** Knows when someone waits for work, so that work that nobody waits for can stand back. */
export class Quiet {
  readonly #lullMs: number;
  #atWork = 0;
  #last = -Infinity;
  #waiting: (() => void)[] = [];

  constructor(lullMs = LULL_MS) {
    this.#lullMs = lullMs;
  }

  /** Does work that someone waits for. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.#atWork++;
    try {
      return await work();
    } finally {
      this.#last = performance.now();
      if (--this.#atWork === 0) {
        for (const go of this.#waiting.splice(0)) go();
      }
    }
  }

  /** Resolves when nobody waits and nobody did for a while, or when the signal fires. */
  async passed(signal?: AbortSignal): Promise<void> {
    while (!signal?.aborted) {
      const left = this.#atWork > 0 ? Infinity : this.#last + this.#lullMs - performance.now();
      if (left <= 0) return;
      await new Promise<void>((resolve) => {
        const timer = left === Infinity ? null : setTimeout(go, left);
        const waiting = this.#waiting;
        function go() {
          if (timer) clearTimeout(timer);
          signal?.removeEventListener('abort', go);
          resolve();
        }
        if (!timer) waiting.push(go);
        signal?.addEventListener('abort', go, { once: true });
      });
    }
  }
}
