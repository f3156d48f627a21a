import type { Finding, Note } from '../note/types';
import type { Lexicon } from '../note/terms/lexicon';
import { insertedDifferentials } from './insertedDifferential';

/** What a note says of each concept, sorted for reasoning. */
export interface Observations {
  readonly present: ReadonlyMap<string, Finding>;
  readonly denied: ReadonlyMap<string, Finding>;
  /** Past conditions, drugs, exposures and family history: they raise risks, they explain nothing. */
  readonly background: ReadonlyMap<string, Finding>;
  /** What the note's own assessment names, certain before uncertain. */
  readonly concluded: readonly Finding[];
}

const BACKGROUND_KINDS: ReadonlySet<Finding['kind']> = new Set([
  'drug',
  'risk-factor',
  'procedure',
]);

const CONCLUSION: ReadonlySet<Finding['section']> = new Set(['ASSESSMENT', 'DIAGNOSIS']);
const PLANNED: ReadonlySet<Finding['section']> = new Set(['PLAN', 'DISPOSITION']);

/**
 * Sorts findings by what they can prove. Hypothetical ones prove nothing; a finding both present
 * and denied counts as present (the denial is of another time or place), and so does one of which
 * a more specific one is present; a relative's condition becomes `family-history-of-<id>`.
 */
export function observe(note: Note, lexicon: Lexicon): Observations {
  const present = new Map<string, Finding>();
  const denied = new Map<string, Finding>();
  const background = new Map<string, Finding>();
  const concluded: Finding[] = [];
  const inserted = insertedDifferentials(note.text);
  for (const finding of note.findings) {
    if (inserted.some((s) => finding.start >= s.start && finding.end <= s.end)) continue;
    if (finding.hypothetical || finding.experiencer === 'other') continue;
    if (finding.experiencer === 'family') {
      if (!finding.negated) background.set(`family-history-of-${finding.concept}`, finding);
      continue;
    }
    if (CONCLUSION.has(finding.section) && !finding.negated && !finding.historical) {
      concluded.push(finding);
    }
    // What is about to be given has caused nothing yet.
    if (finding.kind === 'drug' && PLANNED.has(finding.section)) continue;
    if (finding.negated) keepFirst(denied, finding);
    else if (finding.historical || BACKGROUND_KINDS.has(finding.kind))
      keepFirst(background, finding);
    else keepFirst(present, finding);
  }
  for (const concept of present.keys()) {
    // "No rash" beside a scaly foot denies any other rash.
    for (const id of [concept, ...lexicon.ancestors(concept)]) denied.delete(id);
  }
  concluded.sort((a, b) => Number(a.uncertain) - Number(b.uncertain));
  return { present, denied, background, concluded };
}

function keepFirst(map: Map<string, Finding>, finding: Finding): void {
  const known = map.get(finding.concept);
  if (!known || (known.uncertain && !finding.uncertain)) map.set(finding.concept, finding);
}

/** Leaves out a concept when a more specific one is there too: they are one observation. */
export function mostSpecific(
  findings: ReadonlyMap<string, Finding>,
  lexicon: Lexicon,
): readonly Finding[] {
  const implied = new Set<string>();
  for (const concept of findings.keys()) {
    for (const parent of lexicon.ancestors(concept)) implied.add(parent);
  }
  return [...findings.values()].filter((f) => !implied.has(f.concept));
}

/** Leaves out a denied concept when a more general one is denied too: the denial is one. */
export function mostGeneral(
  findings: ReadonlyMap<string, Finding>,
  lexicon: Lexicon,
): readonly Finding[] {
  return [...findings.values()].filter(
    (f) => ![...lexicon.ancestors(f.concept)].some((parent) => findings.has(parent)),
  );
}
