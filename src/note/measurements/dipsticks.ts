import type { Span, Trigger } from '../types';
import type { Word } from '../terms/words';

/** A pad of a urine dipstick that was read, positive or negative. */
export interface DipstickResult extends Span {
  /** What is measured, for example `urine-nitrite`. */
  readonly kind: string;
  /** The concept that a positive pad stands for. */
  readonly concept: string;
  /** The words that say it is negative; null where it is positive. */
  readonly negative: Trigger | null;
}

interface Pad {
  readonly kind: string;
  readonly concept: string;
  readonly names: string;
}

const PADS: readonly Pad[] = [
  {
    kind: 'urine-leucocytes',
    concept: 'pyuria',
    names: 'leuc leucs leuk leuks leucocyte leucocytes leukocyte leukocytes le wbc wbcs wcc',
  },
  {
    kind: 'urine-nitrite',
    concept: 'positive-urine-nitrites',
    names: 'nitrite nitrites nit nits nitr',
  },
  {
    kind: 'urine-blood',
    concept: 'microscopic-haematuria',
    names: 'blood bld rbc rbcs ery haem heme erythrocytes',
  },
  { kind: 'urine-protein', concept: 'proteinuria', names: 'protein prot proteins' },
  { kind: 'urine-glucose', concept: 'glycosuria', names: 'glucose glu gluc' },
  { kind: 'urine-ketones', concept: 'ketonuria', names: 'ketone ketones ket kets' },
];
const PAD_OF = new Map(PADS.flatMap((pad) => pad.names.split(' ').map((n) => [n, pad] as const)));
/** Pads that only a dipstick has: two pads with one of these need no heading. */
const OF_URINE_ONLY = new Set(['urine-leucocytes', 'urine-nitrite']);

const HEADINGS = new Set('ua udip dip dipstick dipsticks dipstix dipped urinalysis'.split(' '));
const POSITIVE = new Set('positive pos trace tr small moderate mod large many present'.split(' '));
const NEGATIVE = new Set('negative neg nil absent no without not'.split(' '));
const JOINING = new Set(['and', 'or', 'nor', '&', '/']);
/** Words beside a pad that do not change what it says. */
const BESIDE = new Set(
  'for of is was were are esterase cells with shows showed showing amount amounts all only urine on'.split(
    ' ',
  ),
);

type Grade = 'positive' | 'negative';
type Token =
  | ({ readonly is: 'pad'; readonly pad: Pad } & Span)
  | ({ readonly is: 'grade'; readonly grade: Grade } & Span)
  | ({ readonly is: 'stop' | 'join' | 'beside' | 'other' } & Span);

// A grade in signs, a word with its slashes and primes, a number, or a mark between.
const TOKEN =
  /((?:white|red)[ \t]+(?:blood[ \t]+)?cells?\b)|([1-4]\+{1,2}(?!\d)|\+[1-4](?![\d.])|\+{1,4}(?:ve\b)?|[-−]ve\b|[1-4] plus\b)|([A-Za-z]+)|(\d[\d.,–-]*)|([,;&/]|\.(?!\d))/iy;

type PadToken = Token & { readonly is: 'pad' };

/** The tokens of a line between two places. */
function tokensOf(text: string, start: number, end: number): Token[] {
  const tokens: Token[] = [];
  for (let at = start; at < end;) {
    TOKEN.lastIndex = at;
    const m = TOKEN.exec(text);
    if (!m) {
      at++;
      continue;
    }
    const span = { start: at, end: TOKEN.lastIndex };
    at = span.end;
    const [, cells, signs, word, , mark] = m;
    if (cells !== undefined) tokens.push(cellsToken(cells, span));
    else if (signs !== undefined) tokens.push({ ...span, is: 'grade', grade: gradeOfSigns(signs) });
    else if (word !== undefined) tokens.push(wordToken(word.toLowerCase(), span));
    else if (mark === '/' || mark === '&') tokens.push({ ...span, is: 'join' });
    else tokens.push({ ...span, is: mark === undefined ? 'other' : 'stop' });
  }
  return tokens;
}

function gradeOfSigns(signs: string): Grade {
  return signs.startsWith('-') || signs.startsWith('−') ? 'negative' : 'positive';
}

/** "white blood cells" are not a pad "blood". */
function cellsToken(cells: string, span: Span): Token {
  return wordToken(cells.toLowerCase().startsWith('w') ? 'wbc' : 'rbc', span);
}

function wordToken(word: string, span: Span): Token {
  const pad = PAD_OF.get(word);
  if (pad) return { ...span, is: 'pad', pad };
  if (NEGATIVE.has(word)) return { ...span, is: 'grade', grade: 'negative' };
  if (POSITIVE.has(word)) return { ...span, is: 'grade', grade: 'positive' };
  if (JOINING.has(word)) return { ...span, is: 'join' };
  return { ...span, is: BESIDE.has(word) ? 'beside' : 'other' };
}

interface Graded {
  readonly grade: Grade;
  readonly by: Span;
}

/**
 * The urine dipsticks of a text: lines with a word for one ("UA leuc 2+ nit +"), and lines of
 * pads that only urine is tested by ("Leucs ++ nitrite neg"). The grade stands after its pad or
 * before it, whichever a part begins with; "no" and "negative for" hold for the list that follows.
 */
export function readDipsticks(text: string, words: readonly Word[]): readonly DipstickResult[] {
  const found: DipstickResult[] = [];
  let line = -1;
  for (const word of words) {
    if (word.start < line) continue;
    const heading = HEADINGS.has(word.lower) || isSlashed(text, word);
    const pad = heading ? undefined : PAD_OF.get(word.lower);
    if (!heading && !(pad && OF_URINE_ONLY.has(pad.kind))) continue;
    const start = heading ? word.end : text.lastIndexOf('\n', word.start) + 1;
    const end = lineEnd(text, word.start);
    const read = readLine(text, Math.max(start, line), end);
    const own = read.filter((r) => OF_URINE_ONLY.has(r.kind));
    if (heading || (read.length > 1 && own.length > 0)) found.push(...read);
    line = end;
  }
  return found;
}

/** "U/A" */
function isSlashed(text: string, word: Word): boolean {
  return word.lower === 'u' && /^\/a\b/i.test(text.slice(word.end, word.end + 3));
}

const LONGEST_LINE = 400;

function lineEnd(text: string, at: number): number {
  const limit = Math.min(text.length, at + LONGEST_LINE);
  for (let end = at; end < limit; end++) if (text[end] === '\n') return end;
  return limit;
}

function readLine(text: string, start: number, end: number): DipstickResult[] {
  const tokens = tokensOf(text, start, end);
  const found: DipstickResult[] = [];
  let waiting: PadToken[] = [];
  let held: Graded | null = null;
  let strangers = 0;
  const give = (pads: readonly PadToken[], graded: Graded): void => {
    for (const pad of pads) found.push(resultOf(text, pad, graded));
  };
  for (const part of partsOf(tokens)) {
    const first = part.find((t) => t.is === 'pad' || t.is === 'grade');
    if (!first) {
      // Three parts of other things: the list has ended.
      if (++strangers > 2) held = null;
      waiting = [];
      continue;
    }
    if (first.is === 'grade') {
      held = { grade: first.grade, by: first };
      if (!gradesFirst(part, give) && waiting.length > 0) give(waiting, held);
      waiting = [];
      if (!carries(text, held)) held = null;
      continue;
    }
    let group: PadToken[] = [];
    let graded = false;
    for (const token of part.slice(part.indexOf(first))) {
      if (token.is === 'pad') group.push(token);
      else if (token.is === 'grade') {
        // "leucs, nitrites negative": one answer for the list.
        give([...waiting, ...group], { grade: token.grade, by: token });
        [waiting, group, graded] = [[], [], true];
        held = null;
      } else if (token.is === 'other') break;
    }
    if (group.length === 0 || graded) continue;
    if (part.some((t) => t.is === 'other')) waiting = [];
    else if (held) give(group, held);
    else waiting = [...waiting, ...group];
  }
  return found;
}

type Give = (pads: readonly PadToken[], graded: Graded) => void;

/**
 * Reads a part that begins with a grade; false where no pad follows. "no" holds for all pads up to
 * the next grade, a positive grade for the next pad and those joined to it: "trace ketones nitrite
 * neg" answers twice.
 */
function gradesFirst(part: readonly Token[], give: Give): boolean {
  let graded: Graded | null = null;
  let group: PadToken[] = [];
  let any = false;
  const close = (by: Graded | null): void => {
    if (by && group.length > 0) {
      give(group, by);
      any = true;
    }
    group = [];
  };
  for (const [i, token] of part.entries()) {
    if (token.is === 'pad') {
      const joined = part[i - 1]?.is === 'join';
      if (graded?.grade === 'positive' && group.length > 0 && !joined) {
        close(graded);
        graded = null;
      }
      group.push(token);
    } else if (token.is === 'grade') {
      const said: Graded = { grade: token.grade, by: token };
      // Without a grade before them, pads have it after them.
      close(graded ?? said);
      graded =
        graded === null && any && group.length === 0 && part[i - 1]?.is === 'pad' ? null : said;
    } else if (token.is === 'other' && group.length > 0) break;
  }
  close(graded);
  return any;
}

/** "no" and "negative" hold for the list that follows; "trace" does not. */
function carries(text: string, { grade, by }: Graded): boolean {
  return grade === 'negative' || /^pos/i.test(text.slice(by.start, by.end));
}

/** A list at its commas and full stops; empty parts are left out. */
function partsOf(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (token.is === 'stop') parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.filter((part) => part.length > 0);
}

function resultOf(text: string, pad: PadToken, { grade, by }: Graded): DipstickResult {
  const { kind, concept } = pad.pad;
  const beside = text.slice(pad.end, by.start).trim() === '' && by.start >= pad.end;
  const before = text.slice(by.end, pad.start).trim() === '' && by.end <= pad.start;
  const positive = grade === 'positive';
  const span = {
    start: positive && before ? by.start : pad.start,
    end: positive && beside ? by.end : pad.end,
  };
  const said = { start: by.start, end: by.end, text: text.slice(by.start, by.end) };
  return { ...span, kind, concept, negative: positive ? null : { ...said, rule: 'dipstick' } };
}
