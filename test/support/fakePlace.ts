import { chmodSync, copyFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TrainingPlace } from '../../src/model/training';

/** A training pipeline that is a small script: what it does is told by `behaviour.json` there. */
export function fakePlace(folder: string): TrainingPlace {
  const python = join(folder, 'python.mjs');
  copyFileSync(resolve('test/support/fakePipeline.mjs'), python);
  chmodSync(python, 0o755);
  return { python, folder };
}
