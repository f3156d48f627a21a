import type { Lexicon } from './terms/lexicon';
import { readPatient } from './patient';
import { readSection } from './readSection';
import { movedReading, type SectionReading } from './sectionReading';
import { splitSections } from './sections/sections';
import type { Finding, Measurement, Note, Patient, Section, Sentence } from './types';

/** What each note was read by: a note read by another lexicon is no help in reading on. */
const readBy = new WeakMap<Note, Lexicon>();

/**
 * Reads a note: its sections, sentences, findings with what is said of them, measurements, and
 * the patient's age and sex. Any string is a note; time is linear in its length.
 */
export function readNote(text: string, lexicon: Lexicon): Note {
  const patient = readPatient(text);
  return assemble(text, splitSections(text), patient, lexicon, () => null);
}

/**
 * Reads a note again after an edit, only the sections that changed; equal to `readNote(text,
 * lexicon)`. Where the patient's age or sex or the lexicon changed, everything is read.
 */
export function rereadNote(previous: Note, text: string, lexicon: Lexicon): Note {
  if (readBy.get(previous) !== lexicon) return readNote(text, lexicon);
  if (previous.text === text) return previous;
  const patient = readPatient(text);
  if (!samePatient(patient, previous.patient)) return readNote(text, lexicon);
  const sections = splitSections(text);
  const readings = readingsOf(previous);
  const pairs = unchanged(previous, text, sections);
  return assemble(text, sections, patient, lexicon, (index) => {
    const old = pairs.get(index);
    const reading = old === undefined ? undefined : readings[old];
    const [before, now] = [previous.sections[old ?? -1], sections[index]];
    if (!reading || !before || !now) return null;
    return movedReading(reading, now.span.start - before.span.start, index);
  });
}

function assemble(
  text: string,
  sections: readonly Section[],
  patient: Patient,
  lexicon: Lexicon,
  known: (index: number) => SectionReading | null,
): Note {
  const sentences: Sentence[] = [];
  const findings: Finding[] = [];
  const measurements: Measurement[] = [];
  for (const [index, section] of sections.entries()) {
    const read = known(index) ?? readSection(text, section, index, patient, lexicon);
    // Not push(...): a note of megabytes has more findings than a call has room for arguments.
    for (const s of read.sentences) sentences.push(s);
    for (const f of read.findings) findings.push(f);
    for (const m of read.measurements) measurements.push(m);
  }
  const note = { text, sections, sentences, findings, measurements, patient };
  readBy.set(note, lexicon);
  return note;
}

function samePatient(a: Patient, b: Patient): boolean {
  return a.age === b.age && a.sex === b.sex && a.pregnant === b.pregnant;
}

/** What a note holds, by section. */
function readingsOf({ sections, sentences, findings, measurements }: Note): SectionReading[] {
  let s = 0;
  let f = 0;
  let m = 0;
  return sections.map(({ span }) => {
    const [s0, f0, m0] = [s, f, m];
    while ((sentences[s]?.start ?? Infinity) < span.end) s++;
    while ((findings[f]?.start ?? Infinity) < span.end) f++;
    while ((measurements[m]?.start ?? Infinity) < span.end) m++;
    return {
      sentences: sentences.slice(s0, s),
      findings: findings.slice(f0, f),
      measurements: measurements.slice(m0, m),
    };
  });
}

/** Sections that stand as they were: from new index to old, from the front and from the back. */
function unchanged(
  previous: Note,
  text: string,
  sections: readonly Section[],
): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  const old = previous.sections;
  const isSame = (i: number, j: number): boolean => {
    const [a, b] = [sections[i], old[j]];
    return a !== undefined && b !== undefined && sameSection(a, text, b, previous.text);
  };
  let front = 0;
  while (isSame(front, front)) {
    pairs.set(front, front);
    front++;
  }
  const [n, m] = [sections.length, old.length];
  for (let back = 1; n - back >= front && m - back >= front; back++) {
    if (!isSame(n - back, m - back)) break;
    pairs.set(n - back, m - back);
  }
  return pairs;
}

function sameSection(a: Section, text: string, b: Section, previous: string): boolean {
  return (
    a.label === b.label &&
    a.span.end - a.span.start === b.span.end - b.span.start &&
    a.body.start - a.span.start === b.body.start - b.span.start &&
    offset(a) === offset(b) &&
    a.title === b.title &&
    text.slice(a.span.start, a.span.end) === previous.slice(b.span.start, b.span.end)
  );
}

function offset({ heading, span }: Section): number {
  return heading ? heading.start - span.start : -1;
}
