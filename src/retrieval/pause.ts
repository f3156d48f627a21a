/** A switch that holds work up between two steps. */
export class Pause {
  #waiting: (() => void)[] = [];
  #paused = false;

  set(paused: boolean): void {
    this.#paused = paused;
    if (paused) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
  }

  /** Resolves when not paused, or when the signal fires. */
  async passed(signal?: AbortSignal): Promise<void> {
    while (this.#paused && !signal?.aborted) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
        signal?.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }
}
