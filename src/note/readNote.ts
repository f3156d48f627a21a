import { assertPhrase, readSentence, type ReadSentence } from './assertion';
import type { Lexicon } from './lexicon';
import { findConcepts, type Match } from './matcher';
import { readMeasurements, type ReadMeasurement } from './measurements';
import { readPatient } from './patient';
import { splitSections } from './sections';
import { splitSentences } from './sentences';
import type { Finding, Note, Section, Sentence } from './types';
import { wordsOf } from './words';

/**
 * Reads a note: its sections, sentences, findings with what is said of them, measurements, and
 * the patient's age and sex. Any string is a note; time is linear in its length.
 */
export function readNote(text: string, lexicon: Lexicon): Note {
  const sections = splitSections(text);
  const sentences = splitSentences(text, sections);
  const patient = readPatient(text);
  const findings: Finding[] = [];
  const measurements: ReadMeasurement[] = [];
  let s = 0;
  for (const [index, section] of sections.entries()) {
    const first = s;
    while (sentences[s]?.section === index) s++;
    const own = sentences.slice(first, s);
    const words = wordsOf(text, section.body.start, section.body.end);
    const measured = readMeasurements(text, words, patient);
    const matches = findConcepts(text, words, lexicon, () => section.label);
    const outside = withoutMeasured(matches, measured);
    // Not push(...): a note of megabytes has more findings than a call has room for arguments.
    for (const m of measured) measurements.push(m);
    for (const f of findingsOf(text, section, own, outside, lexicon)) findings.push(f);
    for (const f of impliedBy(text, section, own, measured, lexicon)) findings.push(f);
  }
  findings.sort((a, b) => a.start - b.start || b.end - a.end);
  return {
    text,
    sections,
    sentences,
    findings,
    measurements: measurements.map((m) => m.measurement),
    patient,
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
  const findings: Finding[] = [];
  for (const match of matches) {
    const concept = lexicon.concepts.get(match.concept);
    if (!concept) continue;
    const ignored = concept.kind === 'drug' ? OF_NO_DRUG : undefined;
    const assertion = assertPhrase(reader.at(match.start, match.end), match, ignored);
    findings.push({
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
  return findings;
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
