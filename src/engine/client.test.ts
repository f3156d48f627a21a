import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import type { CompleteRequest } from '../assist/types';
import type { BackOffRules } from './backOff';
import { EngineClient, engineEnvironment, type EngineProcessState } from './client';
import { EngineError } from './engineError';
import type { IndexProgress } from '../retrieval/types';
import type { IndexScope, ModelState } from './protocol';

const SCOPE: IndexScope = { roots: ['/ward'], guidelines: [], notes: [], exclude: [] };

describe('the engine in a process of its own', function () {
  this.timeout(20_000);
  let folder: string;
  let engineFile: string;
  let marks: string;
  let client: EngineClient;
  let states: EngineProcessState[];
  let models: ModelState[];
  let logged: string[];

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'chartside-engine-'));
    engineFile = join(folder, 'fakeEngine.cjs');
    await build({
      entryPoints: [resolve('test/support/fakeEngine.ts')],
      outfile: engineFile,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      logLevel: 'silent',
    });
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  beforeEach(() => {
    marks = join(folder, `marks-${Math.random().toString(36).slice(2)}`);
    states = [];
    models = [];
    logged = [];
    client = create();
  });

  function create(backOff?: BackOffRules, file = engineFile): EngineClient {
    return new EngineClient({
      engineFile: file,
      settings: { extensionPath: folder, storagePath: marks, model: null, threads: 1 },
      log: (_, message) => logged.push(message),
      onModelState: (state) => models.push(state),
      onState: (state) => states.push(state),
      ...(backOff === undefined ? {} : { backOff }),
    });
  }

  afterEach(() => client.dispose());

  it('is not started before it is needed', async () => {
    assert.equal(client.pid, undefined);
    assert.equal((await client.complete(ask('Pain'))).completion, 'Pain!');
    assert.notEqual(client.pid, undefined);
    assert.deepEqual(
      states.map((s) => s.state),
      ['starting', 'running'],
    );
  });

  it('starts without the flags of its parent, and passes on what it logs and loads', async () => {
    await client.complete(ask('Pain'));
    assert.deepEqual(logged, ['flags: ']);
    assert.deepEqual(models, [{ state: 'none', reason: 'built-in' }]);
  });

  it('reports the progress of indexing to the request that asked', async () => {
    const seen: IndexProgress[] = [];
    const stats = await client.openIndex(SCOPE, { onProgress: (p) => seen.push(p) });
    assert.equal(stats.files, 1);
    assert.deepEqual(
      seen.map((p) => [p.phase, p.file]),
      [
        ['reading', '/ward'],
        ['ready', null],
      ],
    );
  });

  it('hands on the reason for a failure with its code', async () => {
    await assert.rejects(client.changed(['/ward/a.md']), (error: unknown) => {
      assert.ok(error instanceof EngineError);
      assert.equal(error.code, 'missing');
      assert.equal(error.message, 'The folder is gone. Open another.');
      return true;
    });
  });

  it('cancels on the other side too', async () => {
    const controller = new AbortController();
    const answer = client.complete(ask('wait'), controller.signal);
    await until(() => existsSync(`${marks}.waiting`));
    controller.abort();
    await assert.rejects(answer, { name: 'AbortError' });
    await until(() => existsSync(`${marks}.cancelled`));
    assert.equal((await client.complete(ask('Pain'))).completion, 'Pain!');
  });

  it('does not even start for a request that is cancelled already', async () => {
    await assert.rejects(client.complete(ask('Pain'), AbortSignal.abort()), { name: 'AbortError' });
    assert.equal(client.pid, undefined);
  });

  it('answers the request in flight when it is killed once', async () => {
    const before = await client.complete(ask('Pain'));
    assert.equal((await client.complete(ask('die once'))).completion, 'die once!');
    const after = await client.complete(ask('Pain'));
    assert.notEqual(after.ms, before.ms, 'another process answers');
    assert.ok(states.some((s) => s.state === 'died'));
  });

  it('answers when it is killed from outside while it works', async () => {
    await client.complete(ask('Pain'));
    const controller = new AbortController();
    const answer = client.complete(ask('wait'), controller.signal);
    await until(() => existsSync(`${marks}.waiting`));
    const killed = client.pid!;
    rmSync(`${marks}.waiting`);
    process.kill(killed, 'SIGKILL');
    // The new engine works on the same request.
    await until(() => existsSync(`${marks}.waiting`));
    assert.notEqual(client.pid, killed);
    controller.abort();
    await assert.rejects(answer, { name: 'AbortError' });
  });

  it('gives up a request that kills it twice, with a clear error, and lives on', async () => {
    await assert.rejects(client.complete(ask('die')), (error: unknown) => {
      assert.ok(error instanceof EngineError);
      assert.equal(error.code, 'engine-died');
      assert.match(error.message, /stopped twice/);
      return true;
    });
    assert.equal((await client.complete(ask('Pain'))).completion, 'Pain!');
  });

  it('opens the index again after a crash, and uses the model that was chosen', async () => {
    await client.openIndex(SCOPE);
    await client.useModel('other-model');
    await client.complete(ask('die once'));
    const [hit] = await client.search('fever', { limit: 1 });
    assert.equal(hit?.text, 'fever; opened 1; model other-model');
  });

  it('gives up indexing that kills it twice', async () => {
    await client.openIndex(SCOPE);
    await assert.rejects(client.rebuildIndex(), { code: 'engine-died' });
  });

  it('stays down after too many crashes, says so, and comes back on restart', async () => {
    await client.dispose();
    client = create({ delays: [0], windowMs: 60_000, mostCrashes: 3 });
    await assert.rejects(client.complete(ask('die')), { code: 'engine-died' });
    await assert.rejects(client.complete(ask('die')), (error: unknown) => {
      assert.ok(error instanceof EngineError);
      assert.equal(error.code, 'engine-down');
      assert.match(error.message, /stays off/);
      return true;
    });
    assert.equal(states[states.length - 1]!.state, 'down');
    await assert.rejects(client.complete(ask('Pain')), { code: 'engine-down' });
    await client.restart();
    assert.equal((await client.complete(ask('Pain'))).completion, 'Pain!');
  });

  it('says so when its program cannot be started', async () => {
    await client.dispose();
    client = create({ delays: [0], windowMs: 60_000, mostCrashes: 9 }, join(folder, 'gone.cjs'));
    await assert.rejects(client.complete(ask('Pain')), { code: 'engine-died' });
    assert.ok(logged.some((line) => line.includes('gone.cjs')));
  });

  it('lets the engine finish its business before it ends', async () => {
    await client.complete(ask('Pain'));
    await client.dispose();
    assert.ok(existsSync(`${marks}.disposed`));
    await assert.rejects(client.complete(ask('Pain')), { code: 'disposed' });
  });
});

describe("the engine's environment", () => {
  it('runs Electron as Node and never inherits NODE_OPTIONS', () => {
    const env = { PATH: '/bin', NODE_OPTIONS: '--inspect' };
    assert.deepEqual(engineEnvironment(env, false), { PATH: '/bin' });
    assert.deepEqual(engineEnvironment(env, true), {
      PATH: '/bin',
      ELECTRON_RUN_AS_NODE: '1',
      ELECTRON_NO_ASAR: '1',
    });
  });
});

function ask(text: string): CompleteRequest {
  return { text, offset: text.length, explicit: false };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}
