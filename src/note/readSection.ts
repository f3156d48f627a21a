import { DRUG_ALLERGY, isAllergen } from './allergies';
import { assertPhrase, readSentence, type ReadSentence } from './assertion';
import { attributesOf } from './attributes';
import { readDipsticks, type DipstickResult } from './dipsticks';
import type { Lexicon } from './lexicon';
import { findConcepts, type Match } from './matcher';
import { readMeasurements, type ReadMeasurement } from './measurements';
import { readResultWords, type ResultWord } from './resultWords';
import { splitSentences } from './sentences';
import { rowAnswers } from './tables';
import type {
  Assertion,
  Attribute,
  Concept,
  Finding,
  Measurement,
  Patient,
  Section,
  Sentence,
  Span,
  Trigger,
} from './types';
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
  const matches = findConcepts(part, words, lexicon, sentences, () => own.label);
  const dipped = readDipsticks(part, words);
  const read = [...measured.map((m) => m.measurement), ...dipped].sort((a, b) => a.start - b.start);
  const worded = readResultWords(part, words);
  const outside = withoutRead(part, matches, read).filter(outsideOf(worded));
  const said = withoutOverlap(worded, [...outside, ...read]);
  const findings = findingsOf(part, own, sentences, outside, lexicon);
  for (const f of saidFindings(part, own, sentences, said, lexicon)) findings.push(f);
  for (const f of impliedBy(part, own, sentences, measured, lexicon)) findings.push(f);
  for (const f of dippedFindings(part, own, dipped, lexicon)) findings.push(f);
  findings.sort((a, b) => a.start - b.start || b.end - a.end);
  const measurements = measured.filter((m) => !m.standing).map((m) => m.measurement);
  return movedReading({ sentences, findings, measurements }, at, index);
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

function movedSection(section: Section, by: number): Section {
  return {
    ...section,
    heading: section.heading && moved(section.heading, by),
    span: moved(section.span, by),
    body: moved(section.body, by),
  };
}

/**
 * Matches that are not the name of a measurement ("Temp" of "Temp 36.6" is no fever) and do not
 * join the end of a line to the label of the next ("Elevated⏎Creatinine: normal").
 */
function withoutRead(
  text: string,
  matches: readonly Match[],
  read: readonly Span[],
): readonly Match[] {
  let m = 0;
  return matches.filter(({ start, end }) => {
    while ((read[m]?.end ?? Infinity) <= start) m++;
    const next = read[m];
    if (next && next.start < end) return false;
    return text[end] !== ':' || !text.slice(start, end).includes('\n');
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
    const named = lexicon.concepts.get(match.concept);
    if (!named) continue;
    const ignored = named.kind === 'drug' ? OF_NO_DRUG : undefined;
    const holder = reader.at(match.start, match.end);
    const allergen = named.kind === 'drug' && isAllergen(text, match, holder.span, section);
    const concept = (allergen ? lexicon.concepts.get(DRUG_ALLERGY) : null) ?? named;
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
    const because = { source: 'lexicon', term: match.term } as const;
    const found = asFinding(text, match, concept, section, because, assertion);
    together.push(match.denied ? deniedByItself(found) : found);
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
  for (const { measurement, implies, standing } of measured) {
    const concept = implies && lexicon.concepts.get(implies.concept);
    if (!implies || !concept) continue;
    const { start, end } = measurement;
    const assertion = assertPhrase(reader.at(start, end), { start, end });
    // "call for HR > 120" says nothing of the patient; "if CRP >30" is a condition.
    if (standing?.as === 'threshold' && !assertion.hypothetical) continue;
    const because = {
      source: 'measurement',
      kind: measurement.kind,
      range: implies.range,
    } as const;
    const said = { ...assertion, ...ofValue(assertion), ...earlier(text, standing) };
    findings.push(asFinding(text, measurement, concept, section, because, said));
  }
  return findings;
}

/** Keeps, in order, the matches that are not the answer of a result: a meter's HI. */
function outsideOf(worded: readonly ResultWord[]): (match: Span) => boolean {
  let w = 0;
  return ({ start, end }) => {
    while ((worded[w]?.end ?? Infinity) <= start) w++;
    const next = worded[w];
    return !next || next.start >= start || end > next.end;
  };
}

/** Results in words where neither the lexicon nor a value says the same; both in order. */
function withoutOverlap(said: readonly ResultWord[], read: readonly Span[]): readonly ResultWord[] {
  if (said.length === 0) return said;
  const inOrder = [...read].sort((a, b) => a.start - b.start);
  let r = 0;
  return said.filter(({ start, end }) => {
    while ((inOrder[r]?.end ?? Infinity) <= start) r++;
    return (inOrder[r]?.start ?? Infinity) >= end;
  });
}

function saidFindings(
  text: string,
  section: Section,
  sentences: readonly Sentence[],
  said: readonly ResultWord[],
  lexicon: Lexicon,
): Finding[] {
  const reader = new SentenceReader(text, section, sentences);
  return said.flatMap(({ start, end, kind, concept }) => {
    const known = lexicon.concepts.get(concept);
    if (!known) return [];
    const because = { source: 'measurement', kind, range: '' } as const;
    const assertion = assertPhrase(reader.at(start, end), { start, end });
    return [asFinding(text, { start, end }, known, section, because, assertion)];
  });
}

/** The pads of dipsticks, each with its own answer. */
function dippedFindings(
  text: string,
  section: Section,
  dipped: readonly DipstickResult[],
  lexicon: Lexicon,
): Finding[] {
  return dipped.flatMap(({ start, end, kind, concept, negative }) => {
    const known = lexicon.concepts.get(concept);
    if (!known) return [];
    const because = { source: 'measurement', kind, range: 'negative' } as const;
    return [asFinding(text, { start, end }, known, section, because, answered(negative))];
  });
}

function answered(negative: Trigger | null): Assertion {
  return {
    negated: negative !== null,
    uncertain: false,
    historical: false,
    hypothetical: false,
    experiencer: 'patient',
    trigger: negative,
  };
}

/** A value is there or is not read: no word denies it or makes it doubtful. */
function ofValue({ negated, uncertain, trigger }: Assertion): Partial<Assertion> {
  return { negated: false, uncertain: false, trigger: negated || uncertain ? null : trigger };
}

/** What an earlier value's finding is: of the past, by the word that places it there. */
function earlier(text: string, standing: ReadMeasurement['standing']): Partial<Assertion> {
  if (standing?.as !== 'earlier') return {};
  const { start, end } = standing.word;
  const words = text.slice(start, end).trim();
  const from = text.indexOf(words, start);
  const trigger = { start: from, end: from + words.length, text: words, rule: 'earlier-value' };
  return { historical: true, trigger };
}

function asFinding(
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

/** "afebrile" denies fever without a trigger beside it. */
function deniedByItself(finding: Finding): Finding {
  const { start, end, text } = finding;
  return {
    ...finding,
    negated: true,
    uncertain: false,
    trigger: { start, end, text, rule: 'antonym' },
  };
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
