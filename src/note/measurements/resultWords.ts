import { kindOf, NAMES, type Kind, type NameNode } from './measurementKinds';
import type { Span } from '../types';
import type { Word } from '../terms/words';

/** A result that the note gives in signs or words instead of a number: "↑ESR", "BSL HI". */
export interface ResultWord extends Span {
  readonly kind: string;
  readonly concept: string;
}

type Direction = 'high' | 'low';

const ARROW: ReadonlyMap<string, Direction> = new Map([
  ['↑', 'high'],
  ['↓', 'low'],
]);
const AFTER =
  /[ \t]*(?:[:–-][ \t]*)?["“']?(?:(↑{1,3}|↓{1,3})(?![ \t]*\d)|(?:(?:is|was|reads|reading)[ \t]+)?(HI|LO)\b(?=["”']|[ \t]*[(,.;\n]|$)|(?:(?:is|was|running)[ \t]+)?(?:very|too)[ \t]+(?:very[ \t]+)?(high|low)\b(?![ \t]*\d))["”']?/y;
const PRESSURE = kindOf('systolic-blood-pressure');

/**
 * The results that are given by an arrow at their name, by a meter's "HI" or "LO", or as "very
 * high". An arrow holds for names joined by a slash: "↑ESR/CRP" is two results.
 */
export function readResultWords(text: string, words: readonly Word[]): readonly ResultWord[] {
  const found: ResultWord[] = [];
  let carried = null as Carried | null;
  for (let i = 0; i < words.length; i++) {
    const named = nameAt(text, words, i);
    if (!named) continue;
    const { kind, start, end } = named;
    const said = before(text, start) ?? after(text, end, kind);
    const joined: Direction | null =
      carried?.end === start - 1 && text[start - 1] === '/' ? carried.direction : null;
    const direction: Direction | null = said?.direction ?? joined;
    carried = direction && said?.start !== start ? { end, direction } : null;
    const concept = direction && conceptOf(kind, direction);
    if (!concept) continue;
    const span = {
      start: Math.min(start, said?.start ?? start),
      end: Math.max(end, said?.end ?? end),
    };
    found.push({ ...span, kind: kind.kind, concept });
  }
  return found;
}

/** The direction of a name before, which holds for one joined to it. */
interface Carried {
  readonly end: number;
  readonly direction: Direction;
}

interface Said extends Span {
  readonly direction: Direction;
}

function before(text: string, start: number): Said | null {
  const at = text[start - 1] === ' ' ? start - 2 : start - 1;
  const direction = ARROW.get(text[at] ?? '');
  return direction ? { start: at, end: start, direction } : null;
}

function after(text: string, end: number, kind: Kind): Said | null {
  AFTER.lastIndex = end;
  const m = AFTER.exec(text);
  if (!m) return null;
  const [, arrow, meter, word] = m;
  // Only a glucose meter says HI and LO.
  if (meter !== undefined && kind.kind !== 'glucose') return null;
  const low = arrow?.startsWith('↓') === true || meter === 'LO' || word === 'low';
  return { start: end, end: AFTER.lastIndex, direction: low ? 'low' : 'high' };
}

function conceptOf({ implies }: Kind, direction: Direction): string | null {
  return implies?.[direction] ?? implies?.[`critical-${direction}`] ?? null;
}

/** The longest name at words[i] of a kind that means something out of range. */
function nameAt(text: string, words: readonly Word[], i: number): (Span & { kind: Kind }) | null {
  const first = words[i];
  if (!first) return null;
  if (first.lower === 'bp') return { start: first.start, end: first.end, kind: PRESSURE };
  let node: NameNode | undefined = NAMES;
  let best: (Span & { kind: Kind }) | null = null;
  for (let j = i; j < words.length; j++) {
    const word = words[j];
    node = word && node.next.get(word.lower);
    if (!word || !node) break;
    const written = text.slice(first.start, word.end);
    const name = node.ends.find(
      (e) =>
        !e.finding &&
        e.kind.needsUnit !== true &&
        e.kind.vital?.includes(e.name) !== true &&
        (e.exact === null ? written.length > 1 : e.exact === written && e.exact !== 'T'),
    );
    const plus = text[word.end] === '+' ? 1 : 0;
    if (name) best = { start: first.start, end: word.end + plus, kind: name.kind };
  }
  return best;
}
