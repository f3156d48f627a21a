import data from '../data/answers.yaml';
import type { Trigger } from '../types';

interface AnswerData {
  readonly denied: readonly string[];
  readonly present: readonly string[];
  readonly marks: readonly string[];
}

const { denied, present, marks } = data as AnswerData;
const DENIED = new Set(denied);
const PRESENT = new Set(present);
const MARKS = new Set(marks);

/** What a row of a table says of the findings it names. */
export interface RowAnswer {
  readonly negated: boolean;
  /** The cell that answers, or the head of the column that is marked. */
  readonly trigger: Trigger;
}

interface Cell {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const ROW = /^[ \t]*\|.*\|[ \t]*$/;
const RULE = /^[ \t]*\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*$/;

/**
 * The answers of Markdown tables such as those of a review of systems, by the offset at which the
 * row begins: "| fever | no |", or a mark in a column headed "No". Rows without an answer are not
 * there.
 */
export function rowAnswers(text: string): ReadonlyMap<number, RowAnswer> {
  const answers = new Map<number, RowAnswer>();
  if (!text.includes('|')) return answers;
  let head: readonly Cell[] | null = null;
  let previous: readonly Cell[] | null = null;
  for (let at = 0; at < text.length;) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(at, end).replace(/\r$/, '');
    if (!ROW.test(line)) head = previous = null;
    else if (RULE.test(line)) head = previous;
    else {
      const cells = cellsOf(line, at);
      const answer = answerOf(cells, head);
      if (answer) answers.set(at + line.indexOf('|'), answer);
      previous = cells;
    }
    at = end + 1;
  }
  return answers;
}

function cellsOf(line: string, offset: number): Cell[] {
  const cells: Cell[] = [];
  let from = line.indexOf('|') + 1;
  for (let to = line.indexOf('|', from); to >= 0; to = line.indexOf('|', from)) {
    const raw = line.slice(from, to);
    const text = raw.trim();
    const start = offset + from + (raw.length - raw.trimStart().length);
    cells.push({ start, end: start + text.length, text });
    from = to + 1;
  }
  return cells;
}

function answerOf(cells: readonly Cell[], head: readonly Cell[] | null): RowAnswer | null {
  for (const [i, cell] of cells.entries()) {
    if (i === 0 || cell.text === '') continue;
    const word = cell.text.toLowerCase();
    const column = head?.[i];
    const title = column?.text.toLowerCase() ?? '';
    if (column && MARKS.has(word) && (DENIED.has(title) || PRESENT.has(title))) {
      return answer(DENIED.has(title), column);
    }
    if (DENIED.has(word) || PRESENT.has(word)) return answer(DENIED.has(word), cell);
  }
  return null;
}

function answer(negated: boolean, { start, end, text }: Cell): RowAnswer {
  return { negated, trigger: { start, end, text, rule: 'table' } };
}
