import { asFinding } from './asFinding';
import { assertPhrase } from './assertion/assertion';
import type { DipstickResult } from './measurements/dipsticks';
import type { Lexicon } from './terms/lexicon';
import type { ReadMeasurement } from './measurements/measurements';
import type { ResultWord } from './measurements/resultWords';
import { SentenceReader } from './assertion/sentenceReader';
import type { Word } from './terms/words';
import type { Assertion, Finding, Section, Sentence, Trigger } from './types';

/** What measurements out of range stand for. */
export function impliedFindings(
  text: string,
  section: Section,
  sentences: readonly Sentence[],
  words: readonly Word[],
  measured: readonly ReadMeasurement[],
  lexicon: Lexicon,
): Finding[] {
  const reader = new SentenceReader(text, section, sentences, words);
  const findings: Finding[] = [];
  for (const { measurement, implies, standing } of measured) {
    const concept = implies && lexicon.concepts.get(implies.concept);
    if (!implies || !concept) continue;
    const { start, end } = measurement;
    const assertion = assertPhrase(reader.at(start, end), { start, end }, concept.kind);
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

/** What results told in words stand for: "K+ ↑". */
export function saidFindings(
  text: string,
  section: Section,
  sentences: readonly Sentence[],
  words: readonly Word[],
  said: readonly ResultWord[],
  lexicon: Lexicon,
): Finding[] {
  const reader = new SentenceReader(text, section, sentences, words);
  return said.flatMap(({ start, end, kind, concept }) => {
    const known = lexicon.concepts.get(concept);
    if (!known) return [];
    const because = { source: 'measurement', kind, range: '' } as const;
    const assertion = assertPhrase(reader.at(start, end), { start, end }, known.kind);
    return [asFinding(text, { start, end }, known, section, because, assertion)];
  });
}

/** The pads of dipsticks, each with its own answer. */
export function dippedFindings(
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
