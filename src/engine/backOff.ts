export interface BackOffRules {
  /** Waits before the first, second, … start after a crash, in milliseconds. */
  readonly delays: readonly number[];
  /** How long a crash counts. */
  readonly windowMs: number;
  /** With so many crashes in the window it stays down. */
  readonly mostCrashes: number;
}

const DEFAULT_RULES: BackOffRules = {
  delays: [0, 500, 2000, 8000],
  windowMs: 120_000,
  mostCrashes: 5,
};

/** How long to wait after a crash, and when to give up: pure bookkeeping over times in ms. */
export class BackOff {
  readonly #rules: BackOffRules;
  #crashes: number[] = [];

  constructor(rules: BackOffRules = DEFAULT_RULES) {
    this.#rules = rules;
  }

  /** The time of the next start, or null: too many crashes, stay down. */
  crashed(now: number): number | null {
    const { delays, windowMs, mostCrashes } = this.#rules;
    this.#crashes = [...this.#crashes.filter((at) => now - at < windowMs), now];
    if (this.#crashes.length >= mostCrashes) return null;
    return now + delays[Math.min(this.#crashes.length, delays.length) - 1]!;
  }

  reset(): void {
    this.#crashes = [];
  }
}
