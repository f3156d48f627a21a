import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fakePlace } from '../../../test/support/fakePlace';
import { tinyGguf } from '../../../test/support/tinyGguf';
import { chooseAdapter, listAdapters } from '../../model/adapters/adapterStore';
import type { ModelStore } from '../../model/store';
import type { TrainingPlace } from '../../model/training';
import { learn, type LearnProgress, type LearnRequest, type OpenEngine } from './learn';
import { workFolderPath } from './workFolder';

const NAME = 'Zebediah Quackenbush';

describe('learning from notes', function () {
  this.timeout(180_000);
  let folder: string;
  let store: ModelStore;
  let place: TrainingPlace;
  let notes: string;
  let base: string;
  let opened: (string | null)[];
  let disposed: number;

  beforeEach(function () {
    // The stand-in for Python is a script.
    if (process.platform === 'win32') this.skip();
    folder = mkdtempSync(join(tmpdir(), 'chartside-learn-'));
    store = { builtInFolder: null, userFolder: join(folder, 'home/models') };
    mkdirSync(join(folder, 'training'));
    place = fakePlace(join(folder, 'training'));
    notes = join(folder, 'notes');
    base = join(folder, 'base.gguf');
    writeFileSync(base, tinyGguf());
    opened = [];
    disposed = 0;
    for (let day = 1; day <= 10; day++) writeNote(`2026-03-${String(day).padStart(2, '0')}.note`);
  });

  afterEach(() => {
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  function writeNote(name: string): void {
    const line = `Mr ${NAME} was seen for cough and fever since the weekend, chest clear. `;
    mkdirSync(dirname(join(notes, name)), { recursive: true });
    writeFileSync(join(notes, name), `Note of ${name}\n${line.repeat(14)}\nDr ${NAME}\n`);
  }

  const behave = (behaviour: object): void =>
    writeFileSync(join(place.folder, 'behaviour.json'), JSON.stringify(behaviour));

  const asked = (): readonly string[] =>
    readFileSync(join(place.folder, 'asked.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { module: string }).module);

  const openEngine: OpenEngine = (adapter) => {
    opened.push(adapter);
    return Promise.resolve({
      suggest: () => Promise.resolve({ completion: adapter === null ? '' : 'chest clear.' }),
      dispose: () => {
        disposed++;
        return Promise.resolve();
      },
    });
  };

  const run = (more: Partial<LearnRequest> = {}) =>
    learn(
      {
        extensionPath: folder,
        folders: { roots: [notes], guidelines: [], notes: [], exclude: [] },
        model: base,
        python: null,
        minutes: 30,
        version: '0.1.0',
        measure: { characters: 60, words: 10 },
        ...more,
      },
      { store, place, openEngine },
    );

  it('ends with a measured adapter in the store that is not used yet', async () => {
    const progress: LearnProgress[] = [];
    const card = await run({ onProgress: (p) => progress.push(p) });
    const [kept] = await listAdapters(store);
    assert.equal(kept?.id, card.id);
    assert.equal(kept?.isCurrent, false);
    assert.deepEqual(card.notes, { train: 8, held: 2 });
    assert.deepEqual(card.figures.loss, { base: 3.1, before: 3.1, after: 2.7 });
    assert.equal(card.figures.nextWord?.words, 10);
    assert.equal(card.base.id, 'base.gguf');
    assert.deepEqual(
      [...new Set(progress.map((p) => p.stage))],
      ['reading', 'training', 'measuring'],
    );
    assert.equal(opened[0], null);
    assert.match(opened[1]!, /adapter\.gguf$/);
    assert.equal(disposed, 2);
  });

  it('leaves no copy of the notes behind, and none of their words in the card', async () => {
    const card = await run();
    assert.equal(existsSync(workFolderPath(store)), false);
    assert.doesNotMatch(JSON.stringify(card), /cough|Quackenbush|2026-03/);
  });

  it('takes names out and keeps the newest fifth apart before anything reads the notes', async () => {
    behave({ fails: { 'adapter.train': { stderr: 'Stopped here.\n' } } });
    await assert.rejects(run(), /Stopped here/);
    const written = join(workFolderPath(store), 'notes');
    assert.equal(readdirSync(written).filter((n) => n.endsWith('.txt')).length, 8);
    assert.deepEqual(readdirSync(join(written, 'held')), ['00000.txt', '00001.txt']);
    for (const name of readdirSync(written, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.txt')) continue;
      assert.doesNotMatch(readFileSync(join(written, name), 'utf8'), /Zebediah|Quackenbush/);
    }
  });

  it('goes on from where a killed training was', async () => {
    behave({ dieAt: 2 });
    await assert.rejects(run(), /goes on from where it was/);
    behave({});
    const progress: LearnProgress[] = [];
    const card = await run({ onProgress: (p) => progress.push(p) });
    assert.equal(card.notes.train, 8);
    assert.ok(!progress.some((p) => p.stage === 'reading'), 'the notes are not read again');
    const first = progress.find((p) => p.message.startsWith('Training on'));
    assert.ok(first!.done > 2 / 18, 'the first step comes after those done before');
  });

  it('begins anew on request, and for other notes', async () => {
    behave({ dieAt: 2 });
    await assert.rejects(run());
    behave({});
    const progress: LearnProgress[] = [];
    await run({ anew: true, onProgress: (p) => progress.push(p) });
    assert.ok(progress.some((p) => p.stage === 'reading'));
  });

  it('measures against the adapter that is in use', async () => {
    const { id } = await run();
    assert.ok(!asked().includes('adapter.begin'));
    await chooseAdapter(store, id);
    await run();
    assert.equal(asked().filter((m) => m === 'adapter.begin').length, 1);
  });

  it('is stopped by its signal and keeps what it has', async () => {
    behave({ pause: 30 });
    const controller = new AbortController();
    const stopped = run({
      signal: controller.signal,
      onProgress: (p) => p.stage === 'training' && p.done > 0.1 && controller.abort(),
    });
    await assert.rejects(stopped, { name: 'AbortError' });
    assert.ok(existsSync(join(workFolderPath(store), 'run/checkpoint')));
    assert.deepEqual(await listAdapters(store), []);
  });

  it('does not train again what was trained when measuring failed', async () => {
    behave({ fails: { 'adapter.evaluate': { stderr: 'No memory.\n' } } });
    await assert.rejects(run(), /No memory/);
    const before = asked().filter((m) => m === 'adapter.train').length;
    behave({});
    await run();
    assert.equal(asked().filter((m) => m === 'adapter.train').length, before);
  });

  it('lets one learning go on at a time', async () => {
    behave({ pause: 30 });
    const first = run();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const second = run();
    const results = await Promise.allSettled([first, second]);
    assert.deepEqual(results.map((r) => r.status).sort(), ['fulfilled', 'rejected']);
  });

  it('says so where there is too little to learn from', async () => {
    rmSync(notes, { recursive: true });
    writeNote('2026-03-01.note');
    await assert.rejects(run(), { code: 'too-little', message: /at least 5 notes/ });
  });

  it('teaches no model of a family that the pipeline cannot train', async () => {
    const other = Buffer.from(tinyGguf().toString('latin1').replace('llama', 'qwen2'), 'latin1');
    writeFileSync(base, other);
    await assert.rejects(run(), /Llama family/);
  });
});
