import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LossFigures, Pair } from '../../model/adapters/card';
import { runTrainingStep, type TrainingPlace } from '../../model/training';

/** What the pipeline trains with; `python -m adapter.train --help` explains each. */
export interface TrainingPlan {
  readonly place: TrainingPlace;
  /** GGUF of the model that is to be taught. */
  readonly base: string;
  /** Holds `notes/`; the pipeline writes beside it. */
  readonly folder: string;
  /** Of training, in all. */
  readonly minutes: number;
  readonly characters: number;
  readonly signal?: AbortSignal;
}

/** Shape of an adapter, which a run that begins with it keeps. */
export interface Shape {
  readonly rank: number;
  readonly alpha: number;
}

/** Where training stands. */
export interface TrainingState {
  readonly epochs: number | null;
  readonly seconds: number;
  /** Of the adapter it began with; null where it began with none. */
  readonly shape: Shape | null;
}

export interface TrainingEvents {
  readonly onStep: (step: number, total: number) => void;
  readonly onState: (state: TrainingState) => Promise<void>;
}

/** More readings of a few notes teach them by heart. */
const MOST_EPOCHS = 3;
/** Minutes in which the machine shows its speed: a few steps. */
const PILOT = 1;
const LEAST = 0.05;
/** Tokens of a window. */
const WINDOW = 512;
/** An adapter that knows medicine already is led gently. */
const RATE = { anew: '5e-4', further: '2e-4' };
/** So few characters come to so few windows that smaller batches give enough steps. */
const FEW_CHARACTERS = 400_000;

/** Gathers the training text. Rejects with a TrainingError or an AbortError, as the other steps do. */
export async function gatherCorpus({ place, folder, signal }: TrainingPlan): Promise<void> {
  const args = ['--folder', join(folder, 'notes'), '--out', corpusOf(folder), '--json'];
  await runTrainingStep(place, { module: 'corpus', args, ...(signal && { signal }) });
}

/**
 * Trains, from the last checkpoint where there is one, until the text is read often enough or the
 * minutes are over: a first minute tells the machine's speed, and so how often the text can be read.
 */
export async function train(
  plan: TrainingPlan,
  state: TrainingState,
  events: TrainingEvents,
): Promise<TrainingState> {
  const { shape } = state;
  let { epochs, seconds } = state;
  if (epochs === null) {
    const pilot = Math.min(PILOT, plan.minutes / 2);
    const seen = await trainFor(plan, pilot, MOST_EPOCHS, { epochs, seconds, shape }, events);
    seconds = seen.seconds;
    epochs = epochsThatFit(seen, plan.minutes * 60 - seconds);
    await events.onState({ epochs, seconds, shape });
    if (seen.total > 0 && seen.step >= seen.total) return { epochs, seconds, shape };
  }
  // Even with no time left: a killed training has a checkpoint, and no adapter yet.
  const left = Math.max(LEAST, plan.minutes - seconds / 60);
  ({ seconds } = await trainFor(plan, left, epochs, { epochs, seconds, shape }, events));
  return { epochs, seconds, shape };
}

interface Seen {
  readonly step: number;
  readonly total: number;
  /** Of training before and in this part. */
  readonly seconds: number;
  readonly secondsAStep: number | null;
}

async function trainFor(
  plan: TrainingPlan,
  minutes: number,
  epochs: number,
  { epochs: known, seconds: before, shape }: TrainingState,
  events: TrainingEvents,
): Promise<Seen> {
  let seen: Seen = { step: 0, total: 0, seconds: before, secondsAStep: null };
  let began: number | null = null;
  let told: number | null = null;
  const spent = (): number => before + (began === null ? 0 : (performance.now() - began) / 1000);
  const batch = plan.characters < FEW_CHARACTERS ? 2 : 4;
  const args = [
    ...['--base', plan.base, '--corpus', corpusOf(plan.folder), '--run', runOf(plan.folder)],
    ...['--minutes', minutes.toFixed(3), '--epochs', String(epochs), '--save-every', '1'],
    ...['--batch', String(batch), '--window', String(WINDOW), '--json'],
    ...['--learning-rate', shape === null ? RATE.anew : RATE.further],
    ...(shape === null ? [] : ['--rank', String(shape.rank), '--alpha', String(shape.alpha)]),
  ];
  try {
    await runTrainingStep(plan.place, {
      module: 'adapter.train',
      args,
      ...(plan.signal && { signal: plan.signal }),
      onLine: ({ step, total, tokensPerSecond: speed, seconds }) => {
        if (typeof step !== 'number' || typeof total !== 'number') return;
        began ??= performance.now();
        const known = typeof speed === 'number' && speed > 0;
        const secondsAStep = known ? (batch * WINDOW) / speed : seen.secondsAStep;
        // The last line tells them exactly, model loading left out.
        told = typeof seconds === 'number' ? seconds : null;
        seen = { step, total, seconds: told ?? spent(), secondsAStep };
        events.onStep(step, total);
      },
    });
  } finally {
    seen = { ...seen, seconds: told ?? spent() };
    await events.onState({ epochs: known, seconds: seen.seconds, shape });
  }
  return seen;
}

/** At most so many readings as fit the seconds left, so that training ends where it slows down. */
function epochsThatFit({ step, total, secondsAStep }: Seen, secondsLeft: number): number {
  if (secondsAStep === null || total === 0) return MOST_EPOCHS;
  const steps = step + Math.max(1, Math.floor((0.95 * secondsLeft) / secondsAStep));
  return Number(Math.min(MOST_EPOCHS, (MOST_EPOCHS * steps) / total).toFixed(4));
}

/** Lets the run begin with an adapter that the engine has. */
export function beginWith(plan: TrainingPlan, adapter: string): Promise<Shape | null> {
  return begin(plan, adapter, runOf(plan.folder));
}

async function begin(
  { place, base, signal }: TrainingPlan,
  adapter: string,
  run: string,
): Promise<Shape | null> {
  let shape: Shape | null = null;
  await rm(run, { recursive: true, force: true });
  await runTrainingStep(place, {
    module: 'adapter.begin',
    args: ['--base', base, '--adapter', adapter, '--run', run, '--json'],
    ...(signal && { signal }),
    onLine: ({ rank, alpha }) => {
      if (typeof rank === 'number' && typeof alpha === 'number') shape = { rank, alpha };
    },
  });
  return shape;
}

/**
 * Nats a token on the notes held back: of the base alone, with the adapter that is in use (null:
 * none), and with the trained one; null where the pipeline does not tell.
 */
export async function measureLoss(
  plan: TrainingPlan,
  inUse: string | null,
): Promise<LossFigures | null> {
  const trained = await evaluate(plan, runOf(plan.folder));
  if (trained === null) return null;
  const { before: base, after } = trained;
  if (inUse === null) return { base, before: base, after };
  const run = join(plan.folder, 'in-use');
  await begin(plan, inUse, run);
  const used = await evaluate(plan, run);
  return used === null ? null : { base, before: used.after, after };
}

async function evaluate(
  { place, base, folder, signal }: TrainingPlan,
  run: string,
): Promise<Pair | null> {
  let found: Pair | null = null;
  await runTrainingStep(place, {
    module: 'adapter.evaluate',
    args: ['--base', base, '--corpus', corpusOf(folder), '--run', run, '--json'],
    ...(signal && { signal }),
    onLine: (line) => (found = lossOf(line) ?? found),
  });
  return found;
}

/** Writes the adapter as the engine reads it; resolves to its path. */
export async function exportAdapter({
  place,
  base,
  folder,
  signal,
}: TrainingPlan): Promise<string> {
  const file = join(folder, 'adapter.gguf');
  const args = ['--base', base, '--run', runOf(folder), '--out', file, '--json'];
  await runTrainingStep(place, { module: 'adapter.export', args, ...(signal && { signal }) });
  return file;
}

function lossOf(line: Readonly<Record<string, unknown>>): Pair | null {
  const { base, adapter } = line;
  const before = lossIn(base);
  const after = lossIn(adapter);
  return before === null || after === null ? null : { before, after };
}

function lossIn(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (typeof value !== 'object' || value === null) return null;
  const { loss } = value as { loss?: unknown };
  return typeof loss === 'number' ? loss : null;
}

function corpusOf(folder: string): string {
  return join(folder, 'corpus');
}

function runOf(folder: string): string {
  return join(folder, 'run');
}
