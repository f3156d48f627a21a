import { foldCharacters, foldSpelling } from './spelling';
import { stem } from './stemmer';

/** Letters and digits, with the marks that hold a clinical word together inside it. */
const WORD = /[\p{L}\p{N}]+(?:[-/.,'+&][\p{L}\p{N}]+)*/gu;

const DOSE =
  /^(\d+(?:\.\d+)?)(mcg|mg|g|kg|ng|ml|dl|l|mmol|umol|nmol|mol|meq|iu|units?|u|cm|mm|m|mmhg|kpa|hz|bpm|h|hr|hrs|min|mins|s|sec|d|wk|wks|mo|mth|y|yr|yrs|yo|w|f|m)$/;

const keys = new Map<string, string>();
const KEYS_KEPT = 50_000;

/** The key one plain word is compared by: spelling folded, suffix stripped. */
export function wordKey(word: string): string {
  let key = keys.get(word);
  if (key === undefined) {
    key = stem(foldSpelling(word));
    if (keys.size >= KEYS_KEPT) keys.clear();
    keys.set(word, key);
  }
  return key;
}

/**
 * Splits text into the keys that the index holds, in the order of the text. Whole words, no stop
 * words, never anything fuzzy. A compound gives its parts and the whole: `beta-blocker` →
 * `beta`, `blocker`, `betablock`; `2.5mg` → `2.5`, `mg`, `2.5mg`; SpO₂ → `spo2`.
 */
export function tokenize(text: string): string[] {
  const out: string[] = [];
  for (const match of foldCharacters(text).matchAll(WORD)) addWord(match[0], out);
  return out;
}

function addWord(word: string, out: string[]): void {
  if (/^[a-z]+$/.test(word)) {
    out.push(wordKey(word));
    return;
  }
  let w = word.replace(/'s(?=$|[^a-z])/g, '').replace(/'/g, '');
  w = w.replace(/(?<=\d),(?=\d{3}(?!\d))/g, '');
  if (/^(?:[a-z]\.)+[a-z]$/.test(w)) {
    out.push(w.replaceAll('.', ''));
    return;
  }
  for (const piece of w.split(/,|\+|&|(?<!\d)\.|\.(?!\d)/)) {
    if (piece !== '') addCompound(piece, out);
  }
}

function addCompound(piece: string, out: string[]): void {
  if (piece.includes('/')) {
    // 120/80, n/v, 3/12: short forms are words of their own.
    const sides = piece.split('/');
    if (piece.length <= 7 && sides.length === 2) out.push(piece);
    for (const side of sides) if (side.length > 1 || sides.length > 2) addHyphenated(side, out);
    return;
  }
  addHyphenated(piece, out);
}

function addHyphenated(piece: string, out: string[]): void {
  const parts = piece.split('-').filter((p) => p !== '');
  for (const part of parts) addPart(part, out);
  for (let i = 1; i < parts.length; i++) out.push(wordKey(parts[i - 1] + parts[i]));
}

function addPart(part: string, out: string[]): void {
  const dose = DOSE.exec(part);
  if (dose) out.push(dose[1], dose[2]);
  out.push(wordKey(part));
}
