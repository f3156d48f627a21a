import MarkdownIt from 'markdown-it';
import type { Lexicon } from '../note/terms/lexicon';
import { conditionFromText } from './conditionFromText';
import { unknownConcepts } from './unknownConcepts';
import { parseFrontMatter, type FrontMatter } from './frontMatter';
import { roleOf, sectionsOfText } from './guidelineSections';
import { frequency, strength } from './scales';
import type { Condition, Guideline, GuidelineProblem, GuidelineSection } from './types';

export interface GuidelineFile {
  readonly path: string;
  readonly text: string;
}

/** Words; a first line with more is a sentence. */
const LONGEST_TITLE = 12;

const markdown = new MarkdownIt({ html: false });

/** A guideline as parsed, with what is wrong in its front matter. */
export interface ParsedGuideline {
  readonly guideline: Guideline;
  readonly problems: readonly GuidelineProblem[];
}

/**
 * Parses one guideline file. A file whose front matter is broken still gives its sections, so
 * that it can be searched; its problems name file and line, and `condition` is null.
 * @param lexicon given for a workspace's file: findings the lexicon does not know are problems,
 *   and a file without front matter gives the condition its text describes.
 */
export function parseGuideline(
  file: GuidelineFile,
  origin: Condition['origin'],
  lexicon: Lexicon | null = null,
): ParsedGuideline {
  const front = parseFrontMatter(file.text);
  if (front.kind === 'none' && lexicon)
    return { guideline: readGuideline(file, lexicon), problems: [] };
  const problems: GuidelineProblem[] =
    front.kind === 'broken' ? front.problems.map((p) => ({ path: file.path, ...p })) : [];
  const condition = front.kind === 'valid' ? toCondition(front.data, file.path, origin) : null;
  if (condition && lexicon) problems.push(...unknownConcepts(condition, lexicon, file.text));
  const sections = splitGuideline(file.text, front.bodyLine);
  const title = condition?.name ?? sections[0]?.heading ?? baseName(file.path);
  return { guideline: { origin, path: file.path, title, condition, sections }, problems };
}

function readGuideline({ path, text }: GuidelineFile, lexicon: Lexicon): Guideline {
  const sections = sectionsOfText(text);
  const title = sections[0]?.heading || firstLine(sections[0]?.text ?? '') || baseName(path);
  const condition = conditionFromText({ path, title, sections }, lexicon);
  return { origin: 'workspace', path, title, condition, sections };
}

function firstLine(text: string): string {
  const line = text.split('\n', 1)[0]!.trim();
  return line.split(/\s+/).length <= LONGEST_TITLE ? line : '';
}

function toCondition(front: FrontMatter, path: string, origin: Condition['origin']): Condition {
  return {
    id: baseName(path)
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-'),
    name: front.condition,
    synonyms: front.synonyms ?? [],
    icd10: front.icd10 ?? [],
    urgency: front.urgency,
    common: front.common ?? { primary: 'uncommon', emergency: 'uncommon' },
    age: front.age ?? {},
    sex: { female: front.sex?.female ?? 1, male: front.sex?.male ?? 1 },
    risks: Object.entries(front.risks ?? {}).map(([concept, word]) => ({
      concept,
      raises: strength(word),
    })),
    findings: Object.entries(front.findings).map(([concept, value]) => {
      const written = typeof value === 'object' ? value : { often: value };
      return {
        concept,
        often: frequency(written.often),
        telling: written.telling === undefined ? null : strength(written.telling),
      };
    }),
    sources: front.sources,
    reviewed: front.reviewed,
    basis: 'authored',
    origin,
    path,
    local: null,
  };
}

/** One section a heading; text before the first heading is a section without one. */
function splitGuideline(text: string, bodyLine: number): GuidelineSection[] {
  const lines = text.split(/\r\n|\r|\n/);
  const body = lines.slice(bodyLine - 1);
  const heads: { line: number; heading: string }[] = [];
  const tokens = markdown.parse(body.join('\n'), {});
  tokens.forEach((token, i) => {
    if (token.type === 'heading_open' && token.map) {
      heads.push({ line: bodyLine + token.map[0], heading: tokens[i + 1]?.content ?? '' });
    }
  });
  if (heads.length === 0 || heads[0]!.line > bodyLine) {
    heads.unshift({ line: bodyLine, heading: '' });
  }
  return heads
    .map((head, i) => {
      const endLine = i + 1 < heads.length ? heads[i + 1]!.line - 1 : lines.length;
      const from = head.heading === '' ? head.line : head.line + 1;
      const content = lines
        .slice(from - 1, endLine)
        .join('\n')
        .trim();
      const role = roleOf(head.heading) ?? 'other';
      return { role, heading: head.heading, startLine: head.line, endLine, text: content };
    })
    .filter((s) => s.heading !== '' || s.text !== '');
}

function baseName(path: string): string {
  return path
    .split(/[\\/]/)
    .pop()!
    .replace(/\.[^.]+$/, '');
}
