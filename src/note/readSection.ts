import { assertPhrase, readSentence, type ReadSentence } from './assertion';
import { attributesOf } from './attributes';
import type { Lexicon } from './lexicon';
import { findConcepts, type Match } from './matcher';
import { readMeasurements, type ReadMeasurement } from './measurements';
import { splitSentences } from './sentences';
import { rowAnswers } from './tables';
import type { Finding, Measurement, Patient, Section, Sentence, Span } from './types';
import { wordsOf } from './words';

/** What one section holds, with offsets into the note. */
export interface SectionReading {
  readonly sentences: readonly Sentence[];
  /** In order of start. */
  readonly findings: readonly Finding[];
  readonly measurements: readonly Measurement[];
}

/**
 * Reads one section of a note. Depends on nothing but the section's own text, its heading, the
 * patient and the lexicon, so that an unchanged section need not be read again.
 */
export function readSection(
  text: string,
  section: Section,
  index: number,
  patient: Patient,
  lexicon: Lexicon,
): SectionReading {
  const at = section.span.start;
  const part = text.slice(at, section.span.end);
  const own = movedSection(section, -at);
  const sentences = splitSentences(part, [own]);
  const words = wordsOf(part, own.body.start, own.body.end);
  const measured = readMeasurements(part, words, patient);
  const matches = findConcepts(part, words, lexicon, () => own.label);
  const outside = withoutMeasured(matches, measured);
  const findings = findingsOf(part, own, sentences, outside, lexicon);
  for (const f of impliedBy(part, own, sentences, measured, lexicon)) findings.push(f);
  findings.sort((a, b) => a.start - b.start || b.end - a.end);
  const measurements = measured.map((m) => m.measurement);
  return movedReading({ sentences, findings, measurements }, at, index);
}

/** A reading of a section that now stands `by` code units further on, as section `index`. */
export function movedReading(reading: SectionReading, by: number, index: number): SectionReading {
  const { sentences, findings, measurements } = reading;
  return {
    sentences: sentences.map((s) => ({ ...moved(s, by), section: index })),
    findings: by === 0 ? findings : findings.map((f) => movedFinding(f, by)),
    measurements: by === 0 ? measurements : measurements.map((m) => moved(m, by)),
  };
}

function movedFinding(finding: Finding, by: number): Finding {
  const { trigger, attributes } = finding;
  return {
    ...moved(finding, by),
    trigger: trigger && moved(trigger, by),
    ...(attributes && { attributes: attributes.map((a) => moved(a, by)) }),
  };
}

function moved<T extends Span>(span: T, by: number): T {
  return { ...span, start: span.start + by, end: span.end + by };
}

function movedSection(section: Section, by: number): Section {
  return {
    ...section,
    heading: section.heading && moved(section.heading, by),
    span: moved(section.span, by),
    body: moved(section.body, by),
  };
}

/** Matches that are not the name of a measurement: "Temp" of "Temp 36.6" is no fever. */
function withoutMeasured(
  matches: readonly Match[],
  measured: readonly ReadMeasurement[],
): readonly Match[] {
  let m = 0;
  return matches.filter(({ start, end }) => {
    while ((measured[m]?.measurement.end ?? Infinity) <= start) m++;
    const next = measured[m]?.measurement;
    return next === undefined || next.start >= end;
  });
}

/** "PRN paracetamol" is a drug that is given. */
const OF_NO_DRUG: ReadonlySet<string> = new Set(['as-needed']);

function findingsOf(
  text: string,
  section: Section,
  sentences: readonly Sentence[],
  matches: readonly Match[],
  lexicon: Lexicon,
): Finding[] {
  const reader = new SentenceReader(text, section, sentences);
  const rows = rowAnswers(text);
  const findings: Finding[] = [];
  let sentence: ReadSentence | null = null;
  let together: Finding[] = [];
  const close = (): void => {
    if (sentence) for (const f of withAttributes(text, sentence, together)) findings.push(f);
    together = [];
  };
  for (const match of matches) {
    const concept = lexicon.concepts.get(match.concept);
    if (!concept) continue;
    const ignored = concept.kind === 'drug' ? OF_NO_DRUG : undefined;
    const holder = reader.at(match.start, match.end);
    if (holder !== sentence) close();
    sentence = holder;
    const said = assertPhrase(holder, match, ignored);
    const row = rows.get(holder.span.start);
    const assertion =
      row && match.end <= row.trigger.start
        ? { ...said, negated: row.negated, uncertain: false, trigger: row.trigger }
        : row && row.trigger.end <= holder.span.start
          ? { ...said, negated: row.negated, uncertain: false, trigger: row.trigger }
          : said;
    together.push({
      start: match.start,
      end: match.end,
      text: text.slice(match.start, match.end),
      concept: concept.id,
      name: concept.name,
      kind: concept.kind,
      section: section.label,
      because: { source: 'lexicon', term: match.term },
      ...(match.denied
        ? {
            ...assertion,
            negated: true,
            uncertain: false,
            trigger: {
              start: match.start,
              end: match.end,
              text: text.slice(match.start, match.end),
              rule: 'antonym',
            },
          }
        : assertion),
    });
  }
  close();
  return findings;
}

function withAttributes(
  text: string,
  sentence: ReadSentence,
  findings: readonly Finding[],
): readonly Finding[] {
  const lists = attributesOf(text, sentence.tokens, findings);
  return findings.map((finding, i) => {
    const attributes = lists[i] ?? [];
    return attributes.length === 0 ? finding : { ...finding, attributes };
  });
}

function impliedBy(
  text: string,
  section: Section,
  sentences: readonly Sentence[],
  measured: readonly ReadMeasurement[],
  lexicon: Lexicon,
): Finding[] {
  const reader = new SentenceReader(text, section, sentences);
  const findings: Finding[] = [];
  for (const { measurement, implies } of measured) {
    const concept = implies && lexicon.concepts.get(implies.concept);
    if (!implies || !concept) continue;
    const { start, end } = measurement;
    const assertion = assertPhrase(reader.at(start, end), { start, end });
    findings.push({
      ...assertion,
      negated: false,
      uncertain: false,
      trigger: assertion.negated || assertion.uncertain ? null : assertion.trigger,
      start,
      end,
      text: measurement.text,
      concept: concept.id,
      name: concept.name,
      kind: concept.kind,
      section: section.label,
      because: { source: 'measurement', kind: measurement.kind, range: implies.range },
    });
  }
  return findings;
}

/** Reads each sentence's triggers once, as its first finding asks for them. */
class SentenceReader {
  readonly #text: string;
  readonly #section: Section;
  readonly #sentences: readonly Sentence[];
  #index = 0;
  #read: ReadSentence | null = null;

  constructor(text: string, section: Section, sentences: readonly Sentence[]) {
    this.#text = text;
    this.#section = section;
    this.#sentences = sentences;
  }

  /** The sentence that holds a place; places must be asked for in order. */
  at(start: number, end: number): ReadSentence {
    while ((this.#sentences[this.#index]?.end ?? Infinity) <= start) {
      this.#index++;
      this.#read = null;
    }
    const sentence = this.#sentences[this.#index] ?? { start, end };
    if (!this.#read || this.#read.span.end < end) {
      const span = { start: Math.min(sentence.start, start), end: Math.max(sentence.end, end) };
      this.#read = readSentence(this.#text, span, this.#section);
    }
    return this.#read;
  }
}
