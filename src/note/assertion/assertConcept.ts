import { assertPhrase } from './assertion';
import { readSentence } from './readSentence';
import { sectionDefaults, splitSections } from '../sections/sections';
import { splitSentences } from '../sections/sentences';
import { isAwaited } from './backwardReach';
import type { Assertion, Span } from '../types';

const PRESENT: Assertion = {
  negated: false,
  uncertain: false,
  historical: false,
  hypothetical: false,
  experiencer: 'patient',
  trigger: null,
};

/**
 * What a text says of a phrase: its first occurrence, without regard to case or white space. Any
 * phrase may be asked about; one that does not occur is reported as present. As in ConText, habits
 * and allergies count as history, as does a lifelong disease in a line of its own, and what has
 * resolved as denied.
 */
export function assertConcept(text: string, phrase: string): Assertion {
  const span = occurrence(text, phrase);
  if (!span) return PRESENT;
  const sections = splitSections(text);
  const section = sections.find((s) => s.span.start <= span.start && span.start < s.span.end);
  let start = span.start;
  let end = span.end;
  // A phrase in a heading is answered by what follows it: "ALLERGIES - NONE".
  const reach =
    section?.heading && span.end <= section.body.start ? section.body.start + 1 : span.end;
  for (const s of splitSentences(text, sections)) {
    if (s.start < reach && s.end > span.start) {
      start = Math.min(start, s.start);
      end = Math.max(end, s.end);
    }
  }
  const sentence = readSentence(text, { start, end }, section ?? null);
  const assertion = assertPhrase(sentence, span, null);
  const background =
    sectionDefaults(section ?? null).background ||
    BACKGROUND.test(phrase) ||
    (LIFELONG.test(phrase.trim()) && isAlone(text, span));
  const resolved = assertion.trigger?.rule === 'resolved' && !isAwaited(sentence);
  return {
    ...assertion,
    negated: assertion.negated || resolved,
    historical: background || (assertion.historical && !resolved),
  };
}

const BACKGROUND =
  /\b(?:smok(?:er|es|ing|ed)|cigarettes?|tobacco|alcohol|etoh|drinks? (?:wine|beer|socially)|(?:illicit |recreational |street |intravenous |iv )?drug (?:use|abuse)|illicit drugs?|allerg(?:y|ies|ic))\b/i;

// Diseases that, once had, stay: alone in a line they are an item of the past history.
const LIFELONG =
  /^(?:(?:essential|arterial|benign) )?(?:hypertension|(?:type [12i]+ )?diabetes(?: mellitus(?: type [12i]+)?)?|(?:high|increased|elevated) cholesterol|hypercholesterol[a]?emia|hyperlipid[a]?emia|hypothyroidism|osteoarthritis|osteoporosis|gout)$/i;

/** Whether nothing but a mark stands in the text beside a phrase. */
function isAlone(text: string, { start, end }: Span): boolean {
  return !/[\p{L}\p{N}]/u.test(text.slice(0, start) + text.slice(end));
}

function occurrence(text: string, phrase: string): Span | null {
  const pieces = phrase.trim().split(/\s+/).filter(Boolean);
  if (pieces.length === 0) return null;
  const source = pieces.map((p) => p.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\s+');
  const whole = new RegExp(`(?<![\\p{L}\\p{N}])${source}(?![\\p{L}\\p{N}])`, 'iu').exec(text);
  const m = whole ?? new RegExp(source, 'iu').exec(text);
  return m && { start: m.index, end: m.index + m[0].length };
}
