import type { Lexicon } from '../note/lexicon';
import { readNote } from '../note/readNote';
import type { Finding, Note, Sentence, Span } from '../note/types';
import type { Grounding } from './types';

/**
 * A source note prepared for checking many sentences against it.
 */
export interface GroundingSource {
  readonly note: Note;
  readonly sentences: readonly SourceSentence[];
  readonly words: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>;
}

interface SourceSentence {
  readonly span: Sentence;
  readonly words: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>;
}

/** Share of a sentence's content words that must occur in the source for it to be grounded. */
const GROUNDED_SHARE = 0.75;
/** Below this share the sentence says something else. */
const INFERRED_SHARE = 0.5;
/** Lines cited for one sentence. */
const MOST_SUPPORT = 3;

export function groundingSource(note: Note): GroundingSource {
  const sentences = note.sentences.map((span) => {
    const text = note.text.slice(span.start, span.end);
    return { span, words: new Set(contentWords(text)), numbers: new Set(numbersIn(text)) };
  });
  return {
    note,
    sentences,
    words: new Set(sentences.flatMap((s) => [...s.words])),
    numbers: new Set(sentences.flatMap((s) => [...s.numbers])),
  };
}

/**
 * Checks one generated sentence against its source, without a model: every finding with its
 * negation and experiencer, every number, every side must be there, and most of its words.
 * A finding carried only by a more specific one of the source makes the sentence "inferred".
 */
export function checkGrounding(
  sentence: string,
  source: GroundingSource,
  lexicon: Lexicon,
): Grounding {
  const read = readNote(sentence, lexicon);
  const missing: string[] = [];
  const carried: Span[] = [];
  let inferred = false;

  for (const finding of read.findings) {
    if (finding.because.source === 'measurement') continue;
    const match = carrierOf(finding, source.note.findings, lexicon);
    if (!match) missing.push(finding.text);
    else {
      carried.push(match.finding);
      inferred ||= match.generalised;
    }
  }
  for (const number of numbersIn(sentence)) {
    if (!source.numbers.has(number)) missing.push(number);
  }
  const words = contentWords(sentence);
  const support = supportFor(words, numbersIn(sentence), carried, source);
  for (const side of sidesIn(sentence)) {
    if (!source.words.has(side)) missing.push(side);
  }
  const foreign = words.filter((word) => !source.words.has(word));
  const share = words.length === 0 ? 1 : 1 - foreign.length / words.length;
  if (missing.length === 0 && share < INFERRED_SHARE) missing.push(...foreign);
  if (missing.length > 0 || support.length === 0) {
    return { status: 'unsupported', support, missing: [...new Set(missing)] };
  }
  const status = inferred || share < GROUNDED_SHARE ? 'inferred' : 'grounded';
  return { status, support, missing: [] };
}

function carrierOf(
  finding: Finding,
  source: readonly Finding[],
  lexicon: Lexicon,
): { finding: Finding; generalised: boolean } | null {
  const agrees = (other: Finding) =>
    other.negated === finding.negated && other.experiencer === finding.experiencer;
  const same = source.find((other) => other.concept === finding.concept && agrees(other));
  if (same) return { finding: same, generalised: false };
  // A specific finding carries the general one; a denied general one carries the denied specific.
  const wider = source.find((other) =>
    finding.negated
      ? agrees(other) && lexicon.ancestors(finding.concept).has(other.concept)
      : agrees(other) && lexicon.ancestors(other.concept).has(finding.concept),
  );
  return wider ? { finding: wider, generalised: true } : null;
}

/** The source sentences that share most with the sentence, in order of the note. */
function supportFor(
  words: readonly string[],
  numbers: readonly string[],
  carried: readonly Span[],
  source: GroundingSource,
): Span[] {
  const wanted = new Set(words);
  const scored = source.sentences.map(({ span, words: own, numbers: ownNumbers }) => {
    let shared = 0;
    for (const word of wanted) if (own.has(word)) shared += 1;
    for (const number of numbers) if (ownNumbers.has(number)) shared += 1.5;
    for (const f of carried) if (f.start >= span.start && f.end <= span.end) shared += 2;
    return { span, shared };
  });
  const best = Math.max(0, ...scored.map((s) => s.shared));
  if (best < Math.min(2, words.length)) return [];
  return scored
    .filter((s) => s.shared >= Math.max(1, best * 0.6))
    .sort((a, b) => b.shared - a.shared)
    .slice(0, MOST_SUPPORT)
    .sort((a, b) => a.span.start - b.span.start)
    .map(({ span }) => ({ start: span.start, end: span.end }));
}

const FUNCTION_WORDS = new Set(
  `a an and are as at be been being but by did do does for from had has have he her hers him his if in
  into is it its of on or our per she so than that the their them then there these they this those to
  was we were which who will with you your also patient pt reports reported presents presented shows
  showed noted seen found history due over after before during since no not without denies`.split(
    /\s+/,
  ),
);

function contentWords(text: string): string[] {
  const words = text.toLowerCase().match(/\p{L}[\p{L}'’-]*/gu) ?? [];
  return words.filter((w) => w.length > 2 && !FUNCTION_WORDS.has(w)).map(stem);
}

/** Enough for "nodules"/"nodule" and "worsening"/"worsened"; not for spelling. */
function stem(word: string): string {
  if (SIDES.has(word)) return word;
  return word
    .replace(/['’]s$/, '')
    .replace(/(ing|edly|ed|es|s|ly)$/, (m) => (word.length - m.length > 3 ? '' : m));
}

const SIDES = new Set(['left', 'right', 'bilateral', 'bilaterally']);

function sidesIn(text: string): string[] {
  return (text.toLowerCase().match(/\p{L}+/gu) ?? []).filter((w) => SIDES.has(w));
}

/** Numbers as written, without thousands separators and trailing zeros: "1,200" = "1200", "5.0" = "5". */
function numbersIn(text: string): string[] {
  const found = text.match(/\d+(?:,\d{3})*(?:\.\d+)?/g) ?? [];
  return found.map((n) => String(Number(n.replace(/,/g, ''))));
}
