import type { CutKind } from './cutting';
import { sectionsOf, type Heading, type Outline } from './outline';

const BULLET = /^\s*(?:[-*+•■□▪◦·・–—‣●○➢►✓]\s*|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+)\S/;
const OPENING =
  /^\s*(?:introduction|definition|background|overview|summary|epidemiology|aetiology|etiology)\s*$/i;

/**
 * The outline of a plain-text document as people write them: upper-case headings and underlined
 * lines open sections; `Heading:` lines and short titles before a list or a blank line are
 * sub-headings, at which a long section may be cut.
 */
export function outlinePlainText(lines: readonly string[]): Outline {
  const headings: Heading[] = [];
  const cuts = new Map<number, CutKind>();
  const subheadings = new Map<number, string>();
  const first = lines.findIndex((line) => line.trim() !== '');
  for (let i = Math.max(first, 0); i < lines.length; i++) {
    const line = lines[i].trim();
    if (line === '') continue;
    const underline = /^(?:={3,}|-{3,}|~{3,})$/.test(lines[i + 1]?.trim() ?? '');
    if (underline && isTitle(line)) {
      const level = i === first ? 1 : 2;
      headings.push({ line: i, lines: 2, level, title: cleanTitle(line) });
      cuts.set(i, 'heading');
      i++;
    } else if (i === first && isDocumentTitle(lines, i)) {
      headings.push({ line: i, lines: 1, level: 1, title: cleanTitle(line) });
      cuts.set(i, 'heading');
    } else if (isUpperCaseHeading(lines, i)) {
      headings.push({ line: i, lines: 1, level: 2, title: cleanTitle(line) });
      cuts.set(i, 'heading');
    } else if (isSubheading(lines, i)) {
      subheadings.set(i, cleanTitle(line));
      cuts.set(i, 'heading');
    } else if (i > 0 && lines[i - 1].trim() === '') {
      cuts.set(i, 'paragraph');
    } else if (BULLET.test(lines[i])) {
      cuts.set(i, 'item');
    }
  }
  return { sections: sectionsOf(headings, lines.length), cuts, subheadings };
}

function words(line: string): number {
  return line.split(/\s+/).length;
}

/** Short, begins like a heading, and does not end like a sentence. */
function isTitle(line: string): boolean {
  return (
    line.length <= 120 &&
    words(line) <= 14 &&
    /^[\p{Lu}\p{N}("'“]/u.test(line) &&
    /\p{L}{3}/u.test(line) &&
    !/[.;,?!]$/.test(line) &&
    !BULLET.test(line)
  );
}

function isDocumentTitle(lines: readonly string[], i: number): boolean {
  const line = lines[i].trim();
  if (!isTitle(line) || line.endsWith(':') || /:\s/.test(line)) return false;
  if (words(line) > 10 && /\p{Ll}/u.test(line)) return false;
  const next = lines[i + 1]?.trim();
  if (next === undefined || !lines.slice(i + 1).some((l) => l.trim() !== '')) return false;
  if (!/\p{Ll}/u.test(line)) return true;
  return next === '' || BULLET.test(lines[i + 1]) || /^[\p{Lu}\p{N}]/u.test(next);
}

function isUpperCaseHeading(lines: readonly string[], i: number): boolean {
  const line = lines[i].trim();
  if (/\p{Ll}/u.test(line.replace(/\(.*?\)|[(].*$/g, ''))) return false;
  const before = lines[i - 1]?.trim() ?? '';
  const colon = line.endsWith(':');
  if (!isTitle(line.replace(/:$/, '')) || /\d[^)]*\d/.test(line)) return false;
  if (colon) return true;
  return before === '' && (lines[i + 1]?.trim() ?? '') !== '' && /\p{Lu}{4}/u.test(line);
}

function isSubheading(lines: readonly string[], i: number): boolean {
  const line = lines[i].trim();
  if (OPENING.test(line)) return true;
  if (!/^\p{Lu}/u.test(line) || words(line) > 9 || BULLET.test(lines[i])) return false;
  if (line.endsWith(':')) return true;
  if (words(line) > 6 || !isTitle(line)) return false;
  const next = lines[i + 1];
  if (next === undefined || !(next.trim() === '' || BULLET.test(next))) return false;
  const before = lines[i - 1]?.trim() ?? '';
  return before === '' || BULLET.test(lines[i - 1]) || /[.:;)]$/.test(before) || words(line) <= 3;
}

function cleanTitle(line: string): string {
  return line.replace(/\s*:$/, '').replace(/\s+/g, ' ').trim();
}
