import type { Span } from '../../note/types';
import cues from './data/number-cues.yaml';
import { Phrases } from './phrases';
import type { Token } from './tokens';
import type { Identifier, IdentifierType } from './types';

const { labels, between, phone, fax, username, plate, researchCodes } = cues as Readonly<
  Record<string, readonly string[]>
>;
const LABELS = new Phrases(labels ?? []);
const PHONE = new Phrases([...(phone ?? []), ...(fax ?? [])]);
const FAX = new Set((fax ?? []).map((f) => f.split(' ')[0] ?? f));
const USERNAME = new Set((username ?? []).map((f) => f.split(' ')[0] ?? f));
const PLATE = new Set(plate);
const BETWEEN = new Set([...(between ?? []), '(', '.', '*', '"']);
const RESEARCH = new Set(researchCodes);
const MAX_BETWEEN = 5;

/** A number as it is issued: digits with letters, cut by hyphens, slashes or spaces between digits. */
const VALUE =
  /#?(?:[A-Z]{1,6}[- ]?(?=\d))?[A-Za-z\d](?:[A-Za-z\d]|[-/.*](?=[A-Za-z\d])){1,30}(?: \d{2,6}(?![\d/.]|\p{L})){0,4}/uy;
const HANDLE = /[A-Za-z][\w.-]{2,30}/y;
const PHONE_VALUE =
  /(?:\+|00)?\(?\d{1,5}\)?(?:[ .\-/]{0,2}\(?\d{1,5}\)?){1,6}(?: ?(?:x|ext\.?|extension) ?\d{1,6})?/y;

/** Numbers that need no label, each with what it is. Every repetition is bounded. */
const UNLABELLED: readonly (readonly [IdentifierType, RegExp])[] = [
  ['number', /(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])/g],
  [
    'phone',
    /(?<![\w./-])(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4}(?:[ ,]{0,2}(?:x|ext\.?) ?\d{1,6})?(?!\w|-\d)/gi,
  ],
  [
    'phone',
    /(?<![\w./-])\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{1,5}(?:[ .-]?\d{1,5}){1,5}(?!\w|-\d)/g,
  ],
  ['phone', /(?<![\w./-])\(0?\d{1,4}\) ?\d{2,5}(?:[ -]?\d{2,5}){1,3}(?!\w|-\d)/g],
  ['phone', /(?<![\w./-])0\d{1,4}[ -]\d{2,4}(?:[ -]?\d{2,4}){1,4}(?![\w/-])/g],
  ['phone', /(?<![\w./-])00\d{1,3}(?:-\d{2,4}){2,4}(?:x\d{1,5})?(?!\w|-\d)/g],
  ['phone', /(?<![\w./-])\d{2}(?:[.-]\d{2}){3,4}(?![\w-]|\.\d)/g],
  ['phone', /(?<![\w./-])\d{3}[. -]\d{3}[. -]\d{3,4}(?:x\d{1,6})?(?![\w-]|\.\d)/g],
  ['number', /(?<![\w.-])#?(?=\w{0,30}\d)[A-Z]{1,6}-?\d{5,16}(?:-\d{1,8}|-?[A-Z]{1,3})?(?![\w-])/g],
  ['number', /(?<![\w.-])[A-Z]{2,6}-\d{4,6}(?:-\d{1,6})?(?![\w-])/g],
  ['number', /(?<![\w.])#[A-Z]{0,5}-?\d[\dA-Z-]{3,20}(?![a-z])/g],
  ['number', /(?<![\w.-])\d{3,6}-\d{2,6}(?:-\d{2,6}){0,2}(?:-[A-Z]{1,3})?(?![\w-])/g],
  ['number', /(?<![\w.,-])\d{5,6}-[A-Z]{1,3}(?![\w-])/g],
  ['number', /(?<![\w.-])(?:\d{4}[ -]){3}\d{1,7}(?![\w-])/g],
  ['number', /(?<![\w.,-]|SNOMED |SNOMED CT |SCTID )\d{8,20}(?!\w|[.,]\d)/g],
  ['number', /(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){3,7}(?: ?[A-Z\d]{1,3})?(?!\w)/gi],
  ['number', /(?<!\w)[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)/g],
  [
    'phone',
    /(?<![\w./-])\d{2,4}(?:[ .-]?\d{2,5}){1,4}(?= ?-?(?:office|fax|mobile|home|work|cell|desk|direct)\b)/gi,
  ],
];

/** Phone, fax, record, insurance, account, licence and other numbers that belong to one person. */
export function numbersIn(text: string, tokens: readonly Token[]): readonly Identifier[] {
  const named = labelled(text, tokens);
  // What its label says of a number, its shape does not gainsay: an NHS number looks like a phone's.
  const starts = new Set(named.map(({ start }) => start));
  const others = unlabelled(text).filter(({ start }) => !starts.has(start));
  return [...named, ...others, ...calls(text, tokens).filter(({ start }) => !starts.has(start))];
}

function unlabelled(text: string): readonly Identifier[] {
  return UNLABELLED.flatMap(([type, pattern]) =>
    [...text.matchAll(pattern)]
      .filter((m) => isIssued(type, m[0]))
      .map((m) => ({
        start: m.index,
        end: m.index + m[0].length,
        type:
          type === 'phone' && /fax\W{0,3}$/i.test(text.slice(Math.max(0, m.index - 8), m.index))
            ? 'fax'
            : type,
      })),
  );
}

/** "BMS-986165" is a substance, "2010-2015" a span of years, "100-150" a range. */
function isIssued(type: IdentifierType, found: string): boolean {
  if (type !== 'number') return digitsOf(found) >= 7;
  if (/^#\d+(?:-\d+)?$/.test(found)) return digitsOf(found) >= (found.includes('-') ? 7 : 5);
  if (found.startsWith('#')) return digitsOf(found) >= 4;
  if (/^(?:19|20)\d{2}-(?:19|20)\d{2}$/.test(found)) return false;
  const prefix = /^#?([A-Z]+)-?\d/.exec(found)?.[1]?.toLowerCase();
  if (prefix !== undefined) return !(RESEARCH.has(prefix) && digitsOf(found) < 8);
  return digitsOf(found) >= 8 || /[A-Z]$/.test(found) || /^\d{3}-\d{4}$/.test(found);
}

function digitsOf(text: string): number {
  return text.replace(/\D/g, '').length;
}

/** "MRN: 12345", "policy number is HX-2233" */
function labelled(text: string, tokens: readonly Token[]): readonly Identifier[] {
  const found: Identifier[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const size = LABELS.at(tokens, i);
    if (size === 0) continue;
    const at = valueAt(tokens, i + size);
    const value = tokens[at];
    const label = tokens[i];
    if (!value || !label) continue;
    if (USERNAME.has(label.lower) && value.kind === 'word' && at > i + size) {
      const handle = matchAt(HANDLE, text, value.start);
      if (handle && /[\d._]|^[a-z]+$/.test(text.slice(handle.start, handle.end))) {
        found.push({ ...handle, type: 'username' });
        continue;
      }
    }
    const span = matchAt(VALUE, text, value.start);
    if (!span) continue;
    const type = PLATE.has(label.lower)
      ? 'plate'
      : USERNAME.has(label.lower)
        ? 'username'
        : 'number';
    const whole = text.slice(span.start, span.end);
    if (type === 'plate' && !(/[A-Z]/.test(whole) && whole.length > 3)) continue;
    const least = /^(?:mrn|urn|ssn|plate|rego|username|medical|hospital)$/.test(label.lower)
      ? 3
      : 4;
    if (
      digitsOf(whole) < (type === 'plate' || type === 'username' ? 1 : least) ||
      isYear(whole, label)
    )
      continue;
    if (
      /^\s?(?:mg|ml|mcg|units?|%|mmol|cm|mm|years?|days?)\b/i.test(
        text.slice(span.end, span.end + 7),
      )
    )
      continue;
    found.push({ ...span, type });
  }
  return found;
}

function isYear(value: string, label: Token): boolean {
  return /^(?:19|20)\d{2}$/.test(value) && label.lower !== 'mrn';
}

/** Phone numbers of any country, after a word that says so. */
function calls(text: string, tokens: readonly Token[]): readonly Identifier[] {
  const found: Identifier[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const size = PHONE.at(tokens, i);
    if (size === 0) continue;
    const value = tokens[valueAt(tokens, i + size)];
    if (!value || (value.kind !== 'number' && !/[+(]/.test(value.text))) continue;
    const span = matchAt(PHONE_VALUE, text, value.start);
    if (!span) continue;
    const digits = digitsOf(text.slice(span.start, span.end));
    const isPager = /^(?:pager|page|beeper|ext|extension)$/.test(tokens[i]?.lower ?? '');
    if (digits < (isPager ? 3 : 6) || digits > 17) continue;
    found.push({ ...span, type: FAX.has(tokens[i]?.lower ?? '') ? 'fax' : 'phone' });
  }
  return found;
}

/** The place of the first token after a label that is neither a mark nor a word such as "is". */
function valueAt(tokens: readonly Token[], from: number): number {
  let at = from;
  while (at < from + MAX_BETWEEN && BETWEEN.has(tokens[at]?.lower ?? '') && !isOpening(tokens, at))
    at++;
  return at;
}

function isOpening(tokens: readonly Token[], at: number): boolean {
  return (
    tokens[at]?.text === '(' && tokens[at + 1]?.kind === 'number' && tokens[at + 2]?.text === ')'
  );
}

function matchAt(pattern: RegExp, text: string, at: number): Span | null {
  pattern.lastIndex = at;
  const m = pattern.exec(text);
  return m ? { start: at, end: at + m[0].replace(/[-./ ]+$/, '').length } : null;
}
