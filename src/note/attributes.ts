import data from './data/attributes.yaml';
import { tokensOf, type Token } from './triggers';
import type { Attribute, AttributeKind, ConceptKind, Span } from './types';

interface AttributeData {
  readonly values: readonly {
    readonly kind: AttributeKind;
    readonly value: string;
    readonly capital?: boolean;
    readonly words: readonly string[];
  }[];
  readonly sites: readonly string[];
  readonly radiation: readonly string[];
  readonly open: readonly { readonly kind: AttributeKind; readonly phrases: readonly string[] }[];
  readonly ends: readonly string[];
  readonly refused: readonly string[];
  readonly units: Readonly<Record<string, readonly string[]>>;
  readonly numbers: Readonly<Record<string, number>>;
  readonly vague: readonly string[];
  readonly durationAfter: readonly string[];
  readonly durationBefore: readonly string[];
  readonly notDuration: readonly string[];
  readonly onsetAfter: readonly string[];
  readonly moments: readonly string[];
  readonly fillers: readonly string[];
}

const rules = data as AttributeData;

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

const UNITS = new Map(
  Object.entries(rules.units).flatMap(([code, names]) => names.map((n) => [n, code] as const)),
);
const SHORTHAND = new Map([
  ['7', 'd'],
  ['52', 'wk'],
  ['12', 'mo'],
  ['24', 'h'],
]);
const NUMBERS = new Map(Object.entries(rules.numbers));
const VAGUE = new Set(rules.vague);
const RADIATION = new Set(rules.radiation);
const REFUSED = new Set(rules.refused);
const ENDS = new Set(rules.ends);
const DURATION_AFTER = new Set(rules.durationAfter);
const DURATION_BEFORE = new Set(rules.durationBefore);
const NOT_DURATION = new Set(rules.notDuration);
const ONSET_AFTER = new Set(rules.onsetAfter);
const MOMENTS = new Set(rules.moments);
const FILLERS = new Set(rules.fillers);
const MAX_OPEN = 6;

/** A finding that attributes may belong to. */
export interface Carrier extends Span {
  readonly concept: string;
  readonly kind: ConceptKind;
}

interface Mention extends Attribute {
  /** Tokens `first` to `last` (exclusive). */
  readonly first: number;
  readonly last: number;
  /** Said after its finding rather than before it: "for three days", "8/10". */
  readonly follows: boolean;
  /** A bare length of time counts only right beside its finding. */
  readonly bare: boolean;
}

/**
 * The attributes of the findings of one sentence (in order of start), as one list for each finding.
 * An attribute belongs to the finding that it stands in, directly before, or behind; a time that
 * follows a list of findings belongs to all of them. Findings that carry none (drugs, procedures)
 * keep it from the others.
 */
export function attributesOf(
  text: string,
  tokens: readonly Token[],
  findings: readonly Carrier[],
): readonly (readonly Attribute[])[] {
  const found: Attribute[][] = findings.map(() => []);
  if (!findings.some(carries)) return found;
  const mentions = mentionsIn(text, tokens);
  if (mentions.length === 0) return found;
  const places = findings.map((f) => placeOf(tokens, f));
  const inMention = new Set<number>();
  for (const m of mentions) for (let i = m.first; i < m.last; i++) inMention.add(i);
  for (const mention of mentions) {
    for (const owner of ownersOf(text, mention, findings, places, tokens, inMention)) {
      const { kind, start, end, value, quantity } = mention;
      const own = found[owner] ?? [];
      if (kind !== 'quality' && own.some((a) => a.kind === kind)) continue;
      own.push({
        kind,
        start,
        end,
        text: text.slice(start, end),
        value,
        ...(quantity && { quantity }),
      });
    }
  }
  return found;
}

function carries({ kind }: Carrier): boolean {
  return kind === 'symptom' || kind === 'sign' || kind === 'condition';
}

interface Place {
  readonly first: number;
  readonly last: number;
}

function placeOf(tokens: readonly Token[], { start, end }: Span): Place {
  let first = 0;
  while (first < tokens.length && (tokens[first]?.end ?? 0) <= start) first++;
  let last = first;
  while (last < tokens.length && (tokens[last]?.start ?? 0) < end) last++;
  return { first, last };
}

function ownersOf(
  text: string,
  mention: Mention,
  findings: readonly Carrier[],
  places: readonly Place[],
  tokens: readonly Token[],
  inMention: ReadonlySet<number>,
): number[] {
  const { first, last } = mention;
  let before = -1;
  let after = -1;
  for (const [i, place] of places.entries()) {
    const finding = findings[i];
    if (!finding || finding.kind === 'course') continue;
    if (place.first <= first && last <= place.last) {
      // "left" in "left knee pain"; a finding that is nothing but the words is none to carry them.
      if (place.last - place.first > last - first) return carries(finding) ? [i] : [];
      continue;
    }
    if (place.last <= first) before = i;
    else if (place.first >= last && after < 0) after = i;
  }
  const gapAfter = after < 0 ? null : tokens.slice(last, places[after]?.first);
  const gapBefore = before < 0 ? null : tokens.slice(places[before]?.last, first);
  const plain = (gap: readonly Token[] | null, from: number, commas: boolean): boolean =>
    gap !== null &&
    gap.every(
      (t, k) =>
        inMention.has(from + k) ||
        (t.isWord
          ? FILLERS.has(t.lower)
          : /[-–/]/.test(t.lower) || (commas && /[,(:]/.test(t.lower))),
    );
  const next = after >= 0 && plain(gapAfter, last, false);
  const behind = before >= 0 && plain(gapBefore, places[before]?.last ?? 0, true);
  if (mention.bare) {
    return before >= 0 && (gapBefore?.length ?? 9) <= 2 && behind
      ? shared(text, before, findings)
      : [];
  }
  if (!mention.follows) {
    const owner = next ? after : behind ? before : -1;
    // A disease has no place of its own: "asthma, chest clear".
    if (mention.kind === 'site' && findings[owner]?.kind === 'condition') return [];
    return carriers([owner], findings);
  }
  if (before >= 0 && (behind || reaches(gapBefore ?? []))) return shared(text, before, findings);
  return after >= 0 && (next || reaches(gapAfter ?? [])) ? carriers([after], findings) : [];
}

/** Whether a clause goes on over these tokens. */
function reaches(gap: readonly Token[]): boolean {
  return (
    gap.length <= 8 && gap.every((t) => (t.isWord ? !ENDS.has(t.lower) : !/[.;:?!→]/.test(t.lower)))
  );
}

function carriers(indices: readonly number[], findings: readonly Carrier[]): number[] {
  return indices.filter((i) => {
    const f = findings[i];
    return f !== undefined && carries(f);
  });
}

const LISTED = /^[ \t]*(?:,|,?[ \t]*(?:and|&|\+|or))[ \t]*$/i;

/** A finding and those listed before it: "cough, fever and chills for three days". */
function shared(text: string, at: number, findings: readonly Carrier[]): number[] {
  const all = [at];
  for (let i = at - 1; i >= 0; i--) {
    const [left, right] = [findings[i], findings[i + 1]];
    if (!left || !right || !LISTED.test(text.slice(left.end, right.start))) break;
    all.push(i);
  }
  return carriers(all, findings);
}

function mentionsIn(text: string, tokens: readonly Token[]): Mention[] {
  const found: Mention[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const mention =
      scoreAt(tokens, i) ?? timeAt(tokens, i) ?? momentAt(tokens, i) ?? phraseAt(text, tokens, i);
    if (!mention) continue;
    found.push(mention);
    i = mention.last - 1;
  }
  return found;
}

function mentionAt(
  tokens: readonly Token[],
  first: number,
  last: number,
  kind: AttributeKind,
  value: string,
  more: Partial<Pick<Mention, 'quantity' | 'follows' | 'bare'>> = {},
): Mention {
  const start = tokens[first]?.start ?? 0;
  const end = tokens[last - 1]?.end ?? start;
  return { kind, value, start, end, text: '', first, last, follows: false, bare: false, ...more };
}

function phraseAt(text: string, tokens: readonly Token[], i: number): Mention | null {
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

function numberOf(token: Token | undefined): number | null {
  if (!token) return null;
  if (/^\d{1,3}$/.test(token.lower)) return Number(token.lower);
  return NUMBERS.get(token.lower) ?? null;
}

/** "8/10", "6-7/10", "8 out of 10". */
function scoreAt(tokens: readonly Token[], i: number): Mention | null {
  const value = numberOf(tokens[i]);
  if (value === null || value > 10 || !/^\d/.test(tokens[i]?.lower ?? '')) return null;
  if (/^[/.]$/.test(tokens[i - 1]?.lower ?? '')) return null;
  const over = tokens[i + 1]?.lower;
  const ten = over === '/' ? i + 2 : over === 'out' && tokens[i + 2]?.lower === 'of' ? i + 3 : -1;
  if (ten < 0 || tokens[ten]?.lower !== '10' || tokens[ten + 1]?.lower === '/') return null;
  const quantity = { value, unit: '{score}/10' };
  return mentionAt(tokens, i, ten + 1, 'severity', `${value}/10`, { quantity, follows: true });
}

/** A length of time as a duration, or as an onset where "ago" follows. */
function timeAt(tokens: readonly Token[], i: number): Mention | null {
  const length = lengthAt(tokens, i);
  if (!length) return null;
  const { last, quantity } = length;
  const next = tokens[last]?.lower ?? '';
  const value = quantity ? `${quantity.value} ${quantity.unit}` : 'several';
  if (next === 'ago' || next === 'earlier' || next === 'back') {
    return mentionAt(tokens, i, last + 1, 'onset', value, {
      ...(quantity && { quantity }),
      follows: true,
    });
  }
  if (NOT_DURATION.has(next) || next === '/') return null;
  const before = tokens[i - 1]?.lower ?? '';
  const bare = !DURATION_AFTER.has(before) && !DURATION_BEFORE.has(next);
  if (/^(?:every|each|per|in|after|within|next|q)$/.test(before)) return null;
  const history = DURATION_BEFORE.has(next);
  let first = i;
  while (LEADS.has(tokens[first - 1]?.lower ?? '')) first--;
  return mentionAt(tokens, first, last, 'duration', value, {
    ...(quantity && { quantity }),
    follows: !history,
    bare,
  });
}

/** Words before a length of time that belong to it: "over the past", "for about". */
const LEADS = new Set([...rules.durationAfter, 'the', 'about', 'approximately', '~']);

interface Length {
  readonly last: number;
  readonly quantity: Attribute['quantity'] | null;
}

function lengthAt(tokens: readonly Token[], i: number): Length | null {
  const token = tokens[i];
  if (!token) return null;
  const joined = /^(\d{1,3})([a-z]+)$/.exec(token.lower);
  if (joined) {
    const unit = UNITS.get(joined[2] ?? '');
    return unit === undefined || /^\d/.test(joined[2] ?? '')
      ? null
      : { last: i + 1, quantity: { value: Number(joined[1]), unit } };
  }
  if (VAGUE.has(token.lower)) {
    const unit = UNITS.get(tokens[i + 1]?.lower ?? '');
    return unit === undefined ? null : { last: i + 2, quantity: null };
  }
  let value = numberOf(token);
  if (value === null || /^[/.]$/.test(tokens[i - 1]?.lower ?? '')) return null;
  let at = i + 1;
  // "1.5 years"
  if (
    tokens[at]?.lower === '.' &&
    tokens[at]?.start === token.end &&
    /^\d$/.test(tokens[at + 1]?.lower ?? '')
  ) {
    value += Number(tokens[at + 1]?.lower) / 10;
    at += 2;
  }
  // "3-4 days", "two to three weeks": the longer
  const second = /^(?:to|or|-|–)$/.test(tokens[at]?.lower ?? '') ? at + 1 : at;
  const upper = numberOf(tokens[second]);
  if (upper !== null && upper > value && /^\d|^[a-z]{3}/.test(tokens[second]?.lower ?? '')) {
    value = upper;
    at = second + 1;
  }
  if (tokens[at]?.lower === '/') {
    const unit = SHORTHAND.get(tokens[at + 1]?.lower ?? '');
    if (unit === undefined || tokens[at + 2]?.lower === '/') return null;
    return { last: at + 2, quantity: { value, unit } };
  }
  if (tokens[at]?.lower === 'of') at++;
  const name = tokens[at]?.lower ?? '';
  const unit = /^\d/.test(name) ? undefined : UNITS.get(name);
  return unit === undefined ? null : { last: at + 1, quantity: { value, unit } };
}

/** "since Monday", "started yesterday", "this morning". */
function momentAt(tokens: readonly Token[], i: number): Mention | null {
  if (!ONSET_AFTER.has(tokens[i]?.lower ?? '')) return null;
  const from = tokens[i + 1]?.lower === 'on' ? i + 2 : i + 1;
  for (const words of [2, 1]) {
    const phrase = tokens
      .slice(from, from + words)
      .map((t) => t.lower)
      .join(' ');
    if (MOMENTS.has(phrase)) {
      return mentionAt(tokens, i, from + words, 'onset', phrase, { follows: true });
    }
  }
  return null;
}
