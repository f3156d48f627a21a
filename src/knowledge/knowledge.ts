import type { Lexicon } from '../note/terms/lexicon';
import type { ParsedGuideline } from './guideline';
import { namesOfTitle } from './guidelineTitle';
import type { Accuracy, Condition, Guideline, GuidelineProblem, Pack } from './types';

/** Everything the differential and the hovers know: the pack, overridden by the workspace. */
export interface Knowledge {
  readonly version: string;
  /** The built-in pack's content hash, and the accuracy measured with it or an earlier one. */
  readonly content: string;
  readonly accuracy: Accuracy | null;
  readonly lexicon: Lexicon;
  readonly conditions: ReadonlyMap<string, Condition>;
  readonly guidelines: readonly Guideline[];
  /** What is wrong in the workspace's guidelines; the rest of them still counts. */
  readonly problems: readonly GuidelineProblem[];
  /** Conditions in which the concept (or something more specific) is expected, most often first. */
  conditionsWith(concept: string): readonly Condition[];
}

/**
 * Joins the built-in pack with the workspace's guidelines. One with front matter overrides the
 * built-in condition of the same id, name or synonym; one that was read from its text stands for a
 * condition that nobody wrote, and is cited beside one that somebody did.
 */
export function createKnowledge(
  pack: Pack,
  lexicon: Lexicon,
  workspace: readonly ParsedGuideline[] = [],
): Knowledge {
  const problems = workspace.flatMap((p) => p.problems);
  const own = workspace.map((p) => p.guideline);
  const overridden = new Set(
    own.flatMap((g) => (g.condition?.basis === 'authored' ? namesOf(g.condition) : [])),
  );
  const kept = pack.guidelines.filter(
    (g) =>
      g.condition === null ||
      !(overridden.has(fold(g.condition.id)) || overridden.has(fold(g.condition.name))),
  );
  const guidelines = withLocal([...own, ...kept]);
  const conditions = new Map<string, Condition>();
  for (const { condition } of guidelines) {
    if (condition && !conditions.has(condition.id)) conditions.set(condition.id, condition);
  }
  return {
    version: pack.version,
    content: pack.content,
    accuracy: pack.accuracy,
    lexicon,
    conditions,
    guidelines,
    problems,
    conditionsWith: conditionsByConcept(conditions, lexicon),
  };
}

/**
 * Gives each condition that somebody wrote the workspace guideline that was read from text about
 * it, and leaves that text no condition of its own.
 */
function withLocal(guidelines: readonly Guideline[]): readonly Guideline[] {
  const authored = new Map<string, string>();
  for (const { condition } of guidelines) {
    if (condition?.basis !== 'authored') continue;
    for (const name of namesOf(condition)) authored.set(name, condition.id);
  }
  const local = new Map<string, string>();
  const resolved = guidelines.map((g): Guideline => {
    if (!isReadFromText(g)) return g;
    const { name, synonyms } = namesOfTitle(g.title);
    const same = [name, ...synonyms].map(fold).find((n) => authored.has(n));
    if (same === undefined) return g;
    const id = authored.get(same)!;
    if (!local.has(id)) local.set(id, g.path);
    return { ...g, condition: null };
  });
  return resolved.map((g) => {
    const path = g.condition && local.get(g.condition.id);
    return path ? { ...g, condition: { ...g.condition!, local: path } } : g;
  });
}

function isReadFromText({ origin, condition }: Guideline): boolean {
  return origin === 'workspace' && condition?.basis !== 'authored';
}

function conditionsByConcept(
  conditions: ReadonlyMap<string, Condition>,
  lexicon: Lexicon,
): (concept: string) => readonly Condition[] {
  let table: Map<string, Map<Condition, number>> | undefined;
  const build = () => {
    const built = new Map<string, Map<Condition, number>>();
    for (const condition of conditions.values()) {
      for (const { concept, often } of condition.findings) {
        for (const id of [concept, ...lexicon.ancestors(concept)]) {
          const row = built.get(id) ?? new Map<Condition, number>();
          row.set(condition, Math.max(row.get(condition) ?? 0, often));
          built.set(id, row);
        }
      }
    }
    return built;
  };
  return (concept) => {
    table ??= build();
    const row = [...(table.get(concept) ?? [])].filter(([, often]) => often >= 0.05);
    return row.sort((a, b) => b[1] - a[1]).map(([condition]) => condition);
  };
}

function namesOf(condition: Condition): string[] {
  return [condition.id, condition.name, ...condition.synonyms].map(fold);
}

function fold(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}
