import type { Lexicon } from '../note/terms/lexicon';
import { readNote } from '../note/readNote';
import type { Finding } from '../note/types';
import { namesOfTitle } from './guidelineTitle';
import { frequency } from './scales';
import type { AgeBand, Condition, ExpectedFinding, Frequency, GuidelineSection } from './types';

/** Fewer findings than these make no condition: the page is about something else. */
const LEAST_FINDINGS = 3;
const KINDS: ReadonlySet<Finding['kind']> = new Set([
  'symptom',
  'sign',
  'condition',
  'test-result',
]);

/** What a line says of how often, by its words. */
const OFTEN: readonly (readonly [RegExp, Frequency])[] = [
  [/\b(?:always|invariably|all patients|hallmark|cardinal|characteristic(?:ally)?)\b/i, 'usual'],
  [
    /\b(?:usual(?:ly)?|mostly|typical(?:ly)?|most (?:common|patients)|predominant(?:ly)?)\b/i,
    'usual',
  ],
  [
    /\b(?:less (?:common|often)|occasional(?:ly)?|sometimes|may|uncommon(?:ly)?|rare(?:ly)?|late)\b/i,
    'sometimes',
  ],
];

const AGES: readonly (readonly [RegExp, Condition['age']])[] = [
  [/\b(?:newborns?|neonat\w*)\b/i, only(['newborn', 'infant'])],
  [/\b(?:infants?|infancy)\b/i, only(['newborn', 'infant'])],
  [/\b(?:child(?:ren|hood)?|paediatrics?|pediatrics?)\b/i, only(['infant', 'child', 'adolescent'])],
];
const PREGNANT = /\b(?:pregnan\w*|obstetric|labour|puerper\w*|postpartum)\b/i;
const DANGEROUS =
  /\b(?:life[- ]threatening|(?:medical|surgical|obstetric) emergency|rapidly fatal)\b/i;

/**
 * Makes a condition of a guideline without front matter, by reading the findings under its
 * clinical features. How often they occur is guessed from the words of their line, and nothing is
 * claimed of risks. Null where too few findings are named.
 */
export function conditionFromText(
  guideline: {
    readonly path: string;
    readonly title: string;
    readonly sections: readonly GuidelineSection[];
  },
  lexicon: Lexicon,
): Condition | null {
  const { name, synonyms } = namesOfTitle(guideline.title);
  const own = new Set([name, ...synonyms].map((n) => lexicon.conceptNamed(n)));
  const findings = expected(guideline.sections, lexicon).filter((f) => !own.has(f.concept));
  if (findings.length < LEAST_FINDINGS) return null;
  const text = guideline.sections.map((p) => p.text).join('\n');
  return {
    id: name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, ''),
    name,
    synonyms,
    icd10: [],
    urgency: DANGEROUS.test(text) ? 'emergency' : 'soon',
    // Unknown; what somebody wrote for the differential goes before it.
    common: { primary: 'rare', emergency: 'rare' },
    age: AGES.find(([pattern]) => pattern.test(guideline.title))?.[1] ?? {},
    sex: { female: 1, male: PREGNANT.test(guideline.title) ? 0 : 1 },
    risks: [],
    findings,
    sources: [],
    reviewed: '',
    basis: 'text',
    origin: 'workspace',
    path: guideline.path,
    local: null,
  };
}

function expected(
  sections: readonly GuidelineSection[],
  lexicon: Lexicon,
): readonly ExpectedFinding[] {
  const often = new Map<string, number>();
  for (const { role, text } of sections) {
    if (role !== 'presentation') continue;
    for (const finding of readNote(text, lexicon).findings) {
      if (finding.negated || finding.experiencer !== 'patient' || !KINDS.has(finding.kind))
        continue;
      const line = lineAt(text, finding.start);
      const word = OFTEN.find(([pattern]) => pattern.test(line))?.[1] ?? 'common';
      often.set(finding.concept, Math.max(often.get(finding.concept) ?? 0, frequency(word)));
    }
  }
  return [...often].map(([concept, o]) => ({ concept, often: o, telling: null }));
}

function lineAt(text: string, offset: number): string {
  const end = text.indexOf('\n', offset);
  return text.slice(text.lastIndexOf('\n', offset) + 1, end < 0 ? text.length : end);
}

function only(bands: readonly AgeBand[]): Condition['age'] {
  const all: readonly AgeBand[] = [
    'newborn',
    'infant',
    'child',
    'adolescent',
    'adult',
    'middle-aged',
    'old',
  ];
  return Object.fromEntries(all.map((band) => [band, bands.includes(band) ? 1 : 0.02]));
}
