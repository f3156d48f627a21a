import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tinyGguf } from '../../test/support/tinyGguf';
import { readGgufHeader } from './gguf';
import { ModelError, type ModelErrorCode } from './modelError';
import { locateModel, openLanguageModel } from './openModel';
import { modelStore, readRecords, type ModelStore } from './store';
import type { CatalogueEntry } from './types';
import { verifyModel } from './verify';

const GOOD = tinyGguf();

describe('a model before it is loaded', () => {
  let folder: string;
  let store: ModelStore;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chartside-verify-'));
    store = modelStore(null, { env: { CHARTSIDE_HOME: folder } });
    path = join(folder, 'tiny.gguf');
    writeFileSync(path, GOOD);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('passes when it is whole and the file the catalogue means', async () => {
    const { sha256 } = await verifyModel(path, entryOf(GOOD), store);
    assert.equal(sha256, sha(GOOD));
    const header = await readGgufHeader(path);
    assert.deepEqual(header, {
      version: 3,
      architecture: 'llama',
      tensors: 1,
      bytesNeeded: GOOD.length,
    });
  });

  it('is missing: says where, and how to get it', async () => {
    rmSync(path);
    await refused(verifyModel(path, entryOf(GOOD), store), 'missing', [path, 'models get tiny']);
    await refused(verifyModel(path, null, store), 'missing', ['Choose another model file']);
    mkdirSync(path);
    await refused(verifyModel(path, null, store), 'missing', ['A folder']);
  });

  it('is cut short: says how much is missing', async () => {
    writeFileSync(path, GOOD.subarray(0, -1));
    await refused(verifyModel(path, entryOf(GOOD), store), 'truncated', [
      `${GOOD.length - 1} of ${GOOD.length}`,
      'models get tiny',
    ]);
  });

  it('is cut short at any place: a file of the user is refused too, without a catalogue', async () => {
    for (let length = 4; length < GOOD.length; length += 5) {
      writeFileSync(path, GOOD.subarray(0, length));
      await refused(verifyModel(path, null, store), 'truncated', ['cut short']);
    }
  });

  it('has another hash: is not used', async () => {
    const changed = Buffer.from(GOOD);
    changed[changed.length - 1]! ^= 1;
    writeFileSync(path, changed);
    await refused(verifyModel(path, entryOf(GOOD), store), 'wrong-hash', [
      sha(changed),
      sha(GOOD),
      'not used',
    ]);
  });

  it('is no GGUF: says what to choose', async () => {
    for (const bytes of ['', 'GG', 'PK\x03\x04 a zip file', '{"model": 1}']) {
      writeFileSync(path, bytes);
      await refused(verifyModel(path, null, store), 'not-gguf', ['.gguf']);
    }
  });

  it('has a header that makes no sense: is refused and not read for ever', async () => {
    const version = Buffer.from(GOOD);
    version.writeUInt32LE(9, 4);
    const count = Buffer.from(GOOD);
    count.writeBigUInt64LE(2n ** 60n, 16);
    for (const bytes of [version, count]) {
      writeFileSync(path, bytes);
      await refused(verifyModel(path, null, store), 'not-gguf', [path]);
    }
  });

  it('is hashed once, and again when it has changed', async () => {
    const hashed = async (): Promise<boolean> => {
      let seen = false;
      await verifyModel(path, entryOf(GOOD), store, { onProgress: () => (seen = true) });
      return seen;
    };
    assert.equal(await hashed(), true);
    assert.equal(await hashed(), false);
    utimesSync(path, new Date(), new Date(2000, 1, 1));
    assert.equal(await hashed(), true);
    assert.equal((await readRecords(store)).files[path]?.sha256, sha(GOOD));
  });

  it('keeps the hash of its first download where the catalogue knows none', async () => {
    const entry = { ...entryOf(GOOD), sha256: null };
    await verifyModel(path, entry, store);
    const other = tinyGguf();
    other[other.length - 1]! ^= 1;
    writeFileSync(path, other);
    utimesSync(path, new Date(), new Date(2001, 1, 1));
    await refused(verifyModel(path, entry, store), 'wrong-hash', [sha(GOOD)]);
  });

  it('is not loaded when it is broken', async () => {
    writeFileSync(path, GOOD.subarray(0, 100));
    await refused(openLanguageModel({ model: path, store, threads: 1 }), 'truncated', [path]);
  });

  it('is found by its id, or by the whole path of a file, and by nothing else', async () => {
    assert.equal((await locateModel(path, store)).path, path);
    const builtIn = await locateModel(null, store);
    assert.equal(builtIn.path, null);
    assert.equal(builtIn.entry?.builtIn, true);
    await refused(locateModel('weights/other.gguf', store), 'unknown-model', ['whole path']);
    await refused(locateModel('gpt', store), 'unknown-model', ['Known models']);
    await refused(openLanguageModel({ model: null, store, threads: 1 }), 'missing', [
      `models get ${builtIn.id}`,
    ]);
  });
});

function entryOf(bytes: Buffer): CatalogueEntry {
  return {
    id: 'tiny',
    name: 'Tiny',
    roles: ['completion'],
    licence: 'MIT',
    file: 'tiny.gguf',
    bytes: bytes.length,
    sha256: sha(bytes),
    contextTokens: 256,
    memoryGiB: 0.1,
    sources: [{ kind: 'hub', uri: 'hf:a/b/tiny.gguf#0' }],
    builtIn: false,
  };
}

function sha(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

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
