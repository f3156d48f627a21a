import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakePlace } from '../../test/support/fakePlace';
import {
  assertCanTrain,
  runTrainingStep,
  TrainingError,
  trainingEnvironment,
  type TrainingPlace,
} from './training';

describe('the training pipeline as a process', function () {
  this.timeout(60_000);
  let folder: string;
  let place: TrainingPlace;

  beforeEach(function () {
    if (process.platform === 'win32') this.skip();
    folder = mkdtempSync(join(tmpdir(), 'chartside-training-'));
    place = fakePlace(folder);
  });

  afterEach(() => {
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  const behave = (behaviour: object): void =>
    writeFileSync(join(folder, 'behaviour.json'), JSON.stringify(behaviour));

  const fails = async (work: Promise<void>): Promise<TrainingError> => {
    const error: unknown = await work.then(
      () => null,
      (e: unknown) => e,
    );
    assert.ok(error instanceof TrainingError);
    return error;
  };

  const trainSome = (signal?: AbortSignal, onLine?: (line: object) => void): Promise<void> =>
    runTrainingStep(place, {
      module: 'adapter.train',
      args: ['--run', join(folder, 'run'), '--epochs', '1'],
      ...(signal && { signal }),
      ...(onLine && { onLine }),
    });

  it('can begin where Python and its packages are there', async () => {
    await assertCanTrain(place);
  });

  it('names the packages that are missing and the command that installs them', async () => {
    behave({ missing: ['torch', 'peft'] });
    const error = await fails(assertCanTrain(place));
    assert.equal(error.code, 'no-packages');
    assert.match(error.message, /torch, peft/);
    assert.ok(error.message.includes(`-m pip install -r "${join(folder, 'requirements.txt')}"`));
  });

  it('says what to install where there is no Python, or one too old', async () => {
    const gone = await fails(assertCanTrain({ ...place, python: join(folder, 'gone') }));
    assert.equal(gone.code, 'no-python');
    assert.match(gone.message, /Install Python 3/);
    behave({ version: [3, 8] });
    const old = await fails(assertCanTrain(place));
    assert.equal(old.code, 'no-python');
    assert.match(old.message, /3\.8/);
  });

  it('hands on each line of progress and passes over the rest', async () => {
    const lines: object[] = [];
    await trainSome(undefined, (line) => lines.push(line));
    assert.equal(lines.length, 6);
    assert.deepEqual(lines[5], { step: 6, total: 6, loss: 0.5, tokensPerSecond: 100_000 });
  });

  it('is offline and takes no modules from elsewhere', async () => {
    await trainSome();
    const [asked] = readFileSync(join(folder, 'asked.jsonl'), 'utf8').split('\n');
    const { env } = JSON.parse(asked!) as { env: object };
    assert.deepEqual(env, { offline: '1', pythonPath: null });
    assert.equal(trainingEnvironment({ PYTHONPATH: '/elsewhere' })['PYTHONPATH'], undefined);
  });

  it('is gone when a cancelled step rejects, and goes on from its checkpoint', async () => {
    behave({ pause: 40 });
    const controller = new AbortController();
    let steps = 0;
    const stopped = trainSome(controller.signal, () => {
      if (++steps === 2) controller.abort();
    });
    await assert.rejects(stopped, { name: 'AbortError' });
    const reached = Number(readFileSync(join(folder, 'run/checkpoint'), 'utf8'));
    assert.ok(reached >= 2 && reached < 6);
    assert.equal(existsSync(join(folder, 'run/adapter')), false);
    const more: object[] = [];
    await trainSome(undefined, (line) => more.push(line));
    assert.equal(more.length, 6 - reached);
  });

  it('says that a killed training goes on when it is run again', async () => {
    behave({ dieAt: 3 });
    const error = await fails(trainSome());
    assert.match(error.message, /goes on from where it was/);
  });

  it('hands on what a step says of its failure', async () => {
    behave({
      fails: { 'adapter.train': { stdout: '{"error": "Give more notes.", "code": 5}\n' } },
    });
    const refused = await fails(trainSome());
    assert.deepEqual([refused.code, refused.message], ['too-little', 'Give more notes.']);
    behave({ fails: { 'adapter.train': { stderr: 'The base is missing.\n' } } });
    assert.equal((await fails(trainSome())).message, 'The base is missing.');
  });

  it('never repeats the words of a traceback: they may be those of a note', async () => {
    const stderr =
      'Traceback (most recent call last):\n  File "x.py", line 1\nValueError: chest pain of Mr Smith\n';
    behave({ fails: { 'adapter.train': { stderr } } });
    const { message } = await fails(trainSome());
    assert.match(message, /ValueError/);
    assert.doesNotMatch(message, /chest|Smith/);
  });
});
