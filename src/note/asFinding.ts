import type { Assertion, Concept, Finding, Section, Span } from './types';

/** What a note says of a concept at a place. */
export function asFinding(
  text: string,
  { start, end }: Span,
  concept: Concept,
  section: Section,
  because: Finding['because'],
  assertion: Assertion,
): Finding {
  return {
    start,
    end,
    text: text.slice(start, end),
    concept: concept.id,
    name: concept.name,
    kind: concept.kind,
    section: section.label,
    because,
    negated: assertion.negated,
    uncertain: assertion.uncertain,
    historical: assertion.historical,
    hypothetical: assertion.hypothetical,
    experiencer: assertion.experiencer,
    trigger: assertion.trigger,
  };
}
