import data from '../data/triggers.yaml';
import { tokensOf, type Token } from './tokens';

export type Axis =
  | 'negated'
  | 'uncertain'
  | 'historical'
  | 'hypothetical'
  | 'family'
  | 'other'
  | 'planned'
  | 'current';

/** One group of trigger phrases and what they do. */
export interface TriggerRule {
  readonly rule: string;
  readonly axis: Axis | 'none';
  readonly reach?: 'forward' | 'backward';
  readonly within?: number;
  readonly near?: boolean;
  readonly also?: readonly Axis[];
  /** Speaks of drugs and procedures only. */
  readonly of?: 'treatment';
  readonly overlap?: Axis;
  readonly stops?: readonly Axis[];
  readonly phrases: readonly string[];
}

/** A trigger found: tokens `first` to `last` (exclusive). */
export interface TriggerMatch {
  readonly rule: TriggerRule;
  readonly first: number;
  readonly last: number;
}

type Item = { readonly word: string } | Options;
type Sequence = readonly Item[];

/** Alternatives, by the word they begin with. */
interface Options {
  readonly options: readonly Sequence[];
  readonly byFirst: ReadonlyMap<string, readonly Sequence[]>;
  /** Those that begin with no word of their own: empty, nested, any word, a number. */
  readonly others: readonly Sequence[];
}

interface Pattern {
  readonly rule: TriggerRule;
  readonly sequence: Sequence;
}

const ANY = '*';
const NUMBER = '\\d';
const YEAR = '\\y';
const OPEN: ReadonlySet<string> = new Set([ANY, NUMBER, YEAR]);

const { triggers } = data as { readonly triggers: readonly TriggerRule[] };
const byFirstWord = new Map<string, Pattern[]>();
for (const rule of triggers) {
  for (const phrase of rule.phrases) {
    const pattern: Pattern = { rule, sequence: parsePhrase(phrase) };
    for (const first of firstWords(pattern.sequence).words) {
      const list = byFirstWord.get(first);
      if (!list) byFirstWord.set(first, [pattern]);
      else if (list.at(-1) !== pattern) list.push(pattern);
    }
  }
}

/** Reads the phrase notation described at the top of data/triggers.yaml. */
export function parsePhrase(phrase: string): Sequence {
  const marks = phrase.match(/\\[()dy]|[()|*]|[^\s()|*\\]+/g) ?? [];
  let at = 0;
  const alternatives = (): Sequence[] => {
    const options: Item[][] = [[]];
    for (; at < marks.length; at++) {
      const mark = marks[at] ?? '';
      if (mark === ')') break;
      if (mark === '|') options.push([]);
      else if (mark === '(') {
        at++;
        options.at(-1)?.push(optionsOf(alternatives()));
      } else options.at(-1)?.push(...wordItems(mark));
    }
    return options;
  };
  return alternatives()[0] ?? [];
}

function optionsOf(options: readonly Sequence[]): Options {
  const byFirst = new Map<string, Sequence[]>();
  const others: Sequence[] = [];
  for (const option of options) {
    const first = option[0];
    if (!first || !('word' in first) || OPEN.has(first.word)) {
      others.push(option);
      continue;
    }
    const same = byFirst.get(first.word);
    if (same) same.push(option);
    else byFirst.set(first.word, [option]);
  }
  return { options, byFirst, others };
}

function wordItems(mark: string): Item[] {
  if (mark === ANY || mark === NUMBER || mark === YEAR) return [{ word: mark }];
  const plain = mark.replace(/^\\/, '');
  return tokensOf(plain, 0, plain.length).map((t) => ({ word: t.lower }));
}

function firstWords(sequence: Sequence): { words: Set<string>; mayBeEmpty: boolean } {
  const words = new Set<string>();
  for (const item of sequence) {
    if ('word' in item) {
      words.add(item.word);
      return { words, mayBeEmpty: false };
    }
    let mayBeEmpty = false;
    for (const option of item.options) {
      const first = firstWords(option);
      for (const w of first.words) words.add(w);
      mayBeEmpty ||= first.mayBeEmpty;
    }
    if (!mayBeEmpty) return { words, mayBeEmpty: false };
  }
  return { words, mayBeEmpty: true };
}

/** Where a match of the sequence from `i` can end, the furthest; -1 where it does not match. */
function furthest(
  tokens: readonly Token[],
  sequence: Sequence,
  k: number,
  i: number,
  then: (end: number) => number,
): number {
  const item = sequence[k];
  if (item === undefined) return then(i);
  if ('word' in item) {
    const token = tokens[i];
    if (!token || !fits(item.word, token)) return -1;
    return furthest(tokens, sequence, k + 1, i + 1, then);
  }
  const goOn = (at: number): number => furthest(tokens, sequence, k + 1, at, then);
  let best = -1;
  const fitting = item.byFirst.get(tokens[i]?.lower ?? '');
  if (fitting) for (const o of fitting) best = Math.max(best, furthest(tokens, o, 0, i, goOn));
  for (const o of item.others) best = Math.max(best, furthest(tokens, o, 0, i, goOn));
  return best;
}

function fits(word: string, token: Token): boolean {
  if (word === token.lower) return true;
  if (word === ANY) return token.isWord;
  if (word === NUMBER) return /^\d+$/.test(token.lower);
  return word === YEAR && /^(?:19|20)\d\d$/.test(token.lower);
}

/**
 * The triggers of a sentence, from left to right. Where several begin at one token the longest
 * stands (all of them when equally long); the words of one trigger are not read again.
 */
export function findTriggers(tokens: readonly Token[]): readonly TriggerMatch[] {
  const found: TriggerMatch[] = [];
  for (let i = 0; i < tokens.length;) {
    const token = tokens[i];
    let best = -1;
    let rules: TriggerRule[] = [];
    for (const pattern of candidates(token, tokens[i + 1])) {
      const end = furthest(tokens, pattern.sequence, 0, i, (at) => at);
      if (end <= i || end < best) continue;
      if (end > best) rules = [];
      best = end;
      if (!rules.includes(pattern.rule)) rules.push(pattern.rule);
    }
    for (const rule of rules) found.push({ rule, first: i, last: best });
    i = best > i ? best : i + 1;
  }
  return found;
}

/** What can stand second in the patterns that begin with any word: most words need no trying. */
const afterAny = new Set((byFirstWord.get(ANY) ?? []).flatMap((p) => [...secondWords(p.sequence)]));
const NONE: readonly Pattern[] = [];
const withAny = byFirstWord.get(ANY) ?? NONE;
const withNumber = byFirstWord.get(NUMBER) ?? NONE;
const withYear = byFirstWord.get(YEAR) ?? NONE;

function secondWords(sequence: Sequence): ReadonlySet<string> {
  const [head, ...rest] = sequence;
  if (head === undefined) return new Set();
  if ('word' in head) return firstWords(rest).words;
  return new Set(
    head.options
      .filter((option) => option[0] && 'word' in option[0] && option[0].word === ANY)
      .flatMap((option) => [...firstWords([...option.slice(1), ...rest]).words]),
  );
}

function candidates(token: Token | undefined, next: Token | undefined): readonly Pattern[] {
  if (!token) return NONE;
  const own = beginningWith(token.lower, next);
  const any = token.isWord && next && mayFollowAny(next) ? withAny : NONE;
  const isNumber = token.isWord && isDigit(token.lower) && /^\d+$/.test(token.lower);
  if (any.length === 0 && !isNumber) return own;
  return [
    ...own,
    ...any,
    ...(isNumber ? withNumber : NONE),
    ...(isNumber && fits(YEAR, token) ? withYear : NONE),
  ];
}

function isDigit(text: string): boolean {
  const c = text.charCodeAt(0);
  return c >= 48 && c <= 57;
}

interface Begun {
  readonly pattern: Pattern;
  /** What can stand second; null where anything can, or nothing. */
  readonly second: ReadonlySet<string> | null;
}

/** What begins with one word, and what of that goes on with another, remembered by that. */
interface Beginning {
  readonly begun: readonly Begun[];
  readonly byNext: Map<string, readonly Pattern[]>;
}

const MAX_REMEMBERED = 2000;

/** By first word, made as each is first met: most words of the patterns are not in a note. */
const beginnings = new Map<string, Beginning>();

/** The patterns that begin with a word and may go on with the next: few are worth trying. */
function beginningWith(word: string, next: Token | undefined): readonly Pattern[] {
  let beginning = beginnings.get(word);
  if (!beginning) {
    const patterns = byFirstWord.get(word);
    if (!patterns) return NONE;
    const begun = patterns.map((p) => ({ pattern: p, second: secondAfter(p.sequence, word) }));
    beginning = { begun, byNext: new Map() };
    beginnings.set(word, beginning);
  }
  const { begun, byNext } = beginning;
  const following = next?.lower ?? '';
  const known = byNext.get(following);
  if (known) return known;
  const possible = begun
    .filter(({ second }) => second === null || second.has(following))
    .map(({ pattern }) => pattern);
  if (byNext.size >= MAX_REMEMBERED) byNext.clear();
  byNext.set(following, possible);
  return possible;
}

function secondAfter(sequence: Sequence, word: string): ReadonlySet<string> | null {
  const second = new Set<string>();
  for (const rest of restsAfter(sequence, word)) {
    const { words, mayBeEmpty } = firstWords(rest);
    if (mayBeEmpty || [...OPEN].some((w) => words.has(w))) return null;
    for (const w of words) second.add(w);
  }
  return second;
}

/** What can be left of a sequence once its first word is read. */
function restsAfter(sequence: Sequence, word: string): Sequence[] {
  const [head, ...rest] = sequence;
  if (head === undefined) return [];
  if ('word' in head) return head.word === word ? [rest] : [];
  return head.options.flatMap((option) => restsAfter([...option, ...rest], word));
}

function mayFollowAny(next: Token): boolean {
  return (
    afterAny.has(next.lower) ||
    afterAny.has(ANY) ||
    (isDigit(next.lower) && (afterAny.has(NUMBER) || afterAny.has(YEAR)))
  );
}
