import { bloodPressures } from './bloodPressure';
import { laterValue, linkedValue, upperEnd, type LinkedValue } from './linkedValue';
import { NAMES, type Kind, type NameEnd } from './measurementKinds';
import { assumedUnit, isPlausible, toReference, unitAt } from './measurementUnits';
import { pairedResults } from './pairedResults';
import { markAfter, printedRange } from './printedRange';
import { judged, type ReadMeasurement } from './readMeasurement';
import type { Patient, Span } from '../types';
import { earlierAfter, isNear, orderAfter, standingOf, type Standing } from './valueContext';
import type { Word } from '../terms/words';

export type { ReadMeasurement } from './readMeasurement';

interface Reading {
  readonly text: string;
  readonly words: readonly Word[];
  readonly patient: Patient;
  readonly found: ReadMeasurement[];
}

/**
 * The measurements of a note with their values, UCUM units and flags. A range printed in brackets
 * after the value decides its flag, then the note's own word ("low", an H), then the reference
 * range for the patient's age and sex. Blood pressures give a systolic and a diastolic measurement.
 * Earlier values and thresholds are there too, with their `standing`; targets are not.
 */
export function readMeasurements(
  text: string,
  words: readonly Word[],
  patient: Patient,
): readonly ReadMeasurement[] {
  const found: ReadMeasurement[] = [];
  const reading = { text, words, patient, found };
  let free = 0;
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (!word || word.start < free) continue;
    const read = bloodPressures(text, words, i, patient) ?? named(reading, i);
    if (!read) continue;
    for (const r of read) {
      found.push(r);
      free = Math.max(free, r.measurement.end);
    }
  }
  return found;
}

function named(reading: Reading, i: number): readonly ReadMeasurement[] | null {
  const { text, words, patient } = reading;
  const first = words[i];
  if (!first) return null;
  if (!NAMES.next.has(first.lower)) return attached(reading, i, first);
  let node = NAMES;
  let best: readonly ReadMeasurement[] | null = null;
  for (let j = i; j < words.length; j++) {
    const word = words[j];
    const next = word && node.next.get(word.lower);
    if (!word || !next) break;
    node = next;
    if (node.ends.length === 0) continue;
    const written = text.slice(first.start, word.end);
    for (const end of node.ends) {
      if (end.exact !== null && end.exact !== written) continue;
      if (end.kind.vital?.includes(end.name) && !nearVital(reading, first.start)) continue;
      const read = valuesAfter(reading, i, { start: first.start, end: word.end }, end);
      if (read) best = read;
    }
  }
  return best ?? pairedResults(text, words, i, patient);
}

const ATTACHED = /^[A-Za-z]{1,6}(?=\d)/;

/** "RR16", "T36.7", "HR110": name and value in one word. */
function attached(reading: Reading, i: number, word: Word): readonly ReadMeasurement[] | null {
  const last = word.raw.charCodeAt(word.raw.length - 1);
  // Most words have no digit in them.
  if ((last < 48 || last > 57) && !/\d/.test(word.raw)) return null;
  const name = ATTACHED.exec(word.raw)?.[0];
  if (name === undefined) return null;
  const at = { start: word.start, end: word.start + name.length };
  for (const end of NAMES.next.get(name.toLowerCase())?.ends ?? []) {
    if (end.exact !== null && end.exact !== name) continue;
    if (name.length === 1 && !nearVital(reading, word.start)) continue;
    const read = valuesAfter(reading, i, at, end);
    if (read) return read;
  }
  return null;
}

const VITAL_NEAR = /\b(?:BP|HR|RR|SpO2|sats?|temp|pulse|T|P)\b/i;
const NEAR = 60;

function nearVital({ text, found }: Reading, at: number): boolean {
  const last = found.at(-1)?.measurement;
  if (last && at - last.end < NEAR) return true;
  const after = text.slice(at + 1, at + NEAR).split('\n')[0] ?? '';
  return VITAL_NEAR.test(after);
}

/** The values that a name is given: one, or an earlier one and that of now. */
function valuesAfter(
  reading: Reading,
  i: number,
  at: Span,
  name: NameEnd,
): readonly ReadMeasurement[] | null {
  const { text, words } = reading;
  const { kind } = name;
  let from = at.end;
  // "K+ 6.2", "Na+", "HCO3-"
  if (text[from] === '+' || (name.name.endsWith('-') && text[from] === '-')) from++;
  // "T4-5" is a pair of vertebrae.
  if (/\d$/.test(name.name) && /^[-–]\d/.test(text.slice(from, from + 2))) return null;
  const linked = linkedValue(text, from, kind.plausible[0] < 0);
  if (!linked || (kind.notNear && isNear(text, words, i, kind.notNear))) return null;
  // "555 neutrophils, 440 lymphocytes": the number before is its own.
  if (
    text.slice(from, linked.start).includes(',') &&
    /\d[ \t]*$/.test(text.slice(at.start - 3, at.start))
  )
    return null;
  const standing = standingOf(text, words, i, linked.sign !== '');
  if (standing?.as === 'target') return null;
  const first = valueOf(reading, at, name, linked, standing);
  if (!first || name.finding) return first && [first];
  const values = [first];
  for (let last = first; values.length < MOST_VALUES;) {
    const later = laterValue(text, last.measurement.end);
    const next = later && valueOf(reading, later, name, later, standing);
    if (!later || !next) break;
    const word = { start: last.measurement.end, end: later.start };
    values[values.length - 1] = { ...last, standing: last.standing ?? { as: 'earlier', word } };
    values.push((last = next));
  }
  // "rose from 3": what it rose to is not said.
  if (linked.from && values.length === 1) return null;
  return values;
}

const MOST_VALUES = 5;
const YEAR = /^(?:19|20)\d\d$/;

function valueOf(
  reading: Reading,
  at: Span,
  { kind, name, finding }: NameEnd,
  linked: LinkedValue,
  standing: Standing | null,
): ReadMeasurement | null {
  const { text, patient } = reading;
  const { value, written, sign } = linked;
  if (linked.bracket && YEAR.test(written)) return null;
  const range = unitAt(text, linked.end, kind) ? null : upperEnd(text, linked);
  if (range && linked.bracket) return null;
  let end = range?.end ?? linked.end;
  const unit = unitAt(text, end, kind);
  if (!unit && (kind.needsUnit || isOther(text, end, kind))) return null;
  if (unit) end = unit.end;
  const code = unit?.code ?? assumedUnit(kind, name, value);
  const converted = toReference(kind, code, value);
  if (converted === null || !isPlausible(kind, converted)) return null;
  // A bare T needs a value that could be nothing else.
  if (name === 'T' && !unit && !(written.includes('.') || value > 90)) {
    if (linked.start - at.end > 3) return null;
  }
  const printed = printedRange(text, end);
  const marked = printed ? null : markAfter(text, end);
  const span = {
    start: finding ? linked.start : at.start,
    end: printed?.end ?? marked?.end ?? end,
  };
  const after = standing ?? standingAfter(text, span, linked);
  return judged(
    text,
    {
      span,
      kind,
      value,
      upper: range?.value,
      sign,
      unit: code,
      mark: marked?.mark ?? linked.mark,
      printed,
      standing: after,
      finding,
    },
    patient,
  );
}

function standingAfter(text: string, span: Span, { sign, limit }: LinkedValue): Standing | null {
  if (limit) return { as: 'threshold', word: span };
  const order = sign === '' ? null : orderAfter(text, span.end);
  if (order) return { as: 'threshold', word: order };
  const past = earlierAfter(text, span.end);
  return past && { as: 'earlier', word: past };
}

/** What follows a number that is something else: a dose, a time, a size. */
const OTHER = new Set(
  (
    'mg mgs mcg µg ug g gm grams ml mls cc meq unit units iu tab tabs tablet tablets capsules year years yr yrs yo ' +
    'day days week weeks wk wks month months mth mths mo hour hours hr hrs h min mins minute minutes ' +
    'sec secs seconds x cm cms mm pack packs hpf lpf mmhg bpm kg kgs lb lbs litre litres liters fr ' +
    'french gauge times am pm'
  ).split(' '),
);
/** Readings of these are given by their tens: "HR in the 120s". */
const IN_TENS = new Set([
  'heart-rate',
  'respiratory-rate',
  'spo2',
  'glucose',
  'systolic-blood-pressure',
]);

function isOther(text: string, at: number, kind: Kind): boolean {
  let from = at;
  while (text[from] === ' ' || text[from] === '\t') from++;
  const c = text[from] ?? '';
  if (c === '%' || c === '°') return true;
  // "3/7", "12/hpf", and "per hpf"
  if (c === '/' && /^\/[ \t]*(?:\d|[hl]pf)/i.test(text.slice(from, from + 6))) return true;
  let end = from;
  while (/[a-zµ]/i.test(text[end] ?? '')) end++;
  const word = text.slice(from, end).toLowerCase();
  if (from === at && word === 's') return !IN_TENS.has(kind.kind);
  if (word === 'per') return /^per[ \t]+[hl]pf/i.test(text.slice(from, from + 10));
  return OTHER.has(word);
}
