import data from './data/measurements.yaml';
import type { Measurement, MeasurementFlag, Patient, Span } from './types';
import { lowered, wordsOf, type Word } from './words';

interface Unit {
  readonly factor: number;
  readonly offset?: number;
  readonly written: readonly string[];
}

interface Range {
  readonly sex?: 'female' | 'male';
  readonly from?: number;
  readonly to?: number;
  readonly low?: number;
  readonly high?: number;
  readonly criticalLow?: number;
  readonly criticalHigh?: number;
  readonly source: string;
}

type Implies = Readonly<Partial<Record<Exclude<MeasurementFlag, 'normal'>, string>>>;

/** A thing that is measured, as data/measurements.yaml describes it. */
interface Kind {
  readonly kind: string;
  readonly name: string;
  readonly names: readonly string[];
  readonly case?: boolean;
  readonly vital?: readonly string[];
  readonly units: Readonly<Record<string, Unit>>;
  readonly assume?: readonly { readonly below?: number; readonly unit: string }[];
  readonly assumeByName?: Readonly<Record<string, string>>;
  readonly needsUnit?: boolean;
  readonly notNear?: readonly string[];
  readonly plausible: readonly [number, number];
  readonly ranges: readonly Range[];
  readonly implies?: Implies;
  readonly impliesUnderAge?: { readonly years: number } & Implies;
}

const { measurements: KINDS } = data as { readonly measurements: readonly Kind[] };
const BY_KIND = new Map(KINDS.map((k) => [k.kind, k]));

/** A measurement with what it means: the concept an out-of-range value stands for. */
export interface ReadMeasurement {
  readonly measurement: Measurement;
  readonly implies: { readonly concept: string; readonly range: string } | null;
}

interface NameNode {
  readonly next: Map<string, NameNode>;
  /** Exactly as it must be written, or null for any case. */
  readonly ends: { readonly kind: Kind; readonly exact: string | null; readonly name: string }[];
}

const NAMES: NameNode = { next: new Map(), ends: [] };
for (const kind of KINDS) for (const name of kind.names) addName(kind, name);

function addName(kind: Kind, name: string): void {
  let node = NAMES;
  for (const word of wordsOf(name)) {
    let next = node.next.get(word.lower);
    if (!next) node.next.set(word.lower, (next = { next: new Map(), ends: [] }));
    node = next;
  }
  const letters = name.replace(/[^A-Za-z]/g, '');
  const cased = /[A-Z]/.test(name) && (kind.case === true || letters.length <= 3);
  node.ends.push({ kind, exact: cased ? name.replace(/[^A-Za-z0-9]+$/, '') : null, name });
}

/**
 * The measurements of a note with their values, UCUM units and flags. A range printed in brackets
 * after the value decides its flag, then an H or L, then the reference range for the patient's age
 * and sex. Blood pressures give a systolic and a diastolic measurement.
 */
export function readMeasurements(
  text: string,
  words: readonly Word[],
  patient: Patient,
): readonly ReadMeasurement[] {
  const found: ReadMeasurement[] = [];
  let free = 0;
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (!word || word.start < free) continue;
    const read = bloodPressure(text, words, i, patient) ?? named(text, words, i, patient, found);
    if (!read) continue;
    found.push(...read);
    free = Math.max(...read.map((r) => r.measurement.end));
  }
  return found;
}

const BP_NAME = /^(?:bp|b\/p|blood pressure)$/;
const LINK =
  '[ \\t]*(?:\\([^()\\d\\n]{0,25}\\))?[ \\t]*(?:(?:today|now|currently|level|levels|count|value|reading|is|was|of|at|are|were|measured|measures|approximately|about|around|approx|to|has been|on arrival|on admission|sitting|standing|supine|lying|initially|initial|repeat|came back|returned|elevated|raised|low|high|normal|up|down|stable)\\b[ \\t]*){0,4}[-–:=~≈→↑↓*,]*[ \\t]*(?:\\(?[HL]\\)[ \\t]*)?';
const PRESSURE = new RegExp(
  `${LINK}[><~]?(\\d{2,3})[ \\t]*(?:/|over)[ \\t]*(\\d{2,3})(?![\\d/])([ \\t]*mm[ ]?(?:of[ ])?/?hg)?`,
  'iy',
);
const VALUE = new RegExp(
  `${LINK}([<>≤≥]?)[ \\t]*(-?\\d{1,6}(?:,\\d{3}(?!\\d)|, 000)*(?:\\.\\d+)?)(?!\\+|[\\d/]*\\d*/\\d)`,
  'iy',
);

function bloodPressure(
  text: string,
  words: readonly Word[],
  i: number,
  patient: Patient,
): ReadMeasurement[] | null {
  const word = words[i];
  if (!word) return null;
  let end = word.end;
  let name = word.lower;
  if (name === 'blood' || name === 'b') {
    const next = words[i + 1];
    if (!next) return null;
    name = lowered(text.slice(word.start, next.end)).replace(/\s+/g, ' ');
    end = next.end;
    const third = words[i + 2];
    if (third?.lower === 'pressure' && next.lower === 'blood') end = third.end;
  }
  if (/^bp\d{2,3}$/.test(name)) end = word.start + 2;
  else if (!BP_NAME.test(name)) return null;
  PRESSURE.lastIndex = end;
  const m = PRESSURE.exec(text);
  const systolic = BY_KIND.get('systolic-blood-pressure');
  const diastolic = BY_KIND.get('diastolic-blood-pressure');
  if (!m || !systolic || !diastolic) return null;
  const [s, d] = [Number(m[1]), Number(m[2])];
  if (!isPlausible(systolic, s) || !isPlausible(diastolic, d) || d >= s) return null;
  const whole = m[0];
  const second = m.index + whole.length - (m[3]?.length ?? 0) - (m[2]?.length ?? 0);
  const first = text.lastIndexOf(m[1] ?? '', second - 1) + (m[1]?.length ?? 0);
  const upper = { start: word.start, end: first };
  const lower = { start: second, end: m.index + whole.length };
  const [high, low] = [
    build(text, upper, systolic, s, 'mm[Hg]', patient, null),
    build(text, lower, diastolic, d, 'mm[Hg]', patient, null),
  ];
  // One reading is one finding.
  const once = high.implies?.concept === low.implies?.concept ? { ...low, implies: null } : low;
  return [high, once];
}

function named(
  text: string,
  words: readonly Word[],
  i: number,
  patient: Patient,
  earlier: readonly ReadMeasurement[],
): ReadMeasurement[] | null {
  let node = NAMES;
  let best: ReadMeasurement | null = null;
  for (let j = i; j < words.length; j++) {
    const word = words[j];
    const next = word && node.next.get(word.lower);
    if (!word || !next) break;
    node = next;
    const written = text.slice(words[i]?.start ?? 0, word.end);
    for (const { kind, exact, name } of node.ends) {
      if (exact !== null && exact !== written) continue;
      if (kind.vital?.includes(name) && !nearVital(text, words[i]?.start ?? 0, earlier)) continue;
      best =
        valueAfter(text, { start: words[i]?.start ?? 0, end: word.end }, kind, name, patient) ??
        best;
    }
  }
  best ??= attached(text, words[i], patient, earlier);
  return best ? [best] : null;
}

/** "RR16", "T36.7", "HR110": name and value in one word. */
function attached(
  text: string,
  word: Word | undefined,
  patient: Patient,
  earlier: readonly ReadMeasurement[],
): ReadMeasurement | null {
  const name = word && /^[A-Za-z]{1,5}(?=\d)/.exec(word.raw)?.[0];
  if (!word || name === undefined) return null;
  const at = { start: word.start, end: word.start + name.length };
  for (const { kind, exact, name: known } of NAMES.next.get(name.toLowerCase())?.ends ?? []) {
    if (exact !== null && exact !== name) continue;
    if (name.length === 1 && !nearVital(text, word.start, earlier)) continue;
    const read = valueAfter(text, at, kind, known, patient);
    if (read) return read;
  }
  return null;
}

const VITAL_NEAR = /\b(?:BP|HR|RR|SpO2|sats?|temp|pulse|T|P)\b/i;

function nearVital(text: string, at: number, earlier: readonly ReadMeasurement[]): boolean {
  const last = earlier.at(-1)?.measurement;
  if (last && at - last.end < 60) return true;
  const after = text.slice(at + 1, at + 60).split('\n')[0] ?? '';
  return VITAL_NEAR.test(after);
}

function valueAfter(
  text: string,
  at: Span,
  kind: Kind,
  name: string,
  patient: Patient,
): ReadMeasurement | null {
  let from = at.end;
  // "K+ 6.2", "Na+", "HCO3-"
  if (text[from] === '+' || (name.endsWith('-') && text[from] === '-')) from++;
  // "T4-5" is a pair of vertebrae.
  if (/\d$/.test(name) && /^[-–]\d/.test(text.slice(from, from + 2))) return null;
  if (kind.notNear && isNear(text, at.start, kind.notNear)) return null;
  VALUE.lastIndex = from;
  const m = VALUE.exec(text);
  if (!m) return null;
  const written = m[2] ?? '';
  const value = Number(written.replace(/[, ]/g, ''));
  let end = m.index + m[0].length;
  const unit = unitAt(text, end, kind);
  if (unit === null) {
    if (kind.needsUnit) return null;
    if (DOSE.test(text.slice(end, end + 12))) return null;
  } else end = unit.end;
  const code = unit?.code ?? assumedUnit(kind, name, value);
  const converted = toReference(kind, code, value);
  if (converted === null || !isPlausible(kind, converted)) return null;
  // A bare one-letter name needs a value that could be nothing else.
  if (name === 'T' && unit === null && !(written.includes('.') || value > 90)) {
    if (!/^[ \t]*[:=]?[ \t]*\d/.test(text.slice(from, from + 4))) return null;
  }
  const printed = printedRange(text, end);
  return build(
    text,
    { start: at.start, end: printed?.end ?? end },
    kind,
    value,
    code,
    patient,
    printed,
    unit === null && code !== '' ? converted : undefined,
  );
}

function isNear(text: string, at: number, words: readonly string[]): boolean {
  const line = text.slice(Math.max(0, at - 120), at);
  const before = lowered(line.slice(line.lastIndexOf('\n') + 1));
  return wordsOf(before).some((w) => words.includes(w.lower));
}

function unitAt(text: string, at: number, kind: Kind): { code: string; end: number } | null {
  const after = lowered(text.slice(at, at + 24));
  const space = /^[ \t]*/.exec(after)?.[0].length ?? 0;
  let best: { code: string; end: number } | null = null;
  for (const [code, unit] of Object.entries(kind.units)) {
    for (const written of unit.written) {
      if (!after.startsWith(written, space) && !after.startsWith(written)) continue;
      const start = after.startsWith(written, space) ? space : 0;
      const next = after[start + written.length] ?? ' ';
      if (/[a-z]$/.test(written) && /[a-z0-9/]/.test(next)) continue;
      const end = at + start + written.length;
      if (!best || end > best.end) best = { code, end };
    }
  }
  return best;
}

/** What follows a number that is something else: a dose, a time, a size. */
const DOSE =
  /^[ \t]*(?:mg|mcg|µg|ug|g|ml|meq|units?|iu|tabs?|tablets?|years?|yrs?|days?|weeks?|months?|hours?|hrs?|\/\d|x\b|cm|mm|pack|hpf|lpf|h)\b|^[ \t]*\/\s*hpf|^[ \t]*per hpf/i;

function assumedUnit(kind: Kind, name: string, value: number): string {
  const byName = kind.assumeByName?.[name];
  if (byName !== undefined) return byName;
  const guess = kind.assume?.find((a) => a.below === undefined || value < a.below);
  return guess?.unit ?? Object.keys(kind.units)[0] ?? '';
}

function toReference(kind: Kind, code: string, value: number): number | null {
  const unit = kind.units[code];
  if (!unit) return null;
  return (value - (unit.offset ?? 0)) * unit.factor;
}

function isPlausible(kind: Kind, value: number): boolean {
  return value >= kind.plausible[0] && value <= kind.plausible[1];
}

interface PrintedRange {
  readonly low: number | null;
  readonly high: number | null;
  /** "H" or "L" where only that is printed. */
  readonly mark: 'high' | 'low' | null;
  readonly end: number;
  readonly text: string;
}

const PRINTED =
  /[ \t]*[HL*]?[ \t]*[([][ \t]*(?:(?:ref(?:erence)?|normal|nr|rr|range|n)[ \t.:=]*(?:range)?[ \t:=]*)?(?:([<>≤≥])[ \t]*(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?)[ \t]*(?:-|–|to)[ \t]*(\d+(?:\.\d+)?))[^()[\]\n]{0,20}[)\]]/y;
const MARKED = /[ \t]*(?:\(([HL])\)|([HL])(?![A-Za-z0-9:/])|\((high|low)\))/y;

function printedRange(text: string, at: number): PrintedRange | null {
  PRINTED.lastIndex = at;
  const m = PRINTED.exec(text);
  if (m) {
    const [whole, sign, bound, low, high] = m;
    const limit = Number(bound);
    const below = sign === '<' || sign === '≤';
    return {
      low: sign === undefined ? Number(low) : below ? null : limit,
      high: sign === undefined ? Number(high) : below ? limit : null,
      mark: null,
      end: m.index + whole.length,
      text: whole.trim(),
    };
  }
  MARKED.lastIndex = at;
  const mark = MARKED.exec(text);
  if (!mark) return null;
  const letter = (mark[1] ?? mark[2] ?? mark[3] ?? '').toLowerCase();
  return {
    low: null,
    high: null,
    mark: letter.startsWith('h') ? 'high' : 'low',
    end: mark.index + mark[0].length,
    text: letter,
  };
}

function build(
  text: string,
  span: Span,
  kind: Kind,
  value: number,
  unit: string,
  patient: Patient,
  printed: PrintedRange | null,
  converted: number = toReference(kind, unit, value) ?? value,
): ReadMeasurement {
  const range = rangeFor(kind, patient);
  const flag =
    (printed && printedFlag(printed, value)) ??
    (range && isComparable(kind, unit) ? flagOf(range, converted) : null);
  return {
    measurement: {
      ...span,
      kind: kind.kind,
      name: kind.name,
      value,
      unit,
      flag,
      text: text.slice(span.start, span.end),
    },
    implies: implied(kind, flag, patient, printed?.text ?? (range ? rangeText(range, kind) : '')),
  };
}

function isComparable(kind: Kind, unit: string): boolean {
  return kind.units[unit]?.factor !== 0;
}

function printedFlag(range: PrintedRange, value: number): MeasurementFlag {
  if (range.mark) return range.mark;
  if (range.low !== null && value < range.low) return 'low';
  // "<0.04" names what is normal, so the bound itself is not.
  if (range.high !== null && (range.low === null ? value >= range.high : value > range.high))
    return 'high';
  return 'normal';
}

function rangeFor(kind: Kind, { age, sex }: Patient): Range | null {
  const years = age ?? 40;
  return (
    kind.ranges.find(
      (r) =>
        (r.sex === undefined || r.sex === sex) &&
        years >= (r.from ?? 0) &&
        years < (r.to ?? Infinity),
    ) ?? null
  );
}

function flagOf(range: Range, value: number): MeasurementFlag {
  const { low, high, criticalLow, criticalHigh } = range;
  if (criticalLow !== undefined && value <= criticalLow) return 'critical-low';
  if (criticalHigh !== undefined && value >= criticalHigh) return 'critical-high';
  if (low !== undefined && value < low) return 'low';
  if (high !== undefined && value > high) return 'high';
  return 'normal';
}

function rangeText({ low, high }: Range, kind: Kind): string {
  const unit = Object.keys(kind.units)[0] ?? '';
  if (low !== undefined && high !== undefined) return `${low}–${high} ${unit}`;
  return low !== undefined ? `≥ ${low} ${unit}` : `≤ ${high ?? ''} ${unit}`;
}

function implied(
  kind: Kind,
  flag: MeasurementFlag | null,
  patient: Patient,
  range: string,
): ReadMeasurement['implies'] {
  if (flag === null || flag === 'normal') return null;
  const young = kind.impliesUnderAge;
  const concept =
    (young && patient.age !== null && patient.age < young.years ? young[flag] : undefined) ??
    kind.implies?.[flag];
  return concept === undefined ? null : { concept, range };
}
