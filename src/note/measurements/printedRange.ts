import type { ValueMark } from './linkedValue';

/** A reference range printed after a value: "(135-145)", "(<0.04)". */
export interface PrintedRange {
  readonly low: number | null;
  readonly high: number | null;
  readonly end: number;
  readonly text: string;
}

const PRINTED =
  /[ \t]*[HL*]?[ \t]*[([][ \t]*(?:(?:ref(?:erence)?|normal|nr|rr|range|n)[ \t.:=]*(?:range)?[ \t:=]*)?(?:([<>≤≥])[ \t]*(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?)[ \t]*(?:-|–|to)[ \t]*(\d+(?:\.\d+)?))[^()[\]\n]{0,20}[)\]]/y;

/** The range in brackets at a place, or null. */
export function printedRange(text: string, at: number): PrintedRange | null {
  PRINTED.lastIndex = at;
  const m = PRINTED.exec(text);
  if (!m) return null;
  const [whole, sign, bound, low, high] = m;
  const limit = Number(bound);
  const below = sign === '<' || sign === '≤';
  return {
    low: sign === undefined ? Number(low) : below ? null : limit,
    high: sign === undefined ? Number(high) : below ? limit : null,
    end: m.index + whole.length,
    text: whole.trim(),
  };
}

const MARKED =
  /[ \t]*(?:\(([HL])\)|([HL])(?![A-Za-z0-9:/])|[(,-]?[ \t]*\b(?:which (?:is|was)[ \t]+)?(?:(?:very|slightly|mildly|markedly|critically)[ \t]+)?(low|high|elevated|raised|normal)\b(?=[ \t]*(?:[).,;\n]|$)))/y;

/** What the note itself says of the value before it: "H", "(low)", ", normal". */
export function markAfter(text: string, at: number): { mark: ValueMark; end: number } | null {
  MARKED.lastIndex = at;
  const m = MARKED.exec(text);
  if (!m) return null;
  const word = (m[1] ?? m[2] ?? m[3] ?? '').toLowerCase();
  const mark = word === 'normal' ? 'normal' : word.startsWith('l') ? 'low' : 'high';
  const closed = text[MARKED.lastIndex] === ')' ? 1 : 0;
  return { mark, end: MARKED.lastIndex + closed };
}
