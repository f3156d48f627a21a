import { minusBefore } from './answers';
import { ofTreatment } from './plannedTreatment';
import type { ReadSentence } from './sentenceWords';
import { NO_DEFAULTS } from '../sections/sections';
import { reaches, triggerOf } from './triggerReach';
import type { Axis, TriggerMatch } from './triggers';
import type { Assertion, ConceptKind, Span, Trigger } from '../types';

/** How a treatment is known where no concept tells. */
const PROCEDURE =
  /(?:[a-z]{3}(?:ectomy|otomy|ostomy|plasty|scopy|desis|centesis)|\b(?:biops(?:y|ies)|surgery|operation|procedure|excision|resection|aspiration(?!\s+pneumon)|inj(?:ection)?s?|grafts?|bypass|transplant(?:ation)?|catheteri[sz]ation|angiogra(?:m|phy)|stent(?:ing|s)?|drainage|decompression|repair|fusion|cryo(?:therapy)?|ablation|radiotherapy|chemotherapy|dialysis|physio(?:therapy)?|embolization|circumcision|replacement))\b/i;
/**
 * What a sentence says of the words at `span` (offsets into the note): ConText's axes, with the
 * trigger that decided. Triggers reach over lists and end at conjunctions, new subjects and
 * positive statements (Harkema et al., 2009). `kind` is that of the concept they name, null where it is
 * not known: drugs and procedures are planned, and "PRN paracetamol" is a drug that is given.
 */
export function assertPhrase(
  sentence: ReadSentence,
  span: Span,
  kind: ConceptKind | null,
): Assertion {
  const { tokens } = sentence;
  let first = 0;
  while (first < tokens.length && (tokens[first]?.end ?? 0) <= span.start) first++;
  let last = first;
  while (last < tokens.length && (tokens[last]?.start ?? 0) < span.end) last++;
  let treatment: boolean | null = null;
  const isTreatment = (): boolean => (treatment ??= namesTreatment(sentence, span, kind));
  const decided = new Map<Axis, TriggerMatch>();
  for (const match of sentence.triggers) {
    const { axis, overlap } = match.rule;
    if (overlap && match.first < first && match.last > first && !decided.has(overlap)) {
      decided.set(overlap, match);
    }
    if (axis === 'none' || decided.has(axis)) continue;
    if (kind === 'drug' && NEEDED.has(match.rule.rule)) continue;
    // "Counselled re smoking", "sun exposure risk factor": it is there, what it leads to is not.
    if (kind === 'risk-factor' && OF_OUTCOMES.has(match.rule.rule)) continue;
    const isOfTreatment = axis === 'planned' || match.rule.of === 'treatment';
    if (isOfTreatment && !isTreatment()) continue;
    if (!reaches(sentence, match, axis, first, last)) continue;
    if (axis === 'negated' && isKnownOther(sentence, match, span)) continue;
    decided.set(axis, match);
    for (const other of match.rule.also ?? []) if (!decided.has(other)) decided.set(other, match);
  }
  const minus = decided.has('negated') ? null : minusBefore(sentence, first);
  if (minus) decided.set('negated', minus);
  const asked = decided.has('current') ? asOfNow(sentence) : sentence;
  const { lead, defaults } = asked;
  const isThought =
    decided.size > 0 || lead.size > 0 || defaults.uncertain || defaults.hypothetical;
  const said = combine(asked, decided, kind);
  return isThought && isTreatment() ? ofTreatment(said, asked, decided, first) : said;
}

/** A sentence of today, whatever its heading or the head of its list says. */
function asOfNow(sentence: ReadSentence): ReadSentence {
  const { family, background } = sentence.defaults;
  const lead = new Map(sentence.lead);
  for (const axis of ['hypothetical', 'planned', 'historical'] as const) lead.delete(axis);
  const defaults = { ...NO_DEFAULTS, family, background };
  return { ...sentence, defaults, lead };
}

const OF_OUTCOMES: ReadonlySet<string> = new Set(['against-it', 'counselled']);
const NEEDED: ReadonlySet<string> = new Set(['as-needed', 'when-needed']);

function namesTreatment({ text }: ReadSentence, span: Span, kind: ConceptKind | null): boolean {
  if (kind !== null) return kind === 'drug' || kind === 'procedure';
  return PROCEDURE.test(text.slice(span.start, span.end));
}

const TOLD_WITHIN = 1500;

/** "A rash. No other rash": what was told before is not denied by denying more of it. */
function isKnownOther({ text, tokens }: ReadSentence, match: TriggerMatch, span: Span): boolean {
  const next = tokens[match.last];
  const isOther =
    tokens[match.last - 1]?.lower === 'other' ||
    (next?.lower === 'other' && next.start < span.start) ||
    (match.last - match.first > 1 &&
      tokens.slice(match.first, match.last).some((t) => t.lower === 'other'));
  if (!isOther) return false;
  const name = text.slice(span.start, span.end).toLowerCase().replace(/s$/, '');
  const before = text.slice(Math.max(0, span.start - TOLD_WITHIN), span.start);
  return before.toLowerCase().includes(name);
}

const ORDER: readonly Axis[] = [
  'negated',
  'uncertain',
  'hypothetical',
  'family',
  'other',
  'historical',
];

/** Named in a past history they are those of today: "diabetes (on metformin), smoker". */
const GOING_ON: ReadonlySet<ConceptKind | null> = new Set(['drug', 'risk-factor']);

function combine(
  sentence: ReadSentence,
  decided: ReadonlyMap<Axis, TriggerMatch>,
  kind: ConceptKind | null,
): Assertion {
  const { lead } = sentence;
  const defaults = GOING_ON.has(kind)
    ? { ...sentence.defaults, historical: false }
    : sentence.defaults;
  const family = decided.has('family') || (defaults.family && !decided.has('other'));
  const negated = decided.has('negated') || (lead.has('negated') && !isAffirmed(sentence));
  const said = ORDER.map((axis) => decided.get(axis)).find((m) => m !== undefined);
  const led = ORDER.map((axis) => lead.get(axis)).find((t) => t !== undefined);
  const uncertain = decided.has('uncertain') || lead.has('uncertain') || defaults.uncertain;
  return {
    negated,
    uncertain: uncertain && !negated,
    historical: decided.has('historical') || lead.has('historical') || defaults.historical,
    hypothetical: decided.has('hypothetical') || lead.has('hypothetical') || defaults.hypothetical,
    experiencer: family ? 'family' : decided.has('other') ? 'other' : 'patient',
    trigger: said ? triggerOf(sentence, said) : (led ?? sectionTrigger({ ...sentence, defaults })),
  };
}

/** "Denies: - fever (+)": an item may speak against the head of its list. */
function isAffirmed({ triggers }: ReadSentence): boolean {
  return triggers.some((t) => t.rule.rule === 'presence');
}

function sectionTrigger({ text, section, defaults }: ReadSentence): Trigger | null {
  if (!section?.heading) return null;
  const { family, historical, hypothetical, uncertain } = defaults;
  if (!family && !historical && !hypothetical && !uncertain) return null;
  const { start, end } = section.heading;
  return { start, end, text: text.slice(start, end), rule: 'section' };
}
