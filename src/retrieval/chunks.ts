import type { Chunk, DocumentKind } from './types';
import { countWords, cutSection, splitLines, type Piece } from './cutting';
import { outlineMarkdown } from './markdownOutline';
import { outlineNote } from './noteOutline';
import type { Outline, OutlineSection } from './outline';
import { outlinePlainText } from './plainOutline';

export interface SourceDocument {
  readonly path: string;
  readonly kind: DocumentKind;
  readonly text: string;
}

/** Below this a document is not divided: its headings would be longer than its passages. */
const UNDIVIDED_WORDS = 60;

/**
 * Divides a document into passages: one a section, long sections cut at paragraphs and list items
 * into pieces of about 200 words, each with the headings that lead to it. Lines are 1-based,
 * inclusive, and those of the file, whatever its line ends; front matter belongs to no passage.
 */
export function chunkDocument({ path, kind, text }: SourceDocument): Chunk[] {
  const lines = splitLines(text);
  const isMarkdown = /\.(?:md|markdown)$/i.test(path);
  const outline = isMarkdown
    ? outlineMarkdown(lines)
    : kind === 'note'
      ? outlineNote(lines)
      : outlinePlainText(lines);
  const fallback = titleFromPath(path);
  const chunks: Chunk[] = [];
  const add = (piece: Piece, trail: readonly string[]) => {
    chunks.push({
      id: `${path}#${chunks.length}`,
      path,
      kind,
      heading: trail.length > 0 ? trail.join(' › ') : fallback,
      startLine: piece.from + 1,
      endLine: piece.to,
      text: piece.text,
    });
  };
  if (!isMarkdown && countWords(text) <= UNDIVIDED_WORDS) {
    const whole = cutSection(lines, { from: 0, to: lines.length }, new Map());
    for (const piece of whole) add(piece, outline.sections[0]?.trail ?? []);
    return chunks;
  }
  for (const section of outline.sections) {
    const body = { from: section.from + section.headingLines, to: section.to };
    if (!lines.slice(body.from, body.to).some((line) => line.trim() !== '')) continue;
    for (const piece of cutSection(lines, section, outline.cuts)) {
      add(piece, trailOf(section, piece, outline));
    }
  }
  if (chunks.length === 0) {
    const from = outline.sections[0]?.from ?? lines.length;
    for (const piece of cutSection(lines, { from, to: lines.length }, new Map())) add(piece, []);
  }
  return chunks;
}

function trailOf(section: OutlineSection, piece: Piece, outline: Outline): string[] {
  const trail = [...section.trail];
  // A piece from the middle of a section is named by the sub-heading it lies under.
  if (piece.from > section.from) {
    for (let line = piece.from; line > section.from; line--) {
      const sub = outline.subheadings.get(line);
      if (sub === undefined) continue;
      if (sub !== trail[trail.length - 1]) trail.push(sub);
      break;
    }
  }
  return trail;
}

/** The name of a file as words, for a document without headings. */
export function titleFromPath(path: string): string {
  const name = path.split(/[\\/]/).pop() ?? path;
  return name
    .replace(/\.[^.]*$/, '')
    .replace(/[_-]+/g, ' ')
    .trim();
}
