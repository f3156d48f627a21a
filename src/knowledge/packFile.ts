import { roleOf } from './guidelineSections';
import type { Condition, Guideline, Pack } from './types';

/**
 * The pack as it is written to `dist/pack.json`: lists where the pack has objects, and nothing
 * that can be worked out again. A third smaller, and read faster.
 */
export interface PackFile extends Pick<Pack, 'version' | 'content' | 'accuracy'> {
  readonly guidelines: readonly PackedGuideline[];
}

interface PackedGuideline {
  readonly path: string;
  readonly condition: PackedCondition;
  /** Heading, first line, last line, text. */
  readonly sections: readonly (readonly [string, number, number, string])[];
}

interface PackedCondition extends Pick<
  Condition,
  'id' | 'name' | 'synonyms' | 'icd10' | 'urgency' | 'age' | 'reviewed' | 'sources'
> {
  readonly common: readonly [Condition['common']['primary'], Condition['common']['emergency']];
  /** Female, male; absent where both are 1. */
  readonly sex?: readonly [number, number];
  readonly risks: Readonly<Record<string, number>>;
  /** How often, or how often and how telling. */
  readonly findings: Readonly<Record<string, number | readonly [number, number]>>;
}

export function toPackFile({ guidelines, ...rest }: Pack): PackFile {
  return {
    ...rest,
    guidelines: guidelines.flatMap(({ path, condition, sections }) => {
      if (!condition) return [];
      const packed = sections.map((s) => [s.heading, s.startLine, s.endLine, s.text] as const);
      return [{ path, condition: packCondition(condition), sections: packed }];
    }),
  };
}

export function fromPackFile({ guidelines, ...rest }: PackFile): Pack {
  return {
    ...rest,
    guidelines: guidelines.map(({ path, condition, sections }): Guideline => ({
      origin: 'built-in',
      path,
      title: condition.name,
      condition: unpackCondition(condition, path),
      sections: sections.map(([heading, startLine, endLine, text]) => ({
        role: roleOf(heading) ?? 'other',
        heading,
        startLine,
        endLine,
        text,
      })),
    })),
  };
}

function packCondition(c: Condition): PackedCondition {
  const { id, name, synonyms, icd10, urgency, age, reviewed, sources } = c;
  const same = c.sex.female === 1 && c.sex.male === 1;
  return {
    ...{ id, name, synonyms, icd10, urgency, age, reviewed, sources },
    common: [c.common.primary, c.common.emergency],
    ...(same ? {} : { sex: [c.sex.female, c.sex.male] as const }),
    risks: Object.fromEntries(c.risks.map((r) => [r.concept, r.raises])),
    findings: Object.fromEntries(
      c.findings.map((f) => [f.concept, f.telling === null ? f.often : [f.often, f.telling]]),
    ),
  };
}

function unpackCondition(packed: PackedCondition, path: string): Condition {
  const [primary, emergency] = packed.common;
  const [female, male] = packed.sex ?? [1, 1];
  return {
    ...packed,
    common: { primary, emergency },
    sex: { female, male },
    risks: Object.entries(packed.risks).map(([concept, raises]) => ({ concept, raises })),
    findings: Object.entries(packed.findings).map(([concept, value]) =>
      typeof value === 'number'
        ? { concept, often: value, telling: null }
        : { concept, often: value[0], telling: value[1] },
    ),
    basis: 'authored',
    origin: 'built-in',
    path,
    local: null,
  };
}
