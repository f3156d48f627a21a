import data from '../data/spelling.yaml';
import type { Span } from '../types';
import { wordEnd } from './wordScan';

interface SpellingData {
  readonly rewrites: readonly (readonly [string, string, number])[];
  readonly irregular: Readonly<Record<string, string>>;
  readonly between: { readonly narrow: readonly string[]; readonly wide: readonly string[] };
  readonly coordinators: readonly string[];
  readonly inflected: readonly string[];
  readonly headSynonyms: Readonly<Record<string, readonly string[]>>;
  readonly heads: readonly string[];
  readonly lookalikes: readonly string[];
  readonly arrows: {
    readonly up: readonly string[];
    readonly down: readonly string[];
    readonly degrees: readonly string[];
  };
}

export const spelling = data as SpellingData;

/** A word of the text and the form it is matched in. */
export interface Word extends Span {
  readonly raw: string;
  readonly lower: string;
  /** Stemmed, in one spelling: "haemorrhages" and "hemorrhage" share it. */
  readonly form: string;
  readonly spelt: Spelt;
}

/** A word as it is written: one object for all its occurrences. */
export interface Spelt {
  readonly raw: string;
  readonly lower: string;
  readonly form: string;
  /** What the last index that was asked knows of it, kept here: looking it up takes longer. */
  known: { readonly by: object } | null;
}

const REWRITES = spelling.rewrites.map(
  ([pattern, replacement, length]) => [new RegExp(pattern, 'g'), replacement, length] as const,
);
/** Whether any rewrite applies: most words need none. */
const REWRITABLE = new RegExp(spelling.rewrites.map(([pattern]) => `(?:${pattern})`).join('|'));
const IRREGULAR = new Map(Object.entries(spelling.irregular));
const MAX_WORD = 40;
const MAX_REMEMBERED = 50_000;
const remembered = new Map<string, string>();

/** Lowercase with typographic apostrophes straightened. */
export function lowered(raw: string): string {
  return raw.toLowerCase().replace(/[’ʼ]/g, "'");
}

/**
 * The form a word is matched in: one spelling, without inflection.
 * Takes a lowercase word; a light stemmer in the manner of Harman's S-stemmer plus -ed, -ing, -ness.
 */
export function formOf(lower: string): string {
  const known = remembered.get(lower);
  if (known !== undefined) return known;
  const form = lower.length > MAX_WORD ? lower : inflected(lower);
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(lower, form);
  return form;
}

function inflected(lower: string): string {
  const given = IRREGULAR.get(lower);
  if (given !== undefined) return given;
  const w = respelled(lower);
  return IRREGULAR.get(w) ?? (/\d/.test(w) ? w : stem(w));
}

function respelled(lower: string): string {
  let w = lower;
  if (w.includes("'")) w = w.replace(/'s$/, '').replace(/'/g, '');
  if (/\d/.test(w)) return w;
  if (!REWRITABLE.test(w)) return w;
  for (const [pattern, replacement, length] of REWRITES) {
    if (w.length >= length) w = w.replace(pattern, replacement);
  }
  return w;
}

/** hurt, ache, sore → pain, where a term is read turned round. */
const CANONICAL_HEAD = new Map(
  Object.entries(spelling.headSynonyms).flatMap(([head, words]) =>
    words.map((w) => [formOf(w), formOf(head)] as const),
  ),
);

/** The form of the head noun a form stands for ("hurt" for "pain"), or the form itself. */
export function canonicalHead(form: string): string {
  return CANONICAL_HEAD.get(form) ?? form;
}

/** The singular in one spelling, other endings kept: "haemorrhages" → "hemorrhag", "bleeding" as is. */
function singularOf(lower: string): string {
  const w = respelled(lower);
  if (w.length <= 3) return w;
  if (w.endsWith('ies')) return `${w.slice(0, -3)}y`;
  const singular = w.endsWith('s') && !/(?:ss|us|is)$/.test(w) ? w.slice(0, -1) : w;
  return singular.replace(/e$/, '');
}

/** By form and singular: "HIV" and "hives" have one singular, "bleeds" and "bleeding" one form. */
export function singleKey({ form, lower }: Pick<Word, 'form' | 'lower'>): string {
  return `${form}/${singularOf(lower)}`;
}

function stem(word: string): string {
  let w = word;
  if (w.length <= 3) return w;
  if (w.endsWith('ies') && w.length > 4) w = `${w.slice(0, -3)}y`;
  else if (w.endsWith('s') && !/(?:ss|us|is)$/.test(w)) w = w.slice(0, -1);
  const irregular = IRREGULAR.get(w);
  if (irregular !== undefined) return irregular;
  if (w.endsWith('iness') && w.length > 7) return `${w.slice(0, -5)}y`;
  if (w.endsWith('ness') && w.length > 6) return w.slice(0, -4);
  if (w.endsWith('ation') && w.length > 7) return w.slice(0, -3);
  if (w.endsWith('ied') && w.length > 5) return `${w.slice(0, -3)}y`;
  for (const suffix of ['ing', 'ed']) {
    const root = w.slice(0, -suffix.length);
    if (w.endsWith(suffix) && root.length >= 3 && /[aeiouy]/.test(root)) {
      if (/([^aeiouylsz])\1$/.test(root)) return root.slice(0, -1);
      return root.endsWith('e') ? root.slice(0, -1) : root;
    }
  }
  if (w.endsWith('e') && w.length > 4) return w.slice(0, -1);
  return w;
}

const spelt = new Map<string, Spelt>();

/** What a word is as it is written, remembered: notes say the same words again and again. */
function speltAs(raw: string): Spelt {
  const known = spelt.get(raw);
  if (known) return known;
  const lower = lowered(raw);
  const fresh = { raw, lower, form: formOf(lower), known: null };
  if (spelt.size >= MAX_REMEMBERED) spelt.clear();
  spelt.set(raw, fresh);
  return fresh;
}

/** A word in lower case with typographic apostrophes straightened, remembered. */
export function inLowerCase(raw: string): string {
  return speltAs(raw).lower;
}

/** The words of `text` between `start` and `end`, offsets into `text`. */
export function wordsOf(text: string, start = 0, end = text.length): Word[] {
  const words: Word[] = [];
  for (let at = start; at < end;) {
    const after = wordEnd(text, at, end);
    if (after === at) {
      at++;
      continue;
    }
    const written = speltAs(text.slice(at, after));
    const { raw, lower, form } = written;
    words.push({ start: at, end: after, raw, lower, form, spelt: written });
    at = after;
  }
  return words;
}
