import MarkdownIt from 'markdown-it';
import type { CutKind } from './cutting';
import { sectionsOf, type Heading, type Outline } from './outline';

const markdown = new MarkdownIt({ html: true });

/**
 * The outline of a Markdown document by CommonMark: `#` and underlined headings, but not what
 * only looks like one inside a code block or a list. Front matter belongs to no section.
 */
export function outlineMarkdown(lines: readonly string[]): Outline {
  const skip = frontMatterLines(lines);
  const visible = lines.map((line, i) => (i < skip ? '' : line));
  const tokens = markdown.parse(visible.join('\n'), {});
  const headings: Heading[] = [];
  const cuts = new Map<number, CutKind>();
  tokens.forEach((token, i) => {
    if (token.map === null) return;
    const [from, to] = token.map;
    if (token.type === 'heading_open' && token.level === 0) {
      const title = plainText(tokens[i + 1].content);
      headings.push({ line: from, lines: to - from, level: Number(token.tag.slice(1)), title });
      cuts.set(from, 'heading');
    } else if (token.nesting >= 0 && token.level === 0) {
      if (!cuts.has(from)) cuts.set(from, 'paragraph');
    } else if (token.type === 'list_item_open' && token.level === 1) {
      if (!cuts.has(from)) cuts.set(from, 'item');
    }
  });
  const sections = sectionsOf(headings, lines.length).flatMap((section) => {
    if (section.to <= skip) return [];
    return [section.from < skip ? { ...section, from: skip } : section];
  });
  return { sections, cuts, subheadings: new Map() };
}

/** How many lines at the start are YAML front matter; 0 where there is none. */
export function frontMatterLines(lines: readonly string[]): number {
  if (!/^\ufeff?---\s*$/.test(lines[0] ?? '')) return 0;
  for (let i = 1; i < lines.length; i++) if (/^(?:---|\.\.\.)\s*$/.test(lines[i])) return i + 1;
  return 0;
}

function plainText(inline: string): string {
  return inline
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_`~]+/g, '')
    .trim();
}
