import type { Mention } from './attributeMention';
import { phraseAt } from './attributePhrases';
import { rules } from './attributeRules';
import { momentAt, scoreAt, timeAt } from './attributeTimes';
import type { Token } from '../assertion/tokens';
import type { Attribute, ConceptKind, Span } from '../types';

const FILLERS = new Set(rules.fillers);
const ENDS = new Set(rules.ends);

/** A finding that attributes may belong to. */
export interface Carrier extends Span {
  readonly kind: ConceptKind;
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
