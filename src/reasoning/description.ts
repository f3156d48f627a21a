import type { Finding, Note, Section, Span } from '../note/types';
import { formOf, wordsOf } from '../note/terms/words';
import type { Knowledge } from '../knowledge/knowledge';
import type { GuidelineRole, GuidelineSection } from '../knowledge/types';
import plainWords from './data/plain-words.yaml';
import { insertedDifferentials } from './insertedDifferential';

const PLAIN: ReadonlySet<string> = new Set(
  Object.values(plainWords as Readonly<Record<string, readonly string[]>>)
    .flat()
    .map(formOf),
);

/** The parts of a guideline that describe a patient; treatment and other conditions do not. */
const DESCRIBING: ReadonlySet<GuidelineRole> = new Set(['presentation', 'investigations']);
const ALSO_DESCRIBING = /^(definition|who gets it|red flags)/i;

/** BM25 (Robertson and Zaragoza, 2009): saturation of a word's count, weight of a text's length. */
const SATURATION = 1.2;
const LENGTH_WEIGHT = 0.25;
/** Log likelihood a unit of similarity above the mean adds. */
const SHARE = 0.33;
/** A note with more words than this is weighed as if it had so many: long notes share more by chance. */
const LONG = 120;
/** Conditions read between two pauses: some milliseconds. */
const AT_ONCE = 20;
/** Words shown as the reason. */
const SHOWN = 3;

/** How the words of a note stand to one condition's own description. */
export interface Likeness {
  /** Natural logarithm of a likelihood ratio; its mean over the conditions is zero. */
  readonly weight: number;
  /** The shared words that count most and belong to no finding, as the note has them. */
  readonly words: readonly string[];
}

interface Posting {
  readonly condition: number;
  readonly weight: number;
}

interface Descriptions {
  readonly count: number;
  readonly postings: ReadonlyMap<string, readonly Posting[]>;
}

const cache = new WeakMap<Knowledge, Descriptions>();

/**
 * Likeness of the note's words, without those of denied, past or other people's findings, to
 * each condition's description: what the lexicon has no finding for still counts. Conditions are
 * meant by their place in `Knowledge.conditions`.
 */
export function likenessOf(note: Note, knowledge: Knowledge): (condition: number) => Likeness {
  const { count, postings } = descriptionsOf(knowledge);
  const shared = new Float64Array(count);
  const words = speakingWords(note);
  for (const form of words.keys()) {
    for (const { condition, weight } of postings.get(form) ?? []) shared[condition]! += weight;
  }
  const mean = shared.reduce((sum, x) => sum + x, 0) / Math.max(count, 1);
  const share = SHARE * Math.min(1, LONG / Math.max(words.size, 1));
  return (i) => ({
    weight: share * (shared[i]! - mean),
    get words() {
      return [...words]
        .flatMap(([form, word]) => {
          if (word === FOUND) return [];
          const own = postings.get(form)?.find((p) => p.condition === i);
          return own ? [{ word, weight: own.weight }] : [];
        })
        .sort((a, b) => b.weight - a.weight)
        .slice(0, SHOWN)
        .map((w) => w.word);
    },
  });
}

/**
 * Reads the descriptions of the knowledge base ahead of the first ranking, which would otherwise
 * take a noticeable part of a second.
 * @param pause awaited every few milliseconds, so that a host can do other things between.
 */
export async function readDescriptions(
  knowledge: Knowledge,
  pause: () => Promise<unknown>,
): Promise<void> {
  const work = describe(knowledge);
  for (let step = work.next(); ; step = work.next()) {
    if (step.done) {
      cache.set(knowledge, step.value);
      return;
    }
    await pause();
  }
}

function descriptionsOf(knowledge: Knowledge): Descriptions {
  let known = cache.get(knowledge);
  if (!known) {
    const work = describe(knowledge);
    let step = work.next();
    while (!step.done) step = work.next();
    known = step.value;
    cache.set(knowledge, known);
  }
  return known;
}

/** Yields after every few conditions. */
function* describe(knowledge: Knowledge): Generator<void, Descriptions> {
  const guidelines = new Map(knowledge.guidelines.map((g) => [g.condition, g]));
  const counts: Map<string, number>[] = [];
  for (const condition of knowledge.conditions.values()) {
    if (counts.length % AT_ONCE === AT_ONCE - 1) yield;
    const sections = guidelines.get(condition)?.sections ?? [];
    const texts = [
      condition.name,
      ...condition.synonyms,
      ...sections.filter(describes).map((s) => s.text),
      ...condition.findings.map((f) => knowledge.lexicon.concepts.get(f.concept)?.name ?? ''),
    ];
    counts.push(countForms(texts.join('\n')));
  }
  yield;
  const lengths = counts.map((c) => [...c.values()].reduce((sum, n) => sum + n, 0));
  const mean = lengths.reduce((sum, n) => sum + n, 0) / Math.max(lengths.length, 1);
  const documents = new Map<string, number>();
  for (const form of counts.flatMap((c) => [...c.keys()])) {
    documents.set(form, (documents.get(form) ?? 0) + 1);
  }
  const postings = new Map<string, Posting[]>();
  counts.forEach((forms, condition) => {
    const norm = SATURATION * (1 - LENGTH_WEIGHT + (LENGTH_WEIGHT * lengths[condition]!) / mean);
    for (const [form, count] of forms) {
      const within = documents.get(form)!;
      const rarity = Math.log(1 + (counts.length - within + 0.5) / (within + 0.5));
      const weight = (rarity * count * (SATURATION + 1)) / (count + norm);
      const row = postings.get(form);
      if (row) row.push({ condition, weight });
      else postings.set(form, [{ condition, weight }]);
    }
  });
  return { count: counts.length, postings };
}

function describes({ role, heading }: GuidelineSection): boolean {
  return DESCRIBING.has(role) || ALSO_DESCRIBING.test(heading);
}

function countForms(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { form } of wordsOf(text)) {
    if (isWord(form)) counts.set(form, (counts.get(form) ?? 0) + 1);
  }
  return counts;
}

/** Stands for a word that the note has in a finding only. */
const FOUND = '';

/**
 * Forms of the words that speak of the patient as they are now, each with its first word outside
 * the findings.
 */
function speakingWords(note: Note): ReadonlyMap<string, string> {
  const spans = [
    ...note.findings.map((f) => ({ start: f.start, end: f.end, silent: isSilent(f) })),
    ...insertedDifferentials(note.text).map((s) => ({ ...s, silent: true })),
    ...note.sections.flatMap(silentPart),
  ].sort((a, b) => a.start - b.start);
  const words = new Map<string, string>();
  let next = 0;
  for (const { start, end, raw, form } of wordsOf(note.text)) {
    while (next < spans.length && spans[next]!.end <= start) next += 1;
    const within = next < spans.length && spans[next]!.start < end ? spans[next]! : null;
    if (within?.silent || !isWord(form)) continue;
    if (!words.get(form)) words.set(form, within ? FOUND : raw);
  }
  return words;
}

/** A heading tells of no patient, and a plan tells of what is suspected already. */
function silentPart({ heading, span, division }: Section): readonly (Span & { silent: boolean })[] {
  if (division === 'plan') return [{ ...span, silent: true }];
  return heading ? [{ ...heading, silent: true }] : [];
}

function isSilent(f: Finding): boolean {
  return f.negated || f.hypothetical || f.historical || f.experiencer !== 'patient';
}

function isWord(form: string): boolean {
  return form.length > 2 && !/\d/.test(form) && !PLAIN.has(form);
}
