import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tinyGguf } from '../../../test/support/tinyGguf';
import { builtInEntry } from '../catalogue';
import type { ModelStore } from '../store';
import { adapterInUse } from './adapterInUse';
import {
  adaptersFolder,
  chooseAdapter,
  currentAdapterId,
  keepAdapter,
  listAdapters,
  removeAdapter,
} from './adapterStore';
import { adapterId, parseCard, type AdapterCard } from './card';

const BASE = builtInEntry().sha256!;
const OTHER = 'f'.repeat(64);

describe('the adapters learnt from notes', () => {
  let folder: string;
  let store: ModelStore;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chartside-adapters-'));
    store = { builtInFolder: join(folder, 'ext/models/weights'), userFolder: join(folder, 'home') };
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const keep = (id: string, base = BASE): Promise<AdapterCard> => {
    const weights = join(folder, 'trained.gguf');
    writeFileSync(weights, tinyGguf());
    return keepAdapter(store, weights, {
      id,
      date: '2026-11-24T17:30:00.000Z',
      version: '0.1.0',
      base: { id: 'tiny', sha256: base },
      notes: { train: 16, held: 4 },
      characters: 48_000,
      seconds: 290,
      figures: { loss: { base: 3.2, before: 3, after: 2.5 }, saved: null, nextWord: null },
    });
  };

  const withBuiltIn = (): string => {
    const path = join(folder, 'ext/models/adapters/clinical-notes.gguf');
    mkdirSync(join(folder, 'ext/models/adapters'), { recursive: true });
    writeFileSync(path, tinyGguf());
    return path;
  };

  const inUse = (wanted: string | null = null, base = BASE) =>
    adapterInUse(wanted, store, () => Promise.resolve(base));

  it('are listed newest first, none of them in use until it is chosen', async () => {
    await keep('20261101-120000');
    await keep('20261102-120000');
    const all = await listAdapters(store);
    assert.deepEqual(
      all.map((a) => [a.id, a.isCurrent, a.problem]),
      [
        ['20261102-120000', false, null],
        ['20261101-120000', false, null],
      ],
    );
    assert.deepEqual(await inUse(), { path: null, id: 'none', problem: null });
  });

  it('are named by the second they were learnt in, and two of one second apart', async () => {
    const id = adapterId(new Date('2026-11-24T17:30:05.123Z'));
    assert.equal(id, '20261124-173005');
    await keep(id);
    assert.equal((await keep(id)).id, `${id}-2`);
  });

  it("take the place of Chartside's own once chosen, and give it back", async () => {
    const own = withBuiltIn();
    const { id } = await keep('20261101-120000');
    assert.equal((await inUse()).path, own);
    await chooseAdapter(store, id);
    assert.equal((await inUse()).path, join(adaptersFolder(store), id, 'adapter.gguf'));
    assert.equal((await inUse('built-in')).path, own);
    assert.equal((await inUse('none')).path, null);
    await chooseAdapter(store, null);
    assert.equal((await inUse()).id, 'built-in');
  });

  it('are three at most, and the one in use is never the one to go', async () => {
    const { id } = await keep('20261101-120000');
    await chooseAdapter(store, id);
    for (const day of ['02', '03', '04', '05']) await keep(`202611${day}-120000`);
    assert.deepEqual(
      (await listAdapters(store)).map((a) => a.id),
      ['20261105-120000', '20261104-120000', '20261101-120000'],
    );
    assert.deepEqual(
      readdirSync(adaptersFolder(store)).filter((name) => name.startsWith('.')),
      [],
    );
  });

  it('are not used with another model, and that is said', async () => {
    const own = withBuiltIn();
    const { id } = await keep('20261101-120000', OTHER);
    await chooseAdapter(store, id);
    const used = await inUse();
    assert.equal(used.path, own);
    assert.match(used.problem!, /another model \(tiny\).*own adapter is used instead/);
  });

  it('are hashed before they are loaded: a changed one is left out', async () => {
    const { id } = await keep('20261101-120000');
    await chooseAdapter(store, id);
    const weights = join(adaptersFolder(store), id, 'adapter.gguf');
    const changed = tinyGguf();
    changed[changed.length - 1]! ^= 1;
    writeFileSync(weights, changed);
    const used = await inUse();
    assert.equal(used.path, null);
    assert.match(used.problem!, /SHA-256 differs.*The model alone is used instead/);
    await assert.rejects(chooseAdapter(store, id), { code: 'wrong-hash' });
  });

  it('with a broken card or without weights are shown with what is wrong', async () => {
    const { id } = await keep('20261101-120000');
    writeFileSync(join(adaptersFolder(store), id, 'card.json'), '{"id": ');
    const other = (await keep('20261102-120000')).id;
    rmSync(join(adaptersFolder(store), other, 'adapter.gguf'));
    const [second, first] = await listAdapters(store);
    assert.match(first!.problem!, /card.*broken/);
    assert.match(second!.problem!, /weights.*missing/);
  });

  it("are gone when they are removed, and Chartside's own is used again", async () => {
    const { id } = await keep('20261101-120000');
    await chooseAdapter(store, id);
    await removeAdapter(store, id);
    assert.equal(await currentAdapterId(store), null);
    assert.equal(existsSync(join(adaptersFolder(store), id)), false);
  });

  it('cannot be named so that something else is removed', async () => {
    mkdirSync(join(folder, 'home/adapters'), { recursive: true });
    await assert.rejects(removeAdapter(store, '../../ext'), { code: 'missing' });
    writeFileSync(join(adaptersFolder(store), 'current.json'), '{"id": "../../../etc/passwd"}');
    assert.equal(await currentAdapterId(store), null);
  });

  it("leave Chartside's own adapter to its own model", async () => {
    withBuiltIn();
    assert.equal((await inUse(null, OTHER)).path, null);
  });

  it('have a card that is theirs', async () => {
    const card = await keep('20261101-120000');
    assert.equal(card.sha256, createHash('sha256').update(tinyGguf()).digest('hex'));
    assert.deepEqual(parseCard(JSON.stringify(card), card.id), card);
    assert.equal(parseCard(JSON.stringify(card), '20261102-120000'), null);
    assert.equal(parseCard(JSON.stringify({ ...card, figures: null }), card.id), null);
  });
});
