import type { Lexicon } from '../note/terms/lexicon';
import { readNote } from '../note/readNote';
import type { Finding, Note, Sentence, Span } from '../note/types';
import type { Grounding } from './types';

/** A source note prepared for checking many sentences against it. */
export interface GroundingSource {
  readonly note: Note;
  readonly sentences: readonly SourceSentence[];
}

interface SourceSentence {
  readonly span: Sentence;
  readonly words: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>;
}

/** Share of a sentence's content words that the cited lines must hold; below it, it says something else. */
const LEAST_SHARE = 0.75;
/** Sentences of the source cited for one sentence. */
const MOST_SUPPORT = 3;

export function groundingSource(note: Note): GroundingSource {
  const sentences = note.sentences.map((span) => {
    const text = note.text.slice(span.start, span.end);
    return {
      span,
      words: new Set(contentWords(text).map(stem)),
      numbers: new Set(numbersIn(text)),
    };
  });
  return { note, sentences };
}

/**
 * Checks one generated sentence against its source, without a model. *Grounded*: one sentence of
 * the source holds its findings (with negation and experiencer), numbers, sides and words.
 * *Inferred*: it is put together from up to three sentences, generalises a finding, or has a word
 * of its own. *Unsupported*: a finding, number or side has no basis, or too many words have none.
 */
export function checkGrounding(
  sentence: string,
  source: GroundingSource,
  lexicon: Lexicon,
): Grounding {
  const read = readNote(sentence, lexicon);
  const missing: string[] = [];
  const carried: Finding[] = [];
  const spans: Span[] = [];
  let inferred = false;

  for (const finding of read.findings) {
    if (finding.because.source === 'measurement') continue;
    spans.push(finding);
    const match = carrierOf(finding, source.note.findings, lexicon);
    if (!match) missing.push(finding.text);
    else {
      carried.push(match.finding);
      inferred ||= match.generalised;
    }
  }
  const patient = patientWords(sentence, read, source.note);
  spans.push(...patient.spans);
  inferred ||= patient.spans.length > 0;
  // What a finding or the patient's age and sex says is checked by meaning, the rest by word.
  const rest = without(sentence, spans);
  const wanted: Wanted = {
    words: new Map(contentWords(rest).map((word) => [stem(word), word])),
    numbers: new Set(numbersIn(rest)),
    findings: carried,
  };
  const support = supportFor(wanted, source);
  const held = (has: (s: SourceSentence) => boolean) => support.some(has);
  for (const number of wanted.numbers) {
    if (!held((s) => s.numbers.has(number))) missing.push(number);
  }
  for (const side of sidesIn(sentence)) if (!held((s) => s.words.has(side))) missing.push(side);
  const foreign = [...wanted.words]
    .filter(([stemmed]) => !held((s) => s.words.has(stemmed)))
    .map(([, word]) => word);
  // Findings do not buy room for other words: what is said of them must stand in the note too.
  const own = wanted.words.size + wanted.numbers.size;
  if (own > 0 && 1 - foreign.length / own < LEAST_SHARE) missing.push(...foreign);

  const places = support.map(({ span }) => ({ start: span.start, end: span.end }));
  if (missing.length > 0 || places.length === 0) {
    return { status: 'unsupported', support: places, missing: [...new Set(missing)] };
  }
  const derived = inferred || foreign.length > 0 || places.length > 1;
  return { status: derived ? 'inferred' : 'grounded', support: places, missing: [] };
}

interface Wanted {
  /** Content words as written, by stem. */
  readonly words: ReadonlyMap<string, string>;
  readonly numbers: ReadonlySet<string>;
  readonly findings: readonly Finding[];
}

/** "58-year-old man" is carried by the patient the note is about, however the note writes it. */
function patientWords(sentence: string, read: Note, source: Note): { spans: Span[] } {
  const spans: Span[] = [];
  const match = /\b\d+[- ](?:year|month|week|day)s?[- ]old\b|\b\d+\s?(?:yo|y\/o)\b/i.exec(sentence);
  if (match && read.patient.age !== null && read.patient.age === source.patient.age) {
    spans.push({ start: match.index, end: match.index + match[0].length });
  }
  const sex = /\b(?:wo)?man\b|\b(?:fe)?male\b|\bgirl\b|\bboy\b/i.exec(sentence);
  if (sex && read.patient.sex !== null && read.patient.sex === source.patient.sex) {
    spans.push({ start: sex.index, end: sex.index + sex[0].length });
  }
  return { spans };
}

function without(text: string, spans: readonly Span[]): string {
  let rest = text;
  for (const { start, end } of spans) {
    rest = rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end);
  }
  return rest;
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

/** The fewest source sentences that cover most of what is wanted, in order of the note. */
function supportFor(wanted: Wanted, source: GroundingSource): readonly SourceSentence[] {
  const open = {
    words: new Set(wanted.words.keys()),
    numbers: new Set(wanted.numbers),
    findings: new Set(wanted.findings),
  };
  const within = (f: Span, s: Span) => f.start >= s.start && f.end <= s.end;
  const gain = (s: SourceSentence) => {
    let sum = 0;
    for (const word of open.words) if (s.words.has(word)) sum += 1;
    for (const number of open.numbers) if (s.numbers.has(number)) sum += 1.5;
    for (const finding of open.findings) if (within(finding, s.span)) sum += 2;
    return sum;
  };
  const chosen: SourceSentence[] = [];
  while (chosen.length < MOST_SUPPORT) {
    let best: SourceSentence | null = null;
    let most = 0;
    for (const s of source.sentences) {
      const sum = gain(s);
      if (sum > most) [best, most] = [s, sum];
    }
    if (!best) break;
    chosen.push(best);
    for (const word of best.words) open.words.delete(word);
    for (const number of best.numbers) open.numbers.delete(number);
    for (const f of [...open.findings]) if (within(f, best.span)) open.findings.delete(f);
  }
  return chosen.sort((a, b) => a.span.start - b.span.start);
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
  return words.filter((w) => w.length > 2 && !FUNCTION_WORDS.has(w));
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
