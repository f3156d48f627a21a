import { linkedValue } from './linkedValue';
import { kindOf } from './measurementKinds';
import { isPlausible } from './measurementUnits';
import { judged, type ReadMeasurement } from './readMeasurement';
import type { Patient, Span } from '../types';
import { standingOf, type Standing } from './valueContext';
import { lowered, type Word } from '../terms/words';

const NAMES: ReadonlySet<string> = new Set([
  'bp',
  'bps',
  'nibp',
  'b/p',
  'blood pressure',
  'blood pressures',
]);
const SYSTOLIC = kindOf('systolic-blood-pressure');
const DIASTOLIC = kindOf('diastolic-blood-pressure');
const UNIT = 'mm[Hg]';

const SIDE = /[ \t]*\(?[LR]\)?(?=[ \t:])/y;
const PAIR =
  /(\d{2,3})(?:[-–](\d{2,3}))?[ \t]*(?:\/|\\|over)[ \t]*(\d{2,3})(?:[-–](\d{2,3}))?(?![\d/])([ \t]*mm[ ]?(?:of[ ])?\/?hg)?/iy;
const ALONE =
  /(\d{2,3})s?[ \t]*(?:mmhg[ \t]*)?(?:\/[ \t]*(?:palp(?:ation)?|p|doppler)|syst(?:olic)?|palp|by palpation)\b/iy;
const AGAIN =
  /[ \t]*(→|->)?[ \t]*[,;&(]?[ \t]*(?:(?:and|then|repeat(?:ed)?|rpt|rechecked|later|on|at|is|was|[LR]|left|right|arm|standing|sitting|lying|supine|average|avg)\b[ \t:]*){0,4}((?:now|to|down to|up to)[ \t]+)?(?=\d{2,3}\/\d{2,3}(?![\d/]))/iy;
const MOST_AGAIN = 6;

/** Where the name of a blood pressure at words[i] ends, or null: "BP", "blood pressure", "BP140". */
function nameEnd(text: string, words: readonly Word[], i: number): number | null {
  const word = words[i];
  if (!word) return null;
  const first = word.lower;
  if (first.startsWith('bp') && /^bp\d{2,3}$/.test(first)) return word.start + 2;
  if (NAMES.has(first)) return word.end;
  if (first !== 'blood' && first !== 'b') return null;
  const next = words[i + 1];
  if (!next) return null;
  const two = lowered(text.slice(word.start, next.end)).replace(/\s+/g, ' ');
  return NAMES.has(two) ? next.end : null;
}

/**
 * The blood pressures that are named at words[i], systolic and diastolic in turn: "BP 148/86 →
 * 152/88" are two readings. Null where nothing is.
 */
export function bloodPressures(
  text: string,
  words: readonly Word[],
  i: number,
  patient: Patient,
): ReadMeasurement[] | null {
  const end = nameEnd(text, words, i);
  const start = words[i]?.start ?? 0;
  if (end === null) return null;
  SIDE.lastIndex = end;
  const linked = linkedValue(text, SIDE.test(text) ? SIDE.lastIndex : end);
  if (!linked) return null;
  const standing = pressureStanding(text, words, i, linked.sign, end);
  if (standing?.as === 'target') return null;
  const alone = systolicAlone(text, start, linked.start, standing, patient);
  if (alone) return [alone];
  const first = pairAt(text, start, linked.start, standing, patient);
  if (!first) return null;
  return [...first.read, ...readAgain(text, first, standing, patient)];
}

/** A bound on a pair is nobody's blood pressure: "≥140/90 → start". */
function pressureStanding(
  text: string,
  words: readonly Word[],
  i: number,
  sign: string,
  end: number,
): Standing | null {
  const said = standingOf(text, words, i, sign !== '');
  if (said || sign === '') return said;
  return { as: 'threshold', word: { start: words[i]?.start ?? end, end } };
}

interface Pair {
  readonly read: readonly ReadMeasurement[];
  readonly end: number;
}

function pairAt(
  text: string,
  start: number,
  at: number,
  standing: Standing | null,
  patient: Patient,
): Pair | null {
  PAIR.lastIndex = at;
  const m = PAIR.exec(text);
  if (!m) return null;
  const [whole, s = '', sUpper, d = '', dUpper, unit = ''] = m;
  const [systolic, diastolic] = [Number(s), Number(d)];
  if (!isPlausible(SYSTOLIC, systolic) || !isPlausible(DIASTOLIC, diastolic)) return null;
  if (diastolic >= systolic) return null;
  const end = at + whole.length;
  const lower = end - unit.length - (dUpper ? dUpper.length + 1 : 0) - d.length;
  const common = {
    unit: UNIT,
    sign: '',
    mark: null,
    printed: null,
    standing,
    finding: false,
  } as const;
  const number = (written: string | undefined): number | undefined =>
    written === undefined ? undefined : Number(written);
  const upperSpan: Span = { start, end: at + s.length + (sUpper ? sUpper.length + 1 : 0) };
  const high = judged(
    text,
    { ...common, span: upperSpan, kind: SYSTOLIC, value: systolic, upper: number(sUpper) },
    patient,
  );
  const low = judged(
    text,
    {
      ...common,
      span: { start: lower, end },
      kind: DIASTOLIC,
      value: diastolic,
      upper: number(dUpper),
    },
    patient,
  );
  // One reading is one finding.
  const once = high.implies?.concept === low.implies?.concept ? { ...low, implies: null } : low;
  return { read: [high, once], end };
}

/** "BP 90/palp", "BP ~90s systolic". */
function systolicAlone(
  text: string,
  start: number,
  at: number,
  standing: Standing | null,
  patient: Patient,
): ReadMeasurement | null {
  ALONE.lastIndex = at;
  const m = ALONE.exec(text);
  const value = Number(m?.[1]);
  if (!m || !isPlausible(SYSTOLIC, value)) return null;
  const span = { start, end: ALONE.lastIndex };
  const written = { span, kind: SYSTOLIC, value, unit: UNIT, sign: '', mark: null } as const;
  return judged(text, { ...written, printed: null, standing, finding: false }, patient);
}

/** Readings that follow without the name; "now" makes those before it earlier ones. */
function readAgain(
  text: string,
  first: Pair,
  standing: Standing | null,
  patient: Patient,
): readonly ReadMeasurement[] {
  const found: ReadMeasurement[] = [];
  let end = first.end;
  for (let n = 0; n < MOST_AGAIN; n++) {
    AGAIN.lastIndex = end;
    const m = AGAIN.exec(text);
    if (!m) break;
    const at = AGAIN.lastIndex;
    const next = pairAt(text, at, at, standing, patient);
    if (!next) break;
    found.push(...next.read);
    end = next.end;
  }
  return found;
}
