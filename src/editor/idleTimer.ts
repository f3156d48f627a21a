const MINUTE = 60_000;

/** Says once, after a stretch of minutes without use, that something may go. */
export class IdleTimer {
  #timer: NodeJS.Timeout | undefined;

  /** `minutes` is read at each use; 0 and less mean never. */
  constructor(
    private readonly minutes: () => number,
    private readonly idle: () => void,
  ) {}

  /** Something was used: the stretch begins anew. */
  used(): void {
    clearTimeout(this.#timer);
    const minutes = this.minutes();
    if (minutes > 0) this.#timer = setTimeout(this.idle, minutes * MINUTE);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }
}
