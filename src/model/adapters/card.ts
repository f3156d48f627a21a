/** What is known of a learnt adapter: its card, kept beside its weights. No note text. */
export interface AdapterCard {
  readonly id: string;
  /** When it was learnt, ISO 8601. */
  readonly date: string;
  /** Chartside's version that learnt it. */
  readonly version: string;
  /** The model it was trained on; with any other it means nothing. */
  readonly base: { readonly id: string; readonly sha256: string };
  readonly sha256: string;
  readonly bytes: number;
  readonly notes: { readonly train: number; readonly held: number };
  /** Characters it learnt from, identifiers taken out. */
  readonly characters: number;
  /** Seconds of training. */
  readonly seconds: number;
  readonly figures: AdapterFigures;
}

/** Measured on the newest notes, which were kept back. Null where it was not measured. */
export interface AdapterFigures {
  /** Nats a token. */
  readonly loss: LossFigures | null;
  /** Share of keys saved (0–1), with what was in use before and with the adapter. */
  readonly saved: Pair | null;
  readonly nextWord: NextWordFigures | null;
}

export interface Pair {
  readonly before: number;
  readonly after: number;
}

/** Of the base alone, with what was in use before, and with the adapter. */
export interface LossFigures extends Pair {
  readonly base: number;
}

export interface NextWordFigures {
  readonly words: number;
  /** Words guessed right. */
  readonly before: number;
  readonly after: number;
  /** Of McNemar's exact test, two-sided. */
  readonly p: number;
}

const ID = /^\d{8}-\d{6}(?:-\d{1,3})?$/;
const SHA256 = /^[0-9a-f]{64}$/;

/** True of what may name an adapter's folder: nothing that leads out of the store. */
export function isAdapterId(id: string): boolean {
  return ID.test(id);
}

/** "20261124-173000": when it was learnt, in UTC. */
export function adapterId(date: Date): string {
  return date.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
}

/** The card of an adapter's folder, or null where it is none: cards are files and may be broken. */
export function parseCard(text: string, id: string): AdapterCard | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  return isCard(value) && value.id === id ? value : null;
}

function isCard(value: unknown): value is AdapterCard {
  if (!isObject(value)) return false;
  const { base, notes, figures } = value;
  return (
    [value['id'], value['date'], value['version']].every((v) => typeof v === 'string') &&
    isHash(value['sha256']) &&
    [value['bytes'], value['characters'], value['seconds']].every(isNumber) &&
    isObject(base) &&
    typeof base['id'] === 'string' &&
    isHash(base['sha256']) &&
    isObject(notes) &&
    isNumber(notes['train']) &&
    isNumber(notes['held']) &&
    isObject(figures) &&
    isPairOrNull(figures['loss']) &&
    (figures['loss'] === null ||
      (isObject(figures['loss']) && isNumber(figures['loss']['base']))) &&
    isPairOrNull(figures['saved']) &&
    (figures['nextWord'] === null ||
      (isPairOrNull(figures['nextWord']) &&
        isObject(figures['nextWord']) &&
        isNumber(figures['nextWord']['words']) &&
        isNumber(figures['nextWord']['p'])))
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isHash(value: unknown): boolean {
  return typeof value === 'string' && SHA256.test(value);
}

function isPairOrNull(value: unknown): boolean {
  return (
    value === null || (isObject(value) && isNumber(value['before']) && isNumber(value['after']))
  );
}
