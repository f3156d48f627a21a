import { availableParallelism, cpus } from 'node:os';
import type { LlamaModel } from 'node-llama-cpp';
import { readRecords, updateRecords, type ModelStore } from './store';

/** One core stays the editor's. */
export function mostThreads(physicalCores: number): number {
  return Math.max(1, Math.min(physicalCores, availableParallelism()) - 1);
}

/** The thread counts worth trying: one, doublings, and all that may be used. */
export function threadCandidates(most: number): readonly number[] {
  const candidates: number[] = [];
  for (let threads = 1; threads < most; threads *= 2) candidates.push(threads);
  return [...candidates, most];
}

/** The fewest threads that come within a tenth of the fastest. `speeds`: tokens/s by threads. */
export function fewestFastThreads(speeds: ReadonlyMap<number, number>): number {
  const fastest = Math.max(...speeds.values());
  const fast = [...speeds].filter(([, speed]) => speed >= 0.9 * fastest);
  return Math.min(...fast.map(([threads]) => threads));
}

/**
 * Threads for a model on this machine: measured once over a few tokens, and remembered. Small
 * models are often fastest on one thread, large ones on all.
 */
export async function chooseThreads(
  model: LlamaModel,
  physicalCores: number,
  store: ModelStore | null,
): Promise<number> {
  const candidates = threadCandidates(mostThreads(physicalCores));
  if (candidates.length === 1) return candidates[0]!;
  const key = `${model.size} bytes on ${cpus()[0]?.model.trim() ?? 'unknown'} × ${physicalCores}`;
  const known = store === null ? undefined : (await readRecords(store)).threads[key];
  if (known !== undefined && candidates.includes(known)) return known;
  const speeds = new Map<number, number>();
  for (const threads of candidates) speeds.set(threads, await generationSpeed(model, threads));
  const threads = fewestFastThreads(speeds);
  if (store !== null) {
    await updateRecords(store, (r) => ({ ...r, threads: { ...r.threads, [key]: threads } }));
  }
  return threads;
}

const WARM_UP = 2;
const MEASURED = 10;

/** Tokens a second of plain generation. */
async function generationSpeed(model: LlamaModel, threads: number): Promise<number> {
  const context = await model.createContext({ contextSize: 256, batchSize: 32, threads });
  try {
    const steps = context
      .getSequence()
      .evaluate(model.tokenize('\nThe patient', false), { temperature: 0, yieldEogToken: true });
    for (let i = 0; i < WARM_UP; i++) await steps.next();
    const began = performance.now();
    for (let i = 0; i < MEASURED; i++) await steps.next();
    const seconds = (performance.now() - began) / 1000;
    await steps.return();
    return MEASURED / seconds;
  } finally {
    await context.dispose();
  }
}
