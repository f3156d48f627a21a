import type { Attribute, Finding, Measurement, Section, Sentence, Span, Trigger } from './types';

/** What one section holds, with offsets into the note. */
export interface SectionReading {
  readonly sentences: readonly Sentence[];
  /** In order of start. */
  readonly findings: readonly Finding[];
  readonly measurements: readonly Measurement[];
}

/** A reading of a section that now stands `by` code units further on, as section `index`. */
export function movedReading(reading: SectionReading, by: number, index: number): SectionReading {
  const { sentences, findings, measurements } = reading;
  return {
    sentences: sentences.map((s) => ({ start: s.start + by, end: s.end + by, section: index })),
    findings: by === 0 ? findings : findings.map((f) => movedFinding(f, by)),
    measurements: by === 0 ? measurements : measurements.map((m) => movedMeasurement(m, by)),
  };
}

/** Written out: copying by spread takes ten times as long, and an edit moves hundreds. */
function movedFinding(f: Finding, by: number): Finding {
  const moved = {
    start: f.start + by,
    end: f.end + by,
    text: f.text,
    concept: f.concept,
    name: f.name,
    kind: f.kind,
    section: f.section,
    because: f.because,
    negated: f.negated,
    uncertain: f.uncertain,
    historical: f.historical,
    hypothetical: f.hypothetical,
    experiencer: f.experiencer,
    trigger: f.trigger && movedTrigger(f.trigger, by),
  };
  return f.attributes
    ? { ...moved, attributes: f.attributes.map((a) => movedAttribute(a, by)) }
    : moved;
}

function movedTrigger({ start, end, text, rule }: Trigger, by: number): Trigger {
  return { start: start + by, end: end + by, text, rule };
}

function movedAttribute(a: Attribute, by: number): Attribute {
  const { kind, text, value, quantity } = a;
  const moved = { kind, start: a.start + by, end: a.end + by, text, value };
  return quantity ? { ...moved, quantity } : moved;
}

function movedMeasurement(m: Measurement, by: number): Measurement {
  const { kind, name, value, unit, flag, text } = m;
  return { start: m.start + by, end: m.end + by, kind, name, value, unit, flag, text };
}

function moved<T extends Span>(span: T, by: number): T {
  return { ...span, start: span.start + by, end: span.end + by };
}

/** A section that stands `by` code units further on. */
export function movedSection(section: Section, by: number): Section {
  return {
    ...section,
    heading: section.heading && moved(section.heading, by),
    span: moved(section.span, by),
    body: moved(section.body, by),
  };
}
