import { allergensOf, DRUG_ALLERGY } from './allergies';
import { asFinding } from './asFinding';
import { assertPhrase } from './assertion/assertion';
import { attributesOf } from './attributes/attributes';
import type { Lexicon } from './terms/lexicon';
import type { Match } from './terms/matcher';
import { isOrderedTest } from './investigations';
import type { ReadSentence } from './assertion/sentenceWords';
import { SentenceReader } from './assertion/sentenceReader';
import { rowAnswers } from './sections/tables';
import type { Word } from './terms/words';
import type { Finding, Section, Sentence } from './types';

/** What a section says of the concepts that it names, in order. */
export function namedFindings(
  text: string,
  section: Section,
  sentences: readonly Sentence[],
  words: readonly Word[],
  matches: readonly Match[],
  lexicon: Lexicon,
): Finding[] {
  const terms = matches.filter(({ denied }) => !denied);
  const reader = new SentenceReader(text, section, sentences, words, terms);
  const isAllergen = allergensOf(text, section);
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
    const holder = reader.at(match.start, match.end);
    if (isOrderedTest(text, match, holder.span, section)) continue;
    const allergen = named.kind === 'drug' && isAllergen(match, holder.span);
    const concept = (allergen ? lexicon.concepts.get(DRUG_ALLERGY) : null) ?? named;
    if (holder !== sentence) close();
    sentence = holder;
    const said = assertPhrase(holder, match, named.kind);
    const row = rows.get(holder.span.start);
    const isAnswered =
      row && (match.end <= row.trigger.start || row.trigger.end <= holder.span.start);
    const assertion = isAnswered
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
