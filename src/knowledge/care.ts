import type { Knowledge } from './knowledge';
import type { Condition, GuidelineRole, GuidelineSection } from './types';

/** A section of a guideline with the file it stands in. */
export interface CitedSection {
  readonly path: string;
  /** ISO date of the guideline's last review; empty where it gives none. */
  readonly reviewed: string;
  readonly section: GuidelineSection;
}

/**
 * What a guideline says to do about a condition: the workspace's own text first, then the file
 * the condition comes from. Null where neither has such a section.
 */
export function careOf(
  condition: Condition,
  role: Extract<GuidelineRole, 'investigations' | 'treatment'>,
  { guidelines }: Pick<Knowledge, 'guidelines'>,
): CitedSection | null {
  for (const path of [condition.local, condition.path]) {
    const guideline = guidelines.find((g) => g.path === path);
    const section = guideline?.sections.find((s) => s.role === role && s.text !== '');
    if (!guideline || !section) continue;
    return { path: guideline.path, reviewed: guideline.condition?.reviewed ?? '', section };
  }
  return null;
}
