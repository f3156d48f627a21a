import type { Lexicon } from '../../../src/note/terms/lexicon';
import type { ConceptKind, Finding } from '../../../src/note/types';
import type { Annotation } from './annotated';

/** A note's findings beside its annotations. */
export interface Matched {
  readonly pairs: readonly { readonly annotation: Annotation; readonly finding: Finding }[];
  /** Annotations nothing was found for, and what was found in their place, if anything. */
  readonly missed: readonly { readonly annotation: Annotation; readonly instead: Finding | null }[];
  /** Findings of what is not annotated. */
  readonly spurious: readonly Finding[];
  /** Findings of what a reader may list or leave. */
  readonly optional: readonly Finding[];
}

/**
 * Pairs findings with annotations, each once, the closest concepts first. Two match when their
 * spans overlap and, where the lexicon knows the annotation's name, the concepts are equal or one
 * is more general than the other (also by its last word: "mass" of "breast lump"); where it does not, when both are drugs, both procedures, or
 * neither ("cataract" is no find of "cataract surgery").
 */
export function matchFindings(
  annotations: readonly Annotation[],
  findings: readonly Finding[],
  lexicon: Lexicon,
): Matched {
  const required = annotations.filter((a) => !a.optional);
  const candidates = required
    .flatMap((annotation) =>
      findings.map((finding) => ({
        annotation,
        finding,
        closeness: closeness(annotation, finding, lexicon),
        overlap: overlap(annotation, finding),
      })),
    )
    .filter((c) => c.closeness > 0)
    .sort((a, b) => b.closeness - a.closeness || b.overlap - a.overlap);
  const found = new Map<Annotation, Finding>();
  const used = new Set<Finding>();
  for (const { annotation, finding } of candidates) {
    if (found.has(annotation) || used.has(finding)) continue;
    found.set(annotation, finding);
    used.add(finding);
  }
  const left = findings.filter((f) => !used.has(f));
  const isOptional = (f: Finding) =>
    annotations.some((a) => a.optional && closeness(a, f, lexicon) > 0);
  const spurious = left.filter((f) => !isOptional(f));
  return {
    pairs: [...found].map(([annotation, finding]) => ({ annotation, finding })),
    missed: required
      .filter((a) => !found.has(a))
      .map((annotation) => ({
        annotation,
        instead: spurious.find((f) => overlap(f, annotation) > 0) ?? null,
      })),
    spurious,
    optional: left.filter(isOptional),
  };
}

function closeness(annotation: Annotation, finding: Finding, lexicon: Lexicon): number {
  if (overlap(annotation, finding) <= 0) return 0;
  const concept = lexicon.conceptNamed(annotation.name);
  if (concept === null) return sort(annotation.kind) === sort(finding.kind) ? 1 : 0;
  if (concept === finding.concept) return 3;
  const related =
    lexicon.ancestors(concept).has(finding.concept) ||
    lexicon.ancestors(finding.concept).has(concept) ||
    lexicon.conceptNamed(headOf(annotation.name)) === finding.concept ||
    lexicon.conceptNamed(headOf(finding.name)) === concept;
  return related ? 2 : 0;
}

/** The last word of a name: what the rest only tells more of. */
function headOf(name: string): string {
  return name.split(' ').at(-1) ?? name;
}

function sort(kind: ConceptKind): 'drug' | 'procedure' | 'finding' {
  return kind === 'drug' || kind === 'procedure' ? kind : 'finding';
}

function overlap(a: { start: number; end: number }, b: { start: number; end: number }): number {
  return Math.min(a.end, b.end) - Math.max(a.start, b.start);
}
