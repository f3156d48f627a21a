import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { adapterInUse, BUILT_IN_ADAPTER } from '../../model/adapters/adapterInUse';
import { adapterId, type AdapterCard, type LossFigures } from '../../model/adapters/card';
import { keepAdapter } from '../../model/adapters/adapterStore';
import { baseHash } from '../../model/adapters/baseHash';
import { readGgufHeader } from '../../model/gguf';
import { locateModel, verifyLocated } from '../../model/openModel';
import { modelStore, type ModelStore } from '../../model/store';
import {
  assertCanTrain,
  defaultPython,
  TrainingError,
  trainingFolder,
  type TrainingPlace,
} from '../../model/training';
import type { WorkspaceFolders } from '../../retrieval/types';
import { gatherNotes, writeNotes } from './gatherNotes';
import { figuresOf, measure, USUAL_MEASURE, type Measure, type Measured } from './measure';
import {
  beginWith,
  exportAdapter,
  gatherCorpus,
  measureLoss,
  train,
  type TrainingPlan,
  type TrainingState,
} from './trainAdapter';
import type { Suggest } from './typing';
import {
  removeUnfinished,
  requestHash,
  takeWorkFolder,
  unfinishedSince,
  type WorkFolder,
  type WorkRecord,
} from './workFolder';

export interface LearnRequest {
  /** Folder that holds `models/`. */
  readonly extensionPath: string;
  readonly folders: WorkspaceFolders;
  /** A catalogue id or the path of a GGUF; null for the built-in model. */
  readonly model: string | null;
  /** A Python 3 with the pipeline's packages; null for `defaultPython`. */
  readonly python: string | null;
  /** Of training; gathering and measuring take a few more. */
  readonly minutes: number;
  /** Chartside's. */
  readonly version: string;
  /** Leaves what a killed learning had come to. */
  readonly anew?: boolean;
  readonly measure?: Measure;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: LearnProgress) => void;
}

export type LearnStage = 'reading' | 'training' | 'measuring';

export interface LearnProgress {
  readonly stage: LearnStage;
  /** 0–1 of the stage. */
  readonly done: number;
  /** For people. */
  readonly message: string;
}

/** An engine that completes with an adapter: the path of one, or null for what is in use now. */
export interface MeasuredEngine {
  readonly suggest: Suggest;
  dispose(): Promise<void>;
}

export type OpenEngine = (adapter: string | null) => Promise<MeasuredEngine>;

/** What goes into the pipeline and whose place it takes. Tests give their own. */
export interface LearnPorts {
  readonly openEngine: OpenEngine;
  readonly store?: ModelStore;
  readonly place?: TrainingPlace;
}

/**
 * Teaches the model a clinician's notes: identifiers taken out, the newest fifth kept back, an adapter
 * trained on the rest within a time, and measured on what was kept back against what is in use now.
 * The adapter is kept in the store; whether it is used is the caller's to ask. Nothing leaves the
 * machine. A learning that was killed or stopped goes on from its last checkpoint.
 *
 * Rejects with a TrainingError or ModelError that says what to do, or an AbortError.
 */
export async function learn(request: LearnRequest, ports: LearnPorts): Promise<AdapterCard> {
  const { signal } = request;
  const store = ports.store ?? modelStore(request.extensionPath);
  const place = ports.place ?? {
    python: request.python ?? defaultPython(),
    folder: trainingFolder(request.extensionPath),
  };
  await assertCanTrain(place, signal);
  const base = await baseOf(request, store);
  const sha256 = (): Promise<string> => Promise.resolve(base.sha256);
  const work = await takeWorkFolder(store);
  try {
    const record = await prepare(work, request, base.sha256);
    const plan: TrainingPlan = {
      place,
      base: base.path,
      folder: work.path,
      minutes: request.minutes,
      characters: record.characters,
      ...(signal && { signal }),
    };
    const adapters = {
      own: await adapterInUse(BUILT_IN_ADAPTER, store, sha256),
      inUse: await adapterInUse(null, store, sha256),
    };
    const state = await trained(plan, work, record, adapters.own.path, request);
    tell(request, 'measuring', 0, 'Measuring the loss on the notes kept back');
    const loss = await measureLoss(plan, adapters.inUse.path);
    const weights = await exportAdapter(plan);
    const figures = await figuresWith(weights, loss, work, request, ports.openEngine);
    const card = await keepAdapter(store, weights, {
      id: adapterId(new Date()),
      date: new Date().toISOString(),
      version: request.version,
      base: { id: base.id, sha256: base.sha256 },
      notes: record.notes,
      characters: record.characters,
      seconds: Math.round(state.seconds),
      figures,
    });
    await work.remove();
    return card;
  } finally {
    await work.release();
  }
}

/** When a learning that was killed began, or null. */
export function unfinishedLearning(extensionPath: string): Promise<string | null> {
  return unfinishedSince(modelStore(extensionPath));
}

/** Removes what a killed learning left: prepared notes and checkpoint. */
export function removeUnfinishedLearning(extensionPath: string): Promise<void> {
  return removeUnfinished(modelStore(extensionPath));
}

interface Base {
  readonly id: string;
  readonly path: string;
  readonly sha256: string;
}

async function baseOf({ model, signal }: LearnRequest, store: ModelStore): Promise<Base> {
  const located = await locateModel(model, store);
  const verified = await verifyLocated(located, store, signal);
  const { architecture } = await readGgufHeader(verified.path);
  if (architecture !== 'llama') {
    throw new TrainingError(
      'failed',
      `${located.name} is no model of the Llama family, and only those can be taught. Choose another model.`,
    );
  }
  return {
    id: located.id,
    path: verified.path,
    sha256: await baseHash(verified, store, signal),
  };
}

/** The notes in the work folder, prepared now or by the learning that is gone on with. */
async function prepare(
  work: WorkFolder,
  request: LearnRequest,
  baseSha256: string,
): Promise<WorkRecord> {
  const { roots, notes, guidelines, exclude } = request.folders;
  const hash = requestHash({ roots, notes, guidelines, exclude, baseSha256 });
  if (work.record?.request === hash && request.anew !== true) return work.record;
  await work.clear();
  const split = await gatherNotes(request.folders, {
    ...(request.signal && { signal: request.signal }),
    onNote: (done) =>
      tell(request, 'reading', done, 'Reading the notes and taking identifiers out'),
  });
  await writeNotes(join(work.path, 'notes'), split);
  const record: WorkRecord = {
    request: hash,
    began: new Date().toISOString(),
    notes: { train: split.train.length, held: split.held.length },
    characters: split.train.reduce((sum, note) => sum + note.text.length, 0),
    epochs: null,
    seconds: 0,
    shape: null,
    begun: false,
    trained: false,
  };
  await work.save(record);
  return record;
}

async function trained(
  plan: TrainingPlan,
  work: WorkFolder,
  prepared: WorkRecord,
  own: string | null,
  request: LearnRequest,
): Promise<TrainingState> {
  let record = prepared;
  if (record.trained) return record;
  const { train: count } = record.notes;
  const goesOn = record.seconds > 0;
  tell(request, 'training', 0, goesOn ? 'Going on with the training' : 'Loading the model');
  if (!record.begun) {
    await gatherCorpus(plan);
    const shape = own === null ? null : await beginWith(plan, own);
    record = { ...record, shape, begun: true };
    await work.save(record);
  }
  const state = await train(plan, record, {
    onStep: (step, total) => {
      const done = Math.min(1, step / total);
      tell(request, 'training', done, `Training on ${count} notes`);
    },
    onState: (now) => work.save({ ...record, ...now }),
  });
  await work.save({ ...record, ...state, trained: true });
  return state;
}

async function figuresWith(
  weights: string,
  loss: LossFigures | null,
  work: WorkFolder,
  request: LearnRequest,
  openEngine: OpenEngine,
) {
  const notes = await heldNotes(work);
  if (notes.length === 0) return figuresOf(loss, null, null);
  const run = async (adapter: string | null, half: number): Promise<Measured> => {
    const engine = await openEngine(adapter);
    try {
      return await measure(notes, request.measure ?? USUAL_MEASURE, engine.suggest, {
        ...(request.signal && { signal: request.signal }),
        onNote: (done) => tell(request, 'measuring', half + done / 2, 'Typing the notes kept back'),
      });
    } finally {
      await engine.dispose();
    }
  };
  const before = await run(null, 0);
  return figuresOf(loss, before, await run(weights, 0.5));
}

async function heldNotes(work: WorkFolder): Promise<readonly string[]> {
  const folder = join(work.path, 'notes', 'held');
  const names = (await readdir(folder)).sort();
  return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
}

function tell(request: LearnRequest, stage: LearnStage, done: number, message: string): void {
  request.onProgress?.({ stage, done, message });
}
