/** What a link of a result document opens: lines of the source, or a file at a line. */
export type ResultTarget =
  | { readonly kind: 'source'; readonly lines: readonly [number, number] }
  | { readonly kind: 'file'; readonly path: string; readonly lines: readonly [number, number] };

export interface ResultLink {
  readonly start: number;
  readonly end: number;
  readonly target: ResultTarget;
  readonly tooltip: string;
}

/** A stretch of the text that is shown as lacking a basis. */
export interface ResultMark {
  readonly start: number;
  readonly end: number;
  readonly kind: 'unsupported' | 'inferred';
  readonly message: string;
}

/** A read-only document: its text with links and marks, positions in UTF-16 units. */
export interface ResultText {
  readonly text: string;
  readonly links: readonly ResultLink[];
  readonly marks: readonly ResultMark[];
}

/** Gathers a result document from left to right. */
export class ResultWriter {
  #text = '';
  readonly #links: ResultLink[] = [];
  readonly #marks: ResultMark[] = [];

  write(text: string): this {
    this.#text += text;
    return this;
  }

  line(text = ''): this {
    return this.write(`${text}\n`);
  }

  link(label: string, target: ResultTarget, tooltip: string): this {
    const start = this.#text.length;
    this.#text += label;
    this.#links.push({ start, end: this.#text.length, target, tooltip });
    return this;
  }

  marked(text: string, kind: ResultMark['kind'], message: string): this {
    const start = this.#text.length;
    this.#text += text;
    this.#marks.push({ start, end: this.#text.length, kind, message });
    return this;
  }

  result(): ResultText {
    return { text: this.#text, links: this.#links, marks: this.#marks };
  }
}

export const DISCLAIMER =
  'Supports, does not replace, clinical judgement. Not clinically validated.';

/** "L12" or "L12–14". */
export function lineLabel([first, last]: readonly [number, number]): string {
  return first === last ? `L${first}` : `L${first}–${last}`;
}
