import abbreviationData from './data/abbreviations.yaml';
import antonymData from './data/antonyms.yaml';
import decoyData from './data/decoys.yaml';
import type { Lexicon } from './lexicon';
import { Misspellings } from './misspellings';
import type { SectionLabel, Span } from './types';
import { formOf, lowered, singularOf, spelling, wordsOf, type Word } from './words';

/** A place where the note names a concept. */
export interface Match extends Span {
  readonly concept: string;
  /** The lexicon term, as the lexicon writes it. */
  readonly term: string;
  /** True where the words themselves deny it ("afebrile" denies fever). */
  readonly denied: boolean;
}

interface Entry {
  readonly concept: string;
  readonly term: string;
  readonly denied: boolean;
}

interface Node {
  children: Map<string, Node> | null;
  entry: Entry | null;
  /** For a term of one word that is found in singular and plural only: its singulars. */
  singulars: Map<string, Entry> | null;
}

interface Meaning {
  readonly concept: string | null;
  readonly default?: boolean;
  readonly near?: readonly string[];
  readonly sections?: readonly SectionLabel[];
}

interface AbbreviationData {
  readonly ambiguous: readonly {
    readonly abbreviation: string;
    readonly meanings: readonly Meaning[];
  }[];
  readonly words: readonly string[];
  readonly capitalsOnly: readonly string[];
  readonly chains: {
    readonly letters: Readonly<Record<string, string>>;
    readonly orders: readonly string[];
  };
}

interface DecoyData {
  readonly words: readonly string[];
  readonly decoys: readonly string[];
}

interface AntonymData {
  readonly antonyms: readonly { readonly words: readonly string[]; readonly denies: string }[];
}

const {
  ambiguous,
  words: capitalWords,
  capitalsOnly,
  chains,
} = abbreviationData as AbbreviationData;
const { antonyms } = antonymData as AntonymData;
const { decoys, words: decoyWords } = decoyData as DecoyData;
const DECOY_WORDS = new Set(decoyWords);
const AMBIGUOUS = new Map(ambiguous.map((a) => [a.abbreviation, a.meanings]));
const CAPITAL_WORDS = new Set(capitalWords);
const CAPITALS_ONLY = new Set(capitalsOnly);
const CHAIN_ORDERS = new Set(chains.orders);
const NARROW = new Set(spelling.between.narrow.map(formOf));
const WIDE = new Set([...spelling.between.narrow, ...spelling.between.wide].map(formOf));
const COORDINATORS = new Set(spelling.coordinators);
const HEADS = new Set(spelling.heads.map(formOf));
/** hurt, ache, sore → pain, where a term is read turned round. */
const CANONICAL_HEAD = new Map(
  Object.entries(spelling.headSynonyms).flatMap(([head, words]) =>
    words.map((w) => [formOf(w), formOf(head)] as const),
  ),
);
const INFLECTED = new Set(spelling.inflected.map(formOf));
const MAX_BETWEEN = 4;
const MAX_TERM = 8;

interface Abbreviation extends Entry {
  readonly written: string;
}

/** Everything a lexicon can be found by, compiled once. */
interface Compiled {
  readonly terms: Node;
  readonly turned: Node;
  readonly abbreviations: ReadonlyMap<string, readonly Abbreviation[]>;
  readonly misspellings: Misspellings;
  readonly lexicon: Lexicon;
}

const compiledFor = new WeakMap<Lexicon, Compiled>();

/**
 * Finds the lexicon's concepts in a text: inflected, in either spelling, with words between ("pain
 * in the lower back"), turned round ("swelling of both ankles"), or abbreviated. The longest match
 * wins; matches do not overlap and are in order. Time is linear in the text.
 */
export function findConcepts(
  text: string,
  written: readonly Word[],
  lexicon: Lexicon,
  sectionAt: (offset: number) => SectionLabel,
): readonly Match[] {
  const compiled = compile(lexicon);
  const words = written.map((word) => {
    const lower = compiled.misspellings.meant(word.lower, word.form);
    return lower === null ? word : { ...word, lower, form: formOf(lower) };
  });
  const candidates: Candidate[] = [];
  for (let i = 0; i < words.length; i++) {
    const chain = chainAt(text, words, i, lexicon);
    if (chain.length > 0) {
      candidates.push(...chain);
      i += chain.length - 1;
      continue;
    }
    const abbreviation = abbreviationAt(text, words, i, compiled, sectionAt);
    const term = longestTerm(text, words, i, compiled);
    // "frequency of micturition" is more than "frequency".
    const found = abbreviation && term && term.size > abbreviation.size ? term : abbreviation;
    if (found ?? term) candidates.push((found ?? term) as Candidate);
  }
  return withoutOverlap(candidates, words);
}

/** "N/V", "n+v", "F/C/N/V": letters joined by a stroke, each a finding. */
function chainAt(
  text: string,
  words: readonly Word[],
  first: number,
  lexicon: Lexicon,
): readonly Candidate[] {
  if (words[first]?.raw.length !== 1 || words[first + 1]?.raw.length !== 1) return [];
  let letters = '';
  for (let i = first; words[i]?.raw.length === 1; i++) {
    const before = words[i - 1];
    if (i > first && !CHAIN_MARK.test(text.slice(before?.end, words[i]?.start))) break;
    letters += words[i]?.lower ?? '';
  }
  if (!CHAIN_ORDERS.has(letters)) return [];
  return [...letters].flatMap((letter, k) => {
    const concept = chains.letters[letter] ?? '';
    const at = first + k;
    const term = text.slice(words[first]?.start, words[first + letters.length - 1]?.end);
    if (!lexicon.concepts.has(concept)) return [];
    return [{ first: at, last: at, size: 1, entry: { concept, term, denied: false } }];
  });
}

const CHAIN_MARK = /^ ?[/+&] ?$/;

interface Candidate {
  readonly first: number;
  readonly last: number;
  /** Words of the term itself, without those between. */
  readonly size: number;
  readonly entry: Entry;
}

function withoutOverlap(candidates: readonly Candidate[], words: readonly Word[]): Match[] {
  const kept: Candidate[] = [];
  for (const c of candidates) {
    const last = kept.at(-1);
    if (last && c.first <= last.last) {
      const better = c.size > last.size;
      if (!better) continue;
      kept.pop();
      // What the shorter match had displaced stays displaced.
    }
    kept.push(c);
  }
  return kept
    .filter((c) => c.entry.concept !== '')
    .map(({ first, last, entry }) => ({
      start: words[first]?.start ?? 0,
      end: words[last]?.end ?? 0,
      concept: entry.concept,
      term: entry.term,
      denied: entry.denied,
    }));
}

function compile(lexicon: Lexicon): Compiled {
  const known = compiledFor.get(lexicon);
  if (known) return known;
  const terms: Node = { children: null, entry: null, singulars: null };
  const turned: Node = { children: null, entry: null, singulars: null };
  const abbreviations = new Map<string, Abbreviation[]>();
  for (const { words, denies } of antonyms) {
    if (!lexicon.concepts.has(denies)) continue;
    for (const term of words) insert(terms, term, { concept: denies, term, denied: true });
  }
  for (const c of lexicon.concepts.values()) {
    insert(terms, c.name, { concept: c.id, term: c.name, denied: false });
  }
  for (const c of lexicon.concepts.values()) {
    for (const term of [c.name, ...c.synonyms]) {
      const entry = { concept: c.id, term, denied: false };
      if (MARKS_MATTER.test(term)) addAbbreviation(abbreviations, term, entry);
      else {
        const words = wordsOf(term);
        insertWords(terms, words, entry);
        insertTurned(turned, words, entry);
      }
    }
    for (const written of c.abbreviations) {
      addAbbreviation(abbreviations, written, { concept: c.id, term: written, denied: false });
      // "abdo pain" is an abbreviation any writer may begin a line with.
      if (/[a-z]{2} [a-z]/.test(written)) {
        insert(terms, written, { concept: c.id, term: written, denied: false });
      }
    }
  }
  // Last: a phrase the lexicon itself knows is no decoy.
  for (const term of decoys) insert(terms, term, { concept: '', term, denied: false });
  const misspellings = new Misspellings(lexicon);
  const compiled = { terms, turned, abbreviations, misspellings, lexicon };
  compiledFor.set(lexicon, compiled);
  return compiled;
}

function addAbbreviation(map: Map<string, Abbreviation[]>, written: string, entry: Entry): void {
  const first = wordsOf(written)[0]?.raw;
  if (first === undefined) return;
  const list = map.get(first) ?? [];
  list.push({ ...entry, written });
  list.sort((a, b) => b.written.length - a.written.length);
  map.set(first, list);
}

/** Terms whose marks carry the meaning ("blood ++", "↑JVP") are found as they are written. */
const MARKS_MATTER = /^[^\p{L}\p{N}"'([]|[+↑↓%]$|[<>=≥≤]/u;

function insert(root: Node, term: string, entry: Entry): void {
  if (!MARKS_MATTER.test(term)) insertWords(root, wordsOf(term), entry);
}

function insertWords(root: Node, words: readonly Word[], entry: Entry): void {
  if (words.length > MAX_TERM) return;
  const [first, second] = words;
  if (!first) return;
  if (!second && !INFLECTED.has(first.form)) insertSingular(root, first, entry);
  else {
    const forms = words.map((w) => w.form);
    insertForms(root, forms, entry);
  }
  // "sore throat" is also written "sorethroat".
  if (second && words.length === 2 && first.lower.length >= 3 && second.lower.length >= 3) {
    const joined = first.lower + second.lower;
    if (joined.length >= 8) insertForms(root, [formOf(joined)], entry);
  }
}

function insertSingular(root: Node, word: Word, entry: Entry): void {
  root.children ??= new Map();
  let node = root.children.get(word.form);
  if (!node) {
    node = { children: null, entry: null, singulars: null };
    root.children.set(word.form, node);
  }
  node.singulars ??= new Map();
  const singular = singularOf(word.lower);
  if (!node.singulars.has(singular)) node.singulars.set(singular, entry);
}

function insertForms(root: Node, forms: readonly string[], entry: Entry): void {
  if (forms.length === 0) return;
  let node = root;
  for (const form of forms) {
    node.children ??= new Map();
    let next = node.children.get(form);
    if (!next) node.children.set(form, (next = { children: null, entry: null, singulars: null }));
    node = next;
  }
  node.entry ??= entry;
}

/** "ankle swelling" also as "swelling … ankle" and, the same words, "ankle … swollen". */
function insertTurned(root: Node, words: readonly Word[], entry: Entry): void {
  const forms = words.map((w) => canonical(w.form));
  const head = forms.at(-1);
  if (forms.length < 2 || forms.length > 5 || head === undefined || !HEADS.has(head)) return;
  insertForms(root, [head, ...forms.slice(0, -1)], entry);
  insertForms(root, forms, entry);
}

function canonical(form: string): string {
  return CANONICAL_HEAD.get(form) ?? form;
}

interface Walk {
  readonly text: string;
  readonly words: readonly Word[];
  readonly between: ReadonlySet<string>;
  readonly turned: boolean;
  best: { readonly last: number; readonly size: number; readonly entry: Entry } | null;
}

function longestTerm(
  text: string,
  words: readonly Word[],
  first: number,
  compiled: Compiled,
): Candidate | null {
  if (DECOY_WORDS.has(words[first]?.lower ?? '')) return null;
  const walk: Walk = { text, words, between: NARROW, turned: false, best: null };
  step(walk, compiled.terms, first, 0);
  const exact = walk.best;
  const wide: Walk = { text, words, between: WIDE, turned: true, best: null };
  step(wide, compiled.turned, first, 0);
  const best = wide.best && (!exact || wide.best.size > exact.size) ? wide.best : exact;
  return best && { first, last: best.last, size: best.size, entry: best.entry };
}

/** Takes the word at `i` as the next of a term, or, inside a term, steps over words between. */
function step(walk: Walk, node: Node, i: number, size: number): void {
  const { words } = walk;
  const word = words[i];
  if (!word || node.children === null) return;
  if (size > 0 && !joins(walk.text, words[i - 1], word)) return;
  take(walk, node, word.form, size, i);
  // "head ache", "light-headed" for terms in one word.
  const next = words[i + 1];
  if (next && mayJoin(word, next) && joins(walk.text, word, next)) {
    take(walk, node, formOf(word.lower + next.lower), size, i + 1);
  }
  if (size > 0) stepOver(walk, node, i, size);
}

function mayJoin(word: Word, next: Word): boolean {
  const [a, b] = [word.raw.length, next.raw.length];
  return a >= 3 && b >= 3 && a + b <= 16;
}

function take(walk: Walk, node: Node, form: string, size: number, last: number): void {
  const child = node.children?.get(walk.turned ? canonical(form) : form);
  if (!child) return;
  const entry = child.entry ?? singularEntry(walk, child, last);
  if (entry && (!walk.best || size + 1 > walk.best.size)) {
    walk.best = { last, size: size + 1, entry };
  }
  step(walk, child, last + 1, size + 1);
}

function singularEntry({ words }: Walk, node: Node, i: number): Entry | null {
  const word = words[i];
  return (word && node.singulars?.get(singularOf(word.lower))) ?? null;
}

function stepOver(walk: Walk, node: Node, from: number, size: number): void {
  const { words, text } = walk;
  for (let i = from; i < from + MAX_BETWEEN; i++) {
    const word = words[i];
    const next = words[i + 1];
    if (!word || !next || !joins(text, word, next)) return;
    if (!walk.between.has(word.form)) {
      // "chest and back pain": over the coordinator and one word, to the shared head.
      if (i === from && COORDINATORS.has(word.lower)) {
        const head = words[i + 2];
        const entry = head && HEADS.has(head.form) && node.children?.get(head.form)?.entry;
        if (entry && (!walk.best || size >= walk.best.size)) {
          walk.best = { last: i - 1, size, entry };
        }
      }
      return;
    }
    if (node.children?.has(walk.turned ? canonical(next.form) : next.form)) {
      take(walk, node, next.form, size, i + 1);
      return;
    }
  }
}

const CLOSE = /^(?:[ \t]*[-–‐‑'’/]?[ \t]*|[ \t]*\r?\n[ \t]*)$/;

/** Whether two neighbouring words may belong to one term: nothing but a space or hyphen between. */
function joins(text: string, left: Word | undefined, right: Word): boolean {
  if (!left) return false;
  const gap = right.start - left.end;
  if (gap === 1) {
    const c = text.charCodeAt(left.end);
    return c === 32 || c === 45 || c === 10 || c === 47 || c === 0x2013 || c === 0x2011 || c === 9;
  }
  return gap <= 12 && CLOSE.test(text.slice(left.end, right.start));
}

function abbreviationAt(
  text: string,
  words: readonly Word[],
  i: number,
  compiled: Compiled,
  sectionAt: (offset: number) => SectionLabel,
): Candidate | null {
  const word = words[i];
  if (!word) return null;
  const singular = word.raw.length > 3 && word.raw.endsWith('s') ? word.raw.slice(0, -1) : null;
  const list =
    compiled.abbreviations.get(word.raw) ??
    (singular === null ? undefined : compiled.abbreviations.get(singular)) ??
    lowerCased(word, compiled);
  if (!list) return null;
  for (const abbreviation of list) {
    const last = lastWordOf(text, words, i, abbreviation.written);
    if (last === null) continue;
    const meaning = disambiguate(abbreviation, text, words, i, sectionAt);
    if (meaning === null || !compiled.lexicon.concepts.has(meaning)) continue;
    const letters = abbreviation.written;
    if (CAPITAL_WORDS.has(letters) && lineIsCapitals(text, word.start)) continue;
    return { first: i, last, size: last - i + 1, entry: { ...abbreviation, concept: meaning } };
  }
  return null;
}

function lowerCased(word: Word, compiled: Compiled): readonly Abbreviation[] | undefined {
  if (word.raw.length < 3 || !/^[a-z]+$|^[A-Z][a-z]+$/.test(word.raw)) return undefined;
  const asWord = compiled.abbreviations.get(word.lower);
  if (asWord) return asWord;
  const upper = word.raw.toUpperCase();
  if (CAPITALS_ONLY.has(upper)) return undefined;
  return compiled.abbreviations.get(upper)?.filter((a) => a.written === upper);
}

function lastWordOf(
  text: string,
  words: readonly Word[],
  i: number,
  written: string,
): number | null {
  const lead = wordsOf(written)[0]?.start ?? 0;
  const start = (words[i]?.start ?? 0) - lead;
  if (start < 0) return null;
  const asWritten = text.slice(start, start + written.length);
  const differs = asWritten !== written && asWritten.toUpperCase() !== written;
  if (differs && lowered(asWritten) !== written) return null;
  const end = start + written.length;
  let last = i;
  while (words[last + 1] && (words[last + 1]?.start ?? end) < end) last++;
  const after = (words[last]?.end ?? end) - end;
  return after <= 0 || (after === 1 && text[end] === 's') ? last : null;
}

function disambiguate(
  abbreviation: Abbreviation,
  text: string,
  words: readonly Word[],
  i: number,
  sectionAt: (offset: number) => SectionLabel,
): string | null {
  const meanings = AMBIGUOUS.get(abbreviation.written);
  if (!meanings) return abbreviation.concept;
  const start = words[i]?.start ?? 0;
  const section = sectionAt(start);
  const around = new Set<string>();
  for (let j = Math.max(0, i - 6); j <= Math.min(words.length - 1, i + 6); j++) {
    if (j !== i) around.add(lowered(words[j]?.raw ?? ''));
  }
  for (const mark of ['?', '%']) if (text.slice(start - 4, start).includes(mark)) around.add(mark);
  let best: Meaning | null = meanings.find((m) => m.default === true) ?? null;
  let bestVotes = 0;
  for (const meaning of meanings) {
    const near = (meaning.near ?? []).filter((w) => around.has(w)).length;
    const votes = near * 2 + (meaning.sections?.includes(section) ? 1 : 0);
    if (votes > bestVotes) {
      best = meaning;
      bestVotes = votes;
    }
  }
  if (best === null || best.concept === null) return null;
  // The lexicon may know the meaning under another id: then its own reading stands.
  return best.default === true ? abbreviation.concept : best.concept;
}

function lineIsCapitals(text: string, at: number): boolean {
  const line = text.slice(Math.max(0, at - 60), at + 60);
  const letters = line.replace(/[^A-Za-z]/g, '');
  return letters.length >= 20 && letters.replace(/[^A-Z]/g, '').length / letters.length > 0.8;
}
