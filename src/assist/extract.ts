import type { Finding, Note, Section, Sentence, Span } from '../note/types';
import { insertedDifferentials } from '../reasoning/insertedDifferential';
import type { SummaryKind } from './types';

/** A sentence of the summary that is taken or assembled from the note without a model. */
export interface Extracted {
  readonly part: string;
  readonly text: string;
  readonly support: readonly Span[];
}

const OBJECTIVE = new Set<Section['label']>(['EXAM', 'LABS', 'IMAGING', 'PROCEDURES', 'EDCOURSE']);
const CONCLUSION = new Set<Section['label']>(['ASSESSMENT', 'DIAGNOSIS']);
const PLAN = new Set<Section['label']>(['PLAN', 'DISPOSITION']);
const HISTORY = new Set<Section['label']>(['CC', 'GENHX', 'ROS', 'OTHER_HISTORY']);

/** How many sentences a part may take. */
const MOST = { conclusion: 5, objective: 6, history: 4, plan: 6 };

/**
 * The sentences of the note that a reader needs first: conclusions, then what is abnormal, then
 * what is to be done. Nothing is rewritten but the one line, which is assembled from findings.
 */
export function extract(note: Note, kind: SummaryKind): readonly Extracted[] {
  const part = (name: string, sentences: readonly Sentence[]) =>
    sentences.map((s) => taken(note, s, name));
  const conclusion = part('Impression', pick(note, CONCLUSION, MOST.conclusion, 'any'));
  const objective = part('Abnormal findings', pick(note, OBJECTIVE, MOST.objective, 'abnormal'));
  const history = part('History', pick(note, HISTORY, MOST.history, 'abnormal'));
  const plan = part('Plan', pick(note, PLAN, MOST.plan, 'any'));
  const line = oneLine(note);
  if (kind === 'impression') return conclusion.length > 0 ? conclusion : impressionOf(note);
  if (kind === 'report') {
    const first = conclusion.length > 0 ? conclusion : impressionOf(note);
    return withoutRepeats([...first, ...objective, ...plan]);
  }
  const lists = kind === 'patient' ? [...problems(note), ...medications(note)] : [];
  return withoutRepeats([...line, ...lists, ...history, ...objective, ...conclusion, ...plan]);
}

function pick(
  note: Note,
  labels: ReadonlySet<Section['label']>,
  most: number,
  what: 'any' | 'abnormal',
): readonly Sentence[] {
  const inserted = insertedDifferentials(note.text);
  const scored = note.sentences
    .filter((s) => labels.has(note.sections[s.section]!.label) && saysSomething(note, s, inserted))
    .map((sentence) => ({ sentence, score: what === 'any' ? 1 : abnormality(note, sentence) }))
    .filter((s) => s.score > 0);
  const best = [...scored].sort((a, b) => b.score - a.score).slice(0, most);
  return best.map((b) => b.sentence).sort((a, b) => a.start - b.start);
}

/** Present findings and values out of range; denials, history and normal values count nothing. */
function abnormality(note: Note, sentence: Sentence): number {
  const within = (span: Span) => span.start >= sentence.start && span.end <= sentence.end;
  const present = note.findings.filter((f) => within(f) && isPresent(f) && isClinical(f));
  const flagged = note.measurements.filter(
    (m) => within(m) && m.flag !== null && m.flag !== 'normal',
  );
  return new Set(present.map((f) => f.concept)).size + 2 * flagged.length;
}

function isPresent(f: Finding): boolean {
  return !f.negated && !f.historical && !f.hypothetical && f.experiencer === 'patient';
}

function isClinical(f: Finding): boolean {
  return (
    f.kind !== 'drug' && f.kind !== 'risk-factor' && f.kind !== 'procedure' && f.kind !== 'course'
  );
}

/** Not a heading, an inserted differential, or a bullet that nothing was written after yet. */
function saysSomething(note: Note, sentence: Sentence, inserted: readonly Span[]): boolean {
  const heading = note.sections[sentence.section]!.heading;
  if (heading !== null && sentence.end <= heading.end) return false;
  if (inserted.some((s) => sentence.start >= s.start && sentence.start < s.end)) return false;
  return /\p{L}{2}/u.test(note.text.slice(sentence.start, sentence.end));
}

/** Without an impression of its own, a report's abnormal sentences are its impression. */
function impressionOf(note: Note): readonly Extracted[] {
  const inserted = insertedDifferentials(note.text);
  const scored = note.sentences
    .filter((s) => saysSomething(note, s, inserted))
    .map((sentence) => ({ sentence, score: abnormality(note, sentence) }))
    .filter((s) => s.score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, 3)
    .map((s) => s.sentence)
    .sort((a, b) => a.start - b.start);
  return scored.map((s) => taken(note, s, 'Impression'));
}

/** "58-year-old man with hypertension presenting with dyspnoea and fever." */
function oneLine(note: Note): readonly Extracted[] {
  const { age, sex } = note.patient;
  const symptoms = distinct(
    note.findings.filter((f) => isPresent(f) && f.kind === 'symptom' && !f.uncertain),
  ).slice(0, 4);
  const history = distinct(
    note.findings.filter(
      (f) => f.kind === 'condition' && f.historical && !f.negated && f.experiencer === 'patient',
    ),
  ).slice(0, 4);
  if (symptoms.length === 0 && history.length === 0) return [];
  const who = [
    age === null
      ? ''
      : age >= 2
        ? `${Math.floor(age)}-year-old`
        : `${Math.round(age * 12)}-month-old`,
    sex === null ? 'patient' : sex === 'female' ? 'female' : 'male',
  ].filter((w) => w !== '');
  const text = [
    capital(who.join(' ')),
    history.length > 0 ? `with ${joined(history.map((f) => f.name))}` : '',
    symptoms.length > 0 ? `presenting with ${joined(symptoms.map((f) => f.name))}` : '',
  ].filter((w) => w !== '');
  const support = [...history, ...symptoms].map(({ start, end }) => ({ start, end }));
  return [{ part: 'One line', text: `${text.join(' ')}.`, support }];
}

function problems(note: Note): readonly Extracted[] {
  const all = distinct(
    note.findings.filter(
      (f) => f.kind === 'condition' && !f.negated && f.experiencer === 'patient',
    ),
  );
  return all.map((f) => ({ part: 'Problems', text: capital(f.name), support: [f] }));
}

function medications(note: Note): readonly Extracted[] {
  const all = distinct(note.findings.filter((f) => f.kind === 'drug' && !f.negated));
  return all.map((f) => ({ part: 'Medications', text: capital(f.name), support: [f] }));
}

/** A sentence as written, on one line, without its bullet and its Markdown emphasis. */
function taken(note: Note, sentence: Sentence, part: string): Extracted {
  const text = note.text
    .slice(sentence.start, sentence.end)
    .replace(/\s+/g, ' ')
    .replace(/^\s*(?:[-–*•]|\d+[.)]|#{1,6})\s+/, '')
    .replace(/(\*\*|__)(.+?)\1/g, '$2')
    .trim();
  return { part, text, support: [{ start: sentence.start, end: sentence.end }] };
}

function withoutRepeats(sentences: readonly Extracted[]): readonly Extracted[] {
  const seen = new Set<string>();
  return sentences.filter((s) => {
    const key = s.text.toLowerCase();
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function distinct(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter((f) => !seen.has(f.concept) && seen.add(f.concept));
}

function joined(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
