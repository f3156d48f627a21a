import { mentionAt, type Mention } from './attributeMention';
import { rules } from './attributeRules';
import { tokensOf, type Token } from '../assertion/tokens';
import type { AttributeKind } from '../types';

interface Phrase {
  readonly words: readonly string[];
  readonly kind: AttributeKind;
  readonly value: string;
  readonly written: string | null;
  readonly open: boolean;
}

const byFirstWord = new Map<string, Phrase[]>();
for (const { kind, value, capital, words } of rules.values) {
  for (const word of words) addPhrase(word, kind, value, capital === true, false);
}
for (const site of rules.sites) addPhrase(site, 'site', site, false, false);
for (const { kind, phrases } of rules.open) {
  for (const phrase of phrases) addPhrase(phrase, kind, '', false, true);
}
for (const list of byFirstWord.values()) list.sort((a, b) => b.words.length - a.words.length);

function addPhrase(
  text: string,
  kind: AttributeKind,
  value: string,
  capital: boolean,
  open: boolean,
): void {
  const words = tokensOf(text, 0, text.length).map((t) => t.lower);
  const first = words[0];
  if (first === undefined) return;
  const list = byFirstWord.get(first) ?? [];
  list.push({ words, kind, value, written: capital ? text : null, open });
  byFirstWord.set(first, list);
}

const RADIATION = new Set(rules.radiation);
const REFUSED = new Set(rules.refused);
const ENDS = new Set(rules.ends);
const MAX_OPEN = 6;

/** The words for a site, side, severity or quality that begin at a token, or what makes it better or worse. */
export function phraseAt(text: string, tokens: readonly Token[], i: number): Mention | null {
  const token = tokens[i];
  if (!token) return null;
  for (const phrase of byFirstWord.get(token.lower) ?? []) {
    const last = i + phrase.words.length;
    if (!phrase.words.every((w, k) => tokens[i + k]?.lower === w)) continue;
    if (phrase.written !== null && text.slice(token.start, token.end) !== phrase.written) continue;
    if (phrase.open) return openAt(text, tokens, i, last, phrase.kind);
    if (phrase.kind === 'site' && radiates(tokens, i)) continue;
    // "R > L" compares the sides.
    if (phrase.kind === 'side' && (tokens[last]?.lower === '>' || tokens[i - 1]?.lower === '>')) {
      continue;
    }
    return mentionAt(tokens, i, last, phrase.kind, phrase.value);
  }
  return null;
}

/** "radiating to the left arm" names where a pain goes. */
function radiates(tokens: readonly Token[], i: number): boolean {
  for (let k = i - 1; k >= Math.max(0, i - 6); k--) {
    const token = tokens[k];
    if (!token || (!token.isWord && token.lower !== ',')) return false;
    if (RADIATION.has(token.lower)) return true;
  }
  return false;
}

/** "worse with climbing stairs": the phrase and what it names, to the end of the clause. */
function openAt(
  text: string,
  tokens: readonly Token[],
  first: number,
  from: number,
  kind: AttributeKind,
): Mention | null {
  if (REFUSED.has(tokens[first - 1]?.lower ?? '')) return null;
  let last = from;
  while (last < from + MAX_OPEN) {
    const token = tokens[last];
    if (!token || (!token.isWord && !/[/&]/.test(token.lower))) break;
    const pair = `${token.lower} ${tokens[last + 1]?.lower ?? ''}`;
    if (ENDS.has(token.lower) || ENDS.has(pair)) break;
    if (
      token.lower === 'and' &&
      byFirstWord.get(tokens[last + 1]?.lower ?? '')?.some((p) => p.open)
    )
      break;
    last++;
  }
  if (last === from) return null;
  const value = text.slice(tokens[from]?.start, tokens[last - 1]?.end).replace(/\s+/g, ' ');
  return mentionAt(tokens, first, last, kind, value, { follows: true });
}
