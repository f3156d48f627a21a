import type { Hit } from '../retrieval/types';
import type { Answer, AnswerSentence, AskRequest } from './types';

export interface AskServices {
  readonly search: (text: string, limit: number) => Promise<readonly Hit[]>;
}

const MOST_SENTENCES = 5;
const PASSAGES = 6;
/** A sentence must hold this share of the question's weight for the guidelines to "say" it. */
const LEAST_COVERAGE = 0.4;

/**
 * Answers a question with sentences chosen from the guidelines' best passages, each with its
 * place. No sentences means that the guidelines do not say.
 */
export async function ask(request: AskRequest, services: AskServices): Promise<Answer> {
  const hits = await services.search(request.question, PASSAGES);
  const terms = new Set(contentStems(request.question));
  if (terms.size === 0 || hits.length === 0) return { sentences: [], hits };
  const rows = hits.flatMap((hit, index) =>
    sentencesOf(hit).map((s) => {
      const held = new Set([...contentStems(s.text), ...contentStems(hit.heading)]);
      const own = new Set(contentStems(s.text));
      const coverage = [...terms].filter((t) => held.has(t)).length / terms.size;
      const inside = [...terms].filter((t) => own.has(t)).length / terms.size;
      return { hit: index, line: s.line, text: s.text, coverage, inside };
    }),
  );
  const best = Math.max(0, ...rows.map((r) => r.coverage));
  if (best < LEAST_COVERAGE) return { sentences: [], hits };
  const chosen = rows
    .filter((r) => r.coverage >= Math.max(LEAST_COVERAGE, best * 0.75))
    .sort((a, b) => b.coverage + b.inside - b.hit * 0.1 - (a.coverage + a.inside - a.hit * 0.1))
    .slice(0, MOST_SENTENCES)
    .sort((a, b) => a.hit - b.hit || a.line - b.line)
    .map(({ text, hit, line }): AnswerSentence => ({ text, hit, line }));
  return { sentences: chosen, hits };
}

interface Placed {
  readonly text: string;
  /** 1-based line of the file on which it begins. */
  readonly line: number;
}

/** List items and sentences; a hard-wrapped paragraph is read as one text. */
function sentencesOf(hit: Hit): Placed[] {
  return paragraphsOf(hit).flatMap((paragraph) => {
    const text = paragraph.map((l) => l.text).join(' ');
    let from = 0;
    return text.split(/(?<=[.!?])\s+(?=\p{Lu})/u).flatMap((sentence) => {
      const at = text.indexOf(sentence, from);
      from = at + sentence.length;
      return sentence.length > 12 ? [{ text: sentence, line: lineOf(paragraph, at) }] : [];
    });
  });
}

function paragraphsOf(hit: Hit): Placed[][] {
  const paragraphs: Placed[][] = [];
  let open: Placed[] | null = null;
  for (const [i, raw] of hit.text.split(/\r\n|\r|\n/).entries()) {
    const item = /^\s*(?:[•■・●▪]\s*|(?:[-*]|\d+[.)])\s+)/.exec(raw);
    const text = raw.slice(item?.[0].length ?? 0).trim();
    const heading =
      /^\s*#{1,6}\s/.test(raw) || (i === 0 && hit.heading.endsWith(text)) || isTitle(text);
    if (text === '' || heading) {
      open = null;
      continue;
    }
    const placed = { text, line: hit.startLine + i };
    if (item || !open) paragraphs.push((open = [placed]));
    else open.push(placed);
  }
  return paragraphs;
}

/** A short line in title case, as plain-text guidelines set their headings: "Drug Treatment". */
function isTitle(text: string): boolean {
  const words = text.replace(/:$/, '').split(/\s+/);
  return words.length <= 4 && words.every((w) => /^(?:\p{Lu}[\p{L}-]*|of|and|the)$/u.test(w));
}

function lineOf(paragraph: readonly Placed[], offset: number): number {
  let end = 0;
  for (const { text, line } of paragraph) {
    end += text.length + 1;
    if (offset < end) return line;
  }
  return paragraph.at(-1)!.line;
}

const QUESTION_WORDS = new Set(
  `a an and are as at be by can do does for from how i in is it of on or should that the their this to
  was what when where which who why with would you your best give given use used patient patients`.split(
    /\s+/,
  ),
);

function contentStems(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words
    .filter((w) => w.length > 1 && !QUESTION_WORDS.has(w))
    .map((w) =>
      w.replace(/ae|oe/g, 'e').replace(/(ing|ed|es|s)$/, (m) => (w.length - m.length > 3 ? '' : m)),
    );
}
