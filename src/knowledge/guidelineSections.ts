import headings from './data/guideline-headings.yaml';
import type { GuidelineRole, GuidelineSection } from './types';

const LONGEST_HEADING = 9;
const BULLET = /^\s*(?:[-*+•■□▪◦·‣●○➢►✓–—]|\(?(?:\d{1,2}|[a-z])[.)])\s/;

const ROLE_OF = new Map(
  Object.entries(headings as Readonly<Record<GuidelineRole, readonly string[]>>).flatMap(
    ([role, names]) => names.map((name) => [name, role as GuidelineRole] as const),
  ),
);

/**
 * Cuts a guideline that has no front matter at its headings, Markdown or plain text, and says what
 * stands below each. Text before the first heading is of the role `other`. Lines are 1-based.
 */
export function sectionsOfText(text: string): readonly GuidelineSection[] {
  const lines = text.split(/\r\n|\r|\n/);
  const starts: { line: number; heading: string; role: GuidelineRole }[] = [
    { line: 0, heading: '', role: 'other' },
  ];
  lines.forEach((line, i) => {
    const heading = headingOf(line);
    if (heading !== null) starts.push({ line: i, ...heading });
  });
  return starts
    .map(({ line, heading, role }, i): GuidelineSection => {
      const end = starts[i + 1]?.line ?? lines.length;
      const body = lines.slice(heading === '' ? line : line + 1, end).join('\n');
      return {
        role,
        heading,
        startLine: line + 1,
        endLine: Math.max(end, line + 1),
        text: body.trim(),
      };
    })
    .filter((s) => s.heading !== '' || s.text !== '');
}

function headingOf(line: string): { heading: string; role: GuidelineRole } | null {
  const marked = /^#{1,6}\s/.test(line);
  if (!marked && BULLET.test(line)) return null;
  const heading = line
    .replace(/^#{1,6}\s+|\s+#+\s*$/g, '')
    .replace(/\*\*|__/g, '')
    .replace(/^\s*\d+(?:\.\d+)*\.?\s+/, '')
    .replace(/\s*:\s*$/, '')
    .trim();
  if (heading === '' || heading.split(/\s+/).length > LONGEST_HEADING) return null;
  const role = roleOf(heading);
  if (role !== null) return { heading, role };
  return marked || isUpperCase(heading) ? { heading, role: 'other' } : null;
}

/** What a heading promises; null where it is none of those that guidelines use. */
export function roleOf(heading: string): GuidelineRole | null {
  const folded = heading.toLowerCase().replace(/&/g, 'and').replace(/\s+/g, ' ');
  const stem = folded.split(/ (?:of|in|for) /)[0]!;
  return ROLE_OF.get(folded) ?? ROLE_OF.get(stem) ?? null;
}

function isUpperCase(heading: string): boolean {
  return /\p{Lu}{4}/u.test(heading) && !/\p{Ll}/u.test(heading) && !/[.;,]$/.test(heading);
}
