import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeSnapshot, encodeSnapshot, readSnapshot, writeSnapshot } from './snapshot';

const CONTENT = {
  json: { name: 'naïve 🤒', list: [1, 2] },
  columns: {
    a: Uint32Array.from([1, 2, 4_000_000_000]),
    b: Uint16Array.from([7, 65535, 1]),
    c: new Uint8Array(0),
    d: Uint8Array.from([9]),
  },
};

describe('An index snapshot', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chartside-snapshot-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('gives back what was put in', async () => {
    await writeSnapshot(join(folder, 'new'), CONTENT);
    const reading = await readSnapshot(join(folder, 'new'));
    assert.deepEqual(reading, { state: 'read', content: CONTENT });
  });

  it('leaves no temporary file behind', async () => {
    await writeSnapshot(folder, CONTENT);
    assert.deepEqual(await readdir(folder), ['index.chartside']);
  });

  it('is rejected when any one byte was changed', () => {
    const bytes = encodeSnapshot(CONTENT);
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes);
      changed[i] ^= 0x10;
      assert.equal(decodeSnapshot(changed).state, 'rejected', `byte ${i}`);
    }
  });

  it('is rejected when cut off anywhere', () => {
    const bytes = encodeSnapshot(CONTENT);
    for (let n = 0; n < bytes.length; n++) {
      assert.equal(decodeSnapshot(bytes.subarray(0, n)).state, 'rejected', `${n} bytes`);
    }
  });

  it('of another version is rejected, and the reason names both', async () => {
    await writeSnapshot(folder, CONTENT);
    const file = join(folder, 'index.chartside');
    const bytes = await readFile(file);
    bytes.writeUInt32LE(99, 8);
    await writeFile(file, bytes);
    const reading = await readSnapshot(folder);
    assert.ok(reading.state === 'rejected' && /version 99/.test(reading.reason));
  });

  it('that is not there is none', async () => {
    assert.deepEqual(await readSnapshot(folder), { state: 'none' });
  });
});
