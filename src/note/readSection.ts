import { readDipsticks } from './measurements/dipsticks';
import type { Lexicon } from './terms/lexicon';
import { findConcepts, type Match } from './terms/matcher';
import { readMeasurements } from './measurements/measurements';
import { namedFindings } from './namedFindings';
import { dippedFindings, impliedFindings, saidFindings } from './resultFindings';
import { readResultWords, type ResultWord } from './measurements/resultWords';
import { movedReading, movedSection, type SectionReading } from './sectionReading';
import { splitSentences } from './sections/sentences';
import type { Patient, Section, Span } from './types';
import { wordsOf } from './terms/words';

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
  const findings = namedFindings(part, own, sentences, words, outside, lexicon);
  for (const f of saidFindings(part, own, sentences, words, said, lexicon)) findings.push(f);
  for (const f of impliedFindings(part, own, sentences, words, measured, lexicon)) findings.push(f);
  for (const f of dippedFindings(part, own, dipped, lexicon)) findings.push(f);
  findings.sort((a, b) => a.start - b.start || b.end - a.end);
  const measurements = measured.filter((m) => !m.standing).map((m) => m.measurement);
  return movedReading({ sentences, findings, measurements }, at, index);
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
