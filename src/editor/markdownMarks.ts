import type MarkdownIt from 'markdown-it';
import type { NoteMark } from './noteMarks';

type Token = ReturnType<MarkdownIt['parse']>[number];

/**
 * Finds what to mark in a note's plain text, or null where nothing is to be marked: the document
 * being rendered (named by the renderer's environment) is no note, or reading is not ready yet.
 */
export type MarkReader = (text: string, environment: unknown) => readonly NoteMark[] | null;

/** Part of a text token, in offsets of its content. */
interface Part {
  readonly start: number;
  readonly end: number;
  readonly mark: NoteMark;
}

/**
 * A markdown-it plugin that wraps findings and measurements out of range in spans with a class
 * for each status and the status in words as title. It works while rendering, because editors
 * keep parsed tokens and name the document only then. Text is escaped as before.
 */
export function markNotes(md: MarkdownIt, read: MarkReader): MarkdownIt {
  const parts = new WeakMap<Token, readonly Part[]>();
  const { renderer } = md;
  const render = renderer.render.bind(renderer);
  renderer.render = (tokens, options, environment) => {
    const { text, texts } = plainText(tokens);
    const marks = read(text, environment)?.filter((m) => m.what !== 'heading') ?? [];
    place(marks, texts, parts);
    return render(tokens, options, environment);
  };
  const plain = renderer.rules.text;
  renderer.rules.text = (tokens, index, options, environment, self) => {
    const token = tokens[index]!;
    const own = parts.get(token);
    if (!own || own.length === 0) {
      return plain
        ? plain(tokens, index, options, environment, self)
        : md.utils.escapeHtml(token.content);
    }
    return spans(token.content, own, md.utils.escapeHtml);
  };
  return md;
}

interface PlacedText {
  readonly token: Token;
  readonly start: number;
}

/** The words a reader sees, with headings and list marks as a plain note has them. */
function plainText(tokens: readonly Token[]): {
  readonly text: string;
  readonly texts: readonly PlacedText[];
} {
  const texts: PlacedText[] = [];
  let text = '';
  for (const token of tokens) {
    if (token.type === 'heading_open') text += `${'#'.repeat(Number(token.tag.slice(1)) || 1)} `;
    else if (token.type === 'list_item_open') text += '- ';
    else if (token.type === 'tr_open') text += '| ';
    else if (token.type === 'td_close' || token.type === 'th_close') text += ' | ';
    else if (token.type === 'tr_close') text += '\n';
    else if (token.type === 'heading_close') text += '\n\n';
    else if (token.type === 'paragraph_close') text += token.hidden ? '\n' : '\n\n';
    for (const child of token.type === 'inline' ? (token.children ?? []) : []) {
      if (child.type === 'text') texts.push({ token: child, start: text.length });
      if (child.type === 'softbreak' || child.type === 'hardbreak') text += '\n';
      // Code and images stand between words but are not read.
      else text += child.type === 'text' ? child.content : child.tag === 'code' ? ' ' : '';
    }
  }
  return { text, texts };
}

function place(
  marks: readonly NoteMark[],
  texts: readonly PlacedText[],
  parts: WeakMap<Token, readonly Part[]>,
): void {
  let first = 0;
  for (const { token, start } of texts) {
    const end = start + token.content.length;
    while ((marks[first]?.end ?? Infinity) <= start) first++;
    const own: Part[] = [];
    for (let m = first; (marks[m]?.start ?? Infinity) < end; m++) {
      const mark = marks[m]!;
      own.push({
        start: Math.max(0, mark.start - start),
        end: Math.min(end, mark.end) - start,
        mark,
      });
    }
    // Also where there is none: the tokens may have been rendered before.
    parts.set(token, own);
  }
}

function spans(content: string, parts: readonly Part[], escape: (text: string) => string): string {
  let html = '';
  let at = 0;
  for (const { start, end, mark } of parts) {
    const classes = [`chartside-${mark.what}`, ...mark.marks.map((m) => `chartside-${m}`)];
    html +=
      escape(content.slice(at, start)) +
      `<span class="${classes.join(' ')}" title="${escape(mark.words)}">` +
      `${escape(content.slice(start, end))}</span>`;
    at = end;
  }
  return html + escape(content.slice(at));
}
