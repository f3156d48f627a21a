import type { Knowledge } from '../knowledge/knowledge';
import type { Condition } from '../knowledge/types';
import type { Profiles } from './profile';
import type { Evidence } from './types';

/** Shown for one condition: more than a clinician would ask at once is noise. */
const LIMIT = 6;

/**
 * Findings the note does not mention whose answer would move this condition most: the expected
 * size of the log likelihood ratio over both answers.
 */
export function questionsFor(
  condition: Condition,
  known: ReadonlySet<string>,
  knowledge: Knowledge,
  profiles: Profiles,
): readonly Evidence[] {
  const rows = condition.findings.flatMap(({ concept, often, telling }) => {
    const entry = knowledge.lexicon.concepts.get(concept);
    if (!entry || answered(concept, known, knowledge)) return [];
    const base = profiles.background(concept);
    const present = Math.log(Math.max(often / base, telling ?? 0));
    const absent = Math.log((1 - Math.min(often, 0.97)) / (1 - Math.min(base, 0.97)));
    const information = base * Math.abs(present) + (1 - base) * Math.abs(absent);
    return [
      { information, evidence: { concept, name: entry.name, weight: present, finding: null } },
    ];
  });
  return rows
    .sort((a, b) => b.information - a.information)
    .slice(0, LIMIT)
    .map((r) => r.evidence);
}

/** Answered when the concept, a more specific one, or the denial of a more general one is there. */
function answered(concept: string, known: ReadonlySet<string>, knowledge: Knowledge): boolean {
  if (known.has(concept)) return true;
  for (const id of known) if (knowledge.lexicon.ancestors(id).has(concept)) return true;
  return false;
}
