import data from '../data/measurements.yaml';
import type { MeasurementFlag } from '../types';
import { wordsOf } from '../terms/words';

/** A unit a measurement is written in: its factor to the first unit of the kind. */
export interface Unit {
  readonly factor: number;
  readonly offset?: number;
  readonly written: readonly string[];
}

/** A reference range in the first unit of the kind, for a sex and an age from ≤ years < to. */
export interface Range {
  readonly sex?: 'female' | 'male';
  readonly pregnant?: boolean;
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
export interface Kind {
  readonly kind: string;
  readonly name: string;
  readonly names: readonly string[];
  readonly findingNames?: readonly string[];
  readonly case?: boolean;
  readonly vital?: readonly string[];
  readonly units: Readonly<Record<string, Unit>>;
  readonly molarMass?: number;
  readonly assume?: readonly { readonly below?: number; readonly unit: string }[];
  readonly assumeByName?: Readonly<Record<string, string>>;
  readonly needsUnit?: boolean;
  readonly notNear?: readonly string[];
  readonly plausible: readonly [number, number];
  readonly ranges: readonly Range[];
  readonly implies?: Implies;
  readonly impliesUnderAge?: { readonly years: number } & Implies;
  readonly impliesFrom?: readonly { readonly value: number; readonly concept: string }[];
}

const { measurements } = data as { readonly measurements: readonly Kind[] };
const BY_KIND = new Map(measurements.map((k) => [k.kind, k]));

/** A name's end in the tree of names. */
export interface NameEnd {
  readonly kind: Kind;
  /** Exactly as it must be written, or null for any case. */
  readonly exact: string | null;
  readonly name: string;
  /** A finding in itself ("febrile 38.9"): the value alone is the measurement. */
  readonly finding: boolean;
}

export interface NameNode {
  readonly next: Map<string, NameNode>;
  readonly ends: NameEnd[];
}

/** The names of all kinds, word by word. */
export const NAMES: NameNode = { next: new Map(), ends: [] };
for (const kind of measurements) {
  for (const name of kind.names) addName(kind, name, false);
  for (const name of kind.findingNames ?? []) addName(kind, name, true);
}

function addName(kind: Kind, name: string, finding: boolean): void {
  let node = NAMES;
  for (const word of wordsOf(name)) {
    let next = node.next.get(word.lower);
    if (!next) node.next.set(word.lower, (next = { next: new Map(), ends: [] }));
    node = next;
  }
  const letters = name.replace(/[^A-Za-z]/g, '');
  const cased = /[A-Z]/.test(name) && (kind.case === true || letters.length <= 3);
  const exact = cased ? name.replace(/[^A-Za-z0-9]+$/, '') : null;
  node.ends.push({ kind, exact, name, finding });
}

/** The kind of that id; the data file is part of the program, so that it is there. */
export function kindOf(id: string): Kind {
  const kind = BY_KIND.get(id);
  if (!kind) throw new Error(`No measurement of kind "${id}" in data/measurements.yaml.`);
  return kind;
}
