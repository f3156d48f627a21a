import { lineAt, lineStarts } from '../note/lines';
import type { Finding, Measurement, Note, Span } from '../note/types';
import { flagMarks, flagWords, marksOf, type Mark } from './readingStatus';
import { assertionWords } from './words';

/** A place of the note that is shown in another style, and what the style says in words. */
export interface NoteMark extends Span {
  readonly what: 'finding' | 'measurement' | 'heading';
  readonly marks: readonly Mark[];
  readonly words: string;
}

/**
 * What is marked in a note: measurements out of range, findings (not how they go) and headings, in order and
 * without overlap (of two at the same place the first of these kinds stays).
 */
export function noteMarks(note: Note): readonly NoteMark[] {
  const ranges = rangesOf(note.findings);
  const candidates = [
    ...note.measurements.flatMap((m) => measurementMark(m, ranges) ?? []),
    ...note.findings.filter((f) => f.kind !== 'course').map(findingMark),
    ...note.sections.flatMap(({ heading, title }): NoteMark[] =>
      heading ? [{ ...spanOf(heading), what: 'heading', marks: [], words: title }] : [],
    ),
  ];
  const order = { measurement: 0, finding: 1, heading: 2 };
  candidates.sort((a, b) => a.start - b.start || order[a.what] - order[b.what] || b.end - a.end);
  const kept: NoteMark[] = [];
  for (const mark of candidates) {
    if (mark.start < mark.end && mark.start >= (kept.at(-1)?.end ?? 0)) kept.push(mark);
  }
  return kept;
}

function findingMark(finding: Finding): NoteMark {
  const words = `${finding.name}: ${assertionWords(finding)}`;
  return { ...spanOf(finding), what: 'finding', marks: marksOf(finding), words };
}

function measurementMark(
  measurement: Measurement,
  ranges: ReadonlyMap<string, string>,
): NoteMark | null {
  const { flag, name, kind } = measurement;
  const marks = flagMarks(flag);
  if (flag === null || marks.length === 0) return null;
  const range = ranges.get(`${measurement.start} ${kind}`);
  const reference = range ? ` (reference range ${range})` : '';
  return {
    ...spanOf(measurement),
    what: 'measurement',
    marks,
    words: `${name}: ${flagWords(flag)}${reference}`,
  };
}

/** Reference ranges by "start kind" of the measurement, from the findings that it implies. */
export function rangesOf(findings: readonly Finding[]): ReadonlyMap<string, string> {
  const ranges = new Map<string, string>();
  for (const { because, start } of findings) {
    if (because.source === 'measurement') ranges.set(`${start} ${because.kind}`, because.range);
  }
  return ranges;
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}

/** The legend of the semantic tokens, contributed under the same names in package.json. */
export const TOKEN_TYPES = ['clinicalFinding', 'clinicalMeasurement', 'clinicalHeading'] as const;
export const TOKEN_MODIFIERS: readonly Mark[] = [
  'present',
  'denied',
  'past',
  'family',
  'uncertain',
  'low',
  'high',
  'critical',
];

/** A mark's part on one line; editors take no token over two lines. Lines and columns from 0. */
export interface LineToken {
  readonly line: number;
  readonly character: number;
  readonly length: number;
  readonly type: (typeof TOKEN_TYPES)[number];
  readonly modifiers: readonly Mark[];
}

const TYPE_OF = {
  finding: 'clinicalFinding',
  measurement: 'clinicalMeasurement',
  heading: 'clinicalHeading',
} as const;

/** The marks as tokens of lines, in order. */
export function lineTokens(text: string, marks: readonly NoteMark[]): readonly LineToken[] {
  const starts = lineStarts(text);
  return marks.flatMap(({ start, end, what, marks: modifiers }) => {
    const tokens: LineToken[] = [];
    const last = lineAt(starts, end - 1) - 1;
    for (let line = lineAt(starts, start) - 1; line <= last; line++) {
      const lineStart = starts[line] ?? 0;
      const from = Math.max(start, lineStart);
      const to = Math.min(end, starts[line + 1] ?? text.length);
      const part = text.slice(from, to).replace(/[\r\n]+$/, '');
      const indent = part.length - part.trimStart().length;
      const length = part.trim().length;
      if (length === 0) continue;
      const character = from - lineStart + indent;
      tokens.push({ line, character, length, type: TYPE_OF[what], modifiers });
    }
    return tokens;
  });
}
