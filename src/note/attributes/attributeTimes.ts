import { mentionAt, type Mention } from './attributeMention';
import { rules } from './attributeRules';
import type { Token } from '../assertion/tokens';
import type { Attribute } from '../types';

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
const DURATION_AFTER = new Set(rules.durationAfter);
const DURATION_BEFORE = new Set(rules.durationBefore);
const NOT_DURATION = new Set(rules.notDuration);
const ONSET_AFTER = new Set(rules.onsetAfter);
const MOMENTS = new Set(rules.moments);

function numberOf(token: Token | undefined): number | null {
  if (!token) return null;
  if (/^\d{1,3}$/.test(token.lower)) return Number(token.lower);
  return NUMBERS.get(token.lower) ?? null;
}

/** Whether a length of time or a score may begin with a token: most do not. */
function mayCount(token: Token | undefined): boolean {
  if (!token?.isWord) return false;
  const c = token.lower.charCodeAt(0);
  return (c >= 48 && c <= 57) || NUMBERS.has(token.lower) || VAGUE.has(token.lower);
}

/** "8/10", "6-7/10", "8 out of 10". */
export function scoreAt(tokens: readonly Token[], i: number): Mention | null {
  if (!mayCount(tokens[i])) return null;
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
export function timeAt(tokens: readonly Token[], i: number): Mention | null {
  if (!mayCount(tokens[i])) return null;
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
export function momentAt(tokens: readonly Token[], i: number): Mention | null {
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
