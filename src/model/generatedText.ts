/**
 * Turns generated tokens into text as they come: holds back half characters, and stops where the
 * model writes out a control sequence ("<|im_end|>") letter by letter.
 */
export class GeneratedText {
  readonly #detokenize: (tokens: readonly number[], before: readonly number[]) => string;
  readonly #controls: readonly string[];
  readonly #before: number[];
  #pending: number[] = [];
  #held = '';
  #ended = false;

  /** `before`: the tokens that precede the generated ones; only the last few matter. */
  constructor(
    detokenize: (tokens: readonly number[], before: readonly number[]) => string,
    controls: readonly string[],
    before: readonly number[],
  ) {
    this.#detokenize = detokenize;
    this.#controls = controls.filter((c) => c.length > 1);
    this.#before = before.slice(-8);
  }

  /** True once a control sequence was met: nothing after it counts. */
  get ended(): boolean {
    return this.#ended;
  }

  /** The text that has become certain with this token; often the token's own, sometimes empty. */
  push(token: number): string {
    this.#pending.push(token);
    const text = this.#detokenize(this.#pending, this.#before);
    // A character of several bytes whose last bytes are still to come.
    if (text.endsWith('\uFFFD') && this.#pending.length < 6) return '';
    this.#before.push(...this.#pending);
    this.#before.splice(0, this.#before.length - 8);
    this.#pending = [];
    return this.pushText(text);
  }

  /** The same for text that is known already. */
  pushText(text: string): string {
    if (this.#ended) return '';
    const all = this.#held + text;
    let cut = -1;
    for (const control of this.#controls) {
      const at = all.indexOf(control);
      if (at >= 0 && (cut < 0 || at < cut)) cut = at;
    }
    if (cut >= 0) {
      this.#ended = true;
      this.#held = '';
      return all.slice(0, cut);
    }
    const keep = this.#heldLength(all);
    this.#held = all.slice(all.length - keep);
    return all.slice(0, all.length - keep);
  }

  /** What was held back in case it became a control sequence, once no more tokens come. */
  finish(): string {
    const rest = this.#ended ? '' : this.#held;
    this.#held = '';
    return rest;
  }

  /** Length of the longest end of `text` that could be the beginning of a control sequence. */
  #heldLength(text: string): number {
    let longest = 0;
    for (const control of this.#controls) {
      for (let n = Math.min(control.length - 1, text.length); n > longest; n--) {
        if (text.endsWith(control.slice(0, n))) {
          longest = n;
          break;
        }
      }
    }
    return longest;
  }
}
