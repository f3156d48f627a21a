import { pause } from './latest';
import { isOnTheWay, placeAfter, type Place } from './suggestion';

/** Milliseconds a suggestion stands before what follows it is asked for. */
const IDLE_MS = 100;

interface Prepared<Answer> {
  readonly from: Place;
  readonly completion: string;
  /** The place once `completion` has been taken. */
  readonly to: Place;
  readonly controller: AbortController;
  /** Ends the idle time early. */
  readonly hurry: AbortController;
  readonly answer: Promise<Answer>;
}

/**
 * Asks, while a suggestion stands there, what follows once it is taken, so that the next one can
 * show at once. One at a time; it ends as soon as the writer goes another way.
 */
export class FollowUp<Answer> {
  #prepared: Prepared<Answer> | null = null;

  constructor(
    private readonly ask: (place: Place, signal: AbortSignal) => Promise<Answer>,
    private readonly idleMs = IDLE_MS,
  ) {}

  /** Prepares for `completion`, shown at `from`, being taken. The same way is prepared once. */
  prepare(from: Place, completion: string): void {
    const to = placeAfter(from, completion);
    if (isSame(this.#prepared?.to, to)) return;
    this.cancel();
    const controller = new AbortController();
    const hurry = new AbortController();
    const ask = async () => {
      await pause(this.idleMs, AbortSignal.any([controller.signal, hurry.signal]));
      controller.signal.throwIfAborted();
      return this.ask(to, controller.signal);
    };
    const answer = ask();
    const prepared = { from, completion, to, controller, hurry, answer };
    this.#prepared = prepared;
    // Nobody may ever want it. A failure is not kept: who wants it then asks anew.
    answer.catch(() => {
      if (this.#prepared === prepared) this.#prepared = null;
    });
  }

  /** The answer for exactly this place, there or under way; null where none was prepared. */
  take(place: Place): Promise<Answer> | null {
    if (!this.#prepared || !isSame(this.#prepared.to, place)) return null;
    this.#prepared.hurry.abort();
    return this.#prepared.answer;
  }

  /** Ends what is prepared unless a document's new text still leads there. */
  changed(key: string, text: () => string): void {
    if (!this.#prepared) return;
    const { from, completion } = this.#prepared;
    if (!isOnTheWay(from, completion, key, text())) this.cancel();
  }

  cancel(): void {
    this.#prepared?.controller.abort();
    this.#prepared = null;
  }
}

function isSame(a: Place | undefined, b: Place): boolean {
  return a !== undefined && a.offset === b.offset && a.key === b.key && a.text === b.text;
}
