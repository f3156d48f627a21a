import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesInStore, modelStore, readRecords, updateRecords, userModelFolder } from './store';

describe('the model store', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'chartside-store-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('lies where the platform keeps application data, unless the user says otherwise', () => {
    const at = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv) =>
      userModelFolder({ platform, env, home: '/home/nurse' });
    assert.equal(at('linux', {}), '/home/nurse/.local/share/chartside/models');
    assert.equal(at('linux', { XDG_DATA_HOME: '/data' }), '/data/chartside/models');
    assert.equal(at('darwin', {}), '/home/nurse/Library/Application Support/Chartside/models');
    assert.equal(at('win32', { LOCALAPPDATA: '/local' }), join('/local', 'Chartside', 'models'));
    assert.equal(at('linux', { CHARTSIDE_HOME: '/big' }), '/big/models');
  });

  it('prefers the file the extension carries, but not one that was cut short', async () => {
    const store = modelStore(folder, { env: { CHARTSIDE_HOME: folder } });
    const entry = { file: 'm.gguf', bytes: 4 };
    assert.deepEqual(await filesInStore(store, entry), []);
    const carried = join(folder, 'models/weights/m.gguf');
    const own = join(folder, 'models/m.gguf');
    mkdirSync(join(folder, 'models/weights'), { recursive: true });
    writeFileSync(carried, 'GGUF');
    writeFileSync(own, 'GGUF');
    assert.deepEqual(await filesInStore(store, entry), [carried, own]);
    writeFileSync(carried, 'GG');
    assert.deepEqual(await filesInStore(store, entry), [own, carried]);
  });

  it('remembers, and forgets what has been garbled', async () => {
    const store = modelStore(null, { env: { CHARTSIDE_HOME: folder } });
    assert.equal(await updateRecords(store, (r) => ({ ...r, firstHashes: { a: 'b' } })), true);
    assert.deepEqual((await readRecords(store)).firstHashes, { a: 'b' });
    writeFileSync(join(store.userFolder, 'records.json'), '{"firstHashes": {"a"');
    assert.deepEqual((await readRecords(store)).firstHashes, {});
  });

  it('does without a memory where it cannot be written', async () => {
    writeFileSync(join(folder, 'file'), '');
    const store = modelStore(null, { env: { CHARTSIDE_HOME: join(folder, 'file') } });
    assert.equal(await updateRecords(store, (r) => r), false);
  });
});
