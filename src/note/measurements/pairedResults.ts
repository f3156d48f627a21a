import { linkedValue } from './linkedValue';
import { NAMES, type NameEnd, type NameNode } from './measurementKinds';
import { assumedUnit, isPlausible, toReference, unitAt } from './measurementUnits';
import { judged, type ReadMeasurement } from './readMeasurement';
import type { Patient } from '../types';
import type { Word } from '../terms/words';

const PAIR = /(\d{1,5}(?:\.\d+)?)[ \t]*\/[ \t]*(\d{1,5}(?:\.\d+)?)(?![\d/])/y;

/**
 * Two results named and given together at words[i]: "AST/ALT 120/80", "Hb/Hct 9.1/27". Null
 * where there are none.
 */
export function pairedResults(
  text: string,
  words: readonly Word[],
  i: number,
  patient: Patient,
): ReadMeasurement[] | null {
  const word = words[i];
  if (!word) return null;
  const first = nameAt(text, words, i);
  if (!first) return null;
  const last = words[first.last];
  if (text[last?.end ?? 0] !== '/') return null;
  const second = nameAt(text, words, first.last + 1);
  const [from, until] = [words[first.last + 1], words[second?.last ?? -1]];
  if (!second || !last || !from || !until || from.start !== last.end + 1) return null;
  const linked = linkedValue(text, until.end);
  if (!linked || linked.sign !== '') return null;
  PAIR.lastIndex = linked.start;
  const m = PAIR.exec(text);
  if (!m) return null;
  const [whole, a = '', b = ''] = m;
  const end = linked.start + whole.length;
  const middle = { start: word.start, end: linked.start + a.length };
  const one = valueOf(text, first.name, Number(a), middle, patient);
  const two = valueOf(text, second.name, Number(b), { start: end - b.length, end }, patient);
  if (!one || !two) return null;
  // One concept for the two ("raised transaminases") is one finding.
  const once = one.implies?.concept === two.implies?.concept ? { ...two, implies: null } : two;
  return [one, once];
}

interface NameRead {
  readonly name: NameEnd;
  /** Index of its last word. */
  readonly last: number;
}

function nameAt(text: string, words: readonly Word[], i: number): NameRead | null {
  let node: NameNode | undefined = NAMES;
  let best: NameRead | null = null;
  for (let j = i; j < words.length; j++) {
    const word = words[j];
    node = word && node.next.get(word.lower);
    if (!word || !node) break;
    const written = text.slice(words[i]?.start ?? 0, word.end);
    const name = node.ends.find((e) => e.exact === null || e.exact === written);
    if (name && !name.kind.vital?.includes(name.name)) best = { name, last: j };
  }
  return best;
}

function valueOf(
  text: string,
  { kind, name }: NameEnd,
  value: number,
  span: { start: number; end: number },
  patient: Patient,
): ReadMeasurement | null {
  const unit = unitAt(text, span.end, kind);
  if (kind.needsUnit && !unit) return null;
  const code = unit?.code ?? assumedUnit(kind, name, value);
  const converted = toReference(kind, code, value);
  if (converted === null || !isPlausible(kind, converted)) return null;
  const end = unit?.end ?? span.end;
  const written = { kind, value, unit: code, span: { start: span.start, end }, sign: '' } as const;
  const rest = { mark: null, printed: null, standing: null, finding: false };
  return judged(text, { ...written, ...rest }, patient);
}
