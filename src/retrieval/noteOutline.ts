import { lineAt, lineStarts } from '../note/lines';
import { splitSections } from '../note/sections/sections';
import { sectionsOf, type Heading, type Outline } from './outline';
import { outlinePlainText } from './plainOutline';

/**
 * The outline of a note: the sections that reading the note finds, as far as they begin a line.
 * A note without any is divided like other plain text.
 */
export function outlineNote(lines: readonly string[]): Outline {
  const plain = outlinePlainText(lines);
  const text = lines.join('\n');
  const starts = lineStarts(text);
  const headings: Heading[] = [];
  for (const { heading, title } of splitSections(text)) {
    if (heading === null) continue;
    const line = lineAt(starts, heading.start) - 1;
    if (headings[headings.length - 1]?.line === line) continue;
    if (text.slice(starts[line], heading.start).trim() !== '') continue;
    const rest = lines[line].slice(heading.end - starts[line]);
    const isAlone = !/[\p{L}\p{N}]/u.test(rest);
    const name = title.replace(/^[#*\s]+|[:*\s–—-]+$/g, '');
    headings.push({ line, lines: isAlone ? 1 : 0, level: 1, title: name });
  }
  if (headings.length === 0) return plain;
  return { ...plain, sections: sectionsOf(headings, lines.length) };
}
