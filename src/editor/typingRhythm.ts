/** Milliseconds from key to key: at this and less the next key comes before any answer could. */
const FAST = 100;
/** At this and more the writer has time to read between keys. */
const SLOW = 300;
/** A longer break begins anew: what was typed before it says nothing. */
const BREAK = 1000;
/** How much the newest interval counts. */
const NEWEST = 0.4;

/**
 * Knows how fast someone types, and from that how long to wait before a suggestion is asked for:
 * in a fast burst most of what would be asked is old before it is answered. Times are milliseconds
 * of any steady clock.
 */
export class TypingRhythm {
  #last: number | null = null;
  /** Running mean of the time between keys, or null before the second key of a burst. */
  #interval: number | null = null;

  key(now: number): void {
    const interval = this.#last === null ? Infinity : now - this.#last;
    this.#last = now;
    if (interval >= BREAK) this.#interval = null;
    else {
      this.#interval =
        this.#interval === null ? interval : NEWEST * interval + (1 - NEWEST) * this.#interval;
    }
  }

  /** From 0, after a pause or at a slow pace, to `longest` in a fast burst. */
  wait(longest: number): number {
    if (this.#interval === null) return 0;
    const hurry = (SLOW - this.#interval) / (SLOW - FAST);
    return Math.round(longest * Math.min(1, Math.max(0, hurry)));
  }
}
