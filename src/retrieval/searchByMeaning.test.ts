import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { Pause } from './pause';
import type { Embedding, IndexProgress, TextEmbedder } from './types';
import { WorkspaceIndex, type OpenOptions } from './workspaceIndex';

/** Words that mean the same have the same number; all others count nothing. */
const MEANINGS: readonly (readonly string[])[] = [
  ['heart', 'cardiac', 'myocardial'],
  ['attack', 'infarction'],
  ['breathless', 'dyspnoea', 'wheeze'],
  ['child', 'infant'],
  ['fever', 'pyrexia'],
  ['rash', 'exanthem'],
  ['hydralazine', 'hydroxyzine'],
];

class FakeEmbedder implements TextEmbedder {
  readonly dimensions = MEANINGS.length;
  readonly texts: string[] = [];
  constructor(readonly id = 'fake-1') {}

  embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Float32Array[]> {
    signal?.throwIfAborted();
    this.texts.push(...texts);
    return Promise.resolve(
      texts.map((text) => {
        const words = new Set(text.toLowerCase().match(/\p{L}+/gu) ?? []);
        const vector = Float32Array.from(MEANINGS, (m) => (m.some((w) => words.has(w)) ? 1 : 0));
        const length = Math.hypot(...vector);
        return length === 0 ? vector : vector.map((x) => x / length);
      }),
    );
  }
}

const FILES = {
  'a.txt': 'Acute myocardial infarction: aspirin at once.',
  'b.txt': 'Pyrexia of an infant: paracetamol.',
  'c.txt': 'Gout of the great toe: colchicine.',
};

describe('Search by meaning', () => {
  let root: string;
  let storage: string;
  let messages: string[];
  let embedder: FakeEmbedder;
  const opened: WorkspaceIndex[] = [];

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'chartside-work-'));
    storage = await mkdtemp(join(tmpdir(), 'chartside-store-'));
    messages = [];
    embedder = new FakeEmbedder();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((index) => index.close()));
    await rm(root, { recursive: true, force: true });
    await rm(storage, { recursive: true, force: true });
  });

  const at = (name: string) => join(root, name);

  async function put(files: Record<string, string>) {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(at(name)), { recursive: true });
      await writeFile(at(name), text);
      const before = new Date(Date.now() - 60_000 + Math.random() * 1000);
      await utimes(at(name), before, before);
    }
  }

  async function open(
    embedding: Partial<Embedding> = {},
    options: Partial<OpenOptions> = {},
  ): Promise<WorkspaceIndex> {
    const index = await WorkspaceIndex.open({
      folders: { roots: [root], guidelines: ['guidelines/'], notes: [], exclude: [] },
      storagePath: storage,
      log: (_level, message) => messages.push(message),
      embedding: { embedder: () => Promise.resolve(embedder), ...embedding },
      ...options,
    });
    opened.push(index);
    return index;
  }

  async function found(index: WorkspaceIndex, query: string): Promise<string[]> {
    const hits = await index.search(query, { limit: 20 });
    return hits.map((hit) => relative(root, hit.path));
  }

  it('finds a paraphrase that shares no word with the query', async () => {
    await put(FILES);
    const index = await open();
    assert.deepEqual(await found(index, 'heart attack'), []);
    await index.embed();
    assert.deepEqual(await found(index, 'heart attack'), ['a.txt']);
    assert.deepEqual(await found(index, 'child with fever'), ['b.txt']);
    assert.equal(index.stats().embedded, 3);
  });

  it('is by words alone until half of the passages have vectors', async () => {
    await put(FILES);
    const stop = new AbortController();
    const index = await open();
    await index.embed({
      signal: stop.signal,
      onProgress: ({ done }) => (done === 1 ? stop.abort() : undefined),
    });
    assert.equal(index.stats().embedded, 1);
    embedder.texts.length = 0;
    assert.deepEqual(await found(index, 'colchicine for a heart attack'), ['c.txt']);
    assert.deepEqual(embedder.texts, []);
  });

  it('is by words alone where there is no embedder, or it fails', async () => {
    await put(FILES);
    const none = await open({ embedder: () => Promise.resolve(null) });
    await none.embed();
    assert.deepEqual(await found(none, 'colchicine'), ['c.txt']);
    assert.equal(messages.length, 0);
    const broken = await open({ embedder: () => Promise.reject(new Error('Gout')) });
    await broken.embed();
    assert.deepEqual(await found(broken, 'colchicine'), ['c.txt']);
    assert.deepEqual([messages.length, /words alone/.test(messages[0])], [1, true]);
    assert.ok(!messages[0].includes('Gout'));
  });

  it('is by words alone where the vector of the query takes too long', async () => {
    await put(FILES);
    await (await open()).embed();
    const slow = await open({ embedder: () => new Promise(() => {}), queryMs: 10 });
    assert.deepEqual(await found(slow, 'gout or heart attack'), ['c.txt']);
  });

  it('ranks what words and meaning both find first', async () => {
    await put({
      'words.txt': 'cardiac cardiac cardiac output',
      'meaning.txt': 'myocardial infarction',
      'both.txt': 'cardiac infarction of the elderly, seen at night',
    });
    const index = await open();
    await index.embed();
    assert.equal((await found(index, 'cardiac attack'))[0], 'both.txt');
  });

  it('looks a single word up where it is found: one drug never brings another', async () => {
    await put({ 'a.txt': 'hydroxyzine 25 mg at night', 'b.txt': 'hydralazine 25 mg twice daily' });
    const index = await open();
    await index.embed();
    assert.deepEqual(await found(index, 'hydralazine'), ['b.txt']);
  });

  it('answers among notes or guidelines alone when asked to', async () => {
    await put({ 'guidelines/a.md': '# Myocardial infarction', 'a.note': 'myocardial infarction' });
    const index = await open();
    await index.embed();
    const hits = await index.search('heart attack', { limit: 5, kind: 'guideline' });
    assert.deepEqual(
      hits.map((h) => relative(root, h.path)),
      ['guidelines/a.md'],
    );
  });

  it('embeds what an abbreviation of the query stands for', async () => {
    await put(FILES);
    const expand = (word: string) => (word === 'MI' ? ['cardiac infarction'] : []);
    const index = await open({}, { expand });
    await index.embed();
    assert.deepEqual(await found(index, 'MI'), ['a.txt']);
  });

  it('answers nothing to a query without words', async () => {
    await put(FILES);
    const index = await open();
    await index.embed();
    for (const query of ['', '  ', '🤒']) assert.deepEqual(await found(index, query), []);
  });

  describe('keeps in step with the files', () => {
    it('embeds what changes, once all was embedded', async () => {
      await put(FILES);
      const index = await open();
      await index.embed();
      await put({ 'd.txt': 'An exanthem.' });
      await index.changed([at('d.txt')]);
      await index.embed();
      assert.deepEqual(await found(index, 'some rash'), ['d.txt']);
      assert.equal(embedder.texts.filter((t) => t.includes('Gout')).length, 1);
    });

    it('lets the vectors of a deleted document go', async () => {
      await put(FILES);
      const index = await open();
      await index.embed();
      await rm(at('a.txt'));
      await index.changed([at('a.txt')]);
      assert.deepEqual(await found(index, 'heart attack'), []);
      await index.close();
      const again = await open();
      assert.equal(again.stats().embedded, 2);
    });

    it('never embeds again what was moved or read anew', async () => {
      await put(FILES);
      const index = await open();
      await index.embed();
      embedder.texts.length = 0;
      await rename(at('a.txt'), at('moved.txt'));
      await index.changed([at('a.txt'), at('moved.txt')]);
      await index.rebuild();
      await index.embed();
      assert.deepEqual(embedder.texts, []);
      assert.deepEqual(await found(index, 'heart attack'), ['moved.txt']);
    });
  });

  describe('at a second start', () => {
    beforeEach(async () => {
      await put(FILES);
      const index = await open();
      await index.embed();
      await index.close();
      embedder.texts.length = 0;
    });

    it('has its vectors without embedding anything', async () => {
      const index = await open();
      assert.equal(index.stats().embedded, 3);
      assert.deepEqual(await found(index, 'heart attack'), ['a.txt']);
      await index.embed();
      assert.deepEqual(embedder.texts, ['heart attack']);
    });

    it('makes them anew for another embedder', async () => {
      embedder = new FakeEmbedder('fake-2');
      const index = await open();
      assert.deepEqual(await found(index, 'heart attack'), []);
      await index.embed();
      assert.deepEqual(await found(index, 'heart attack'), ['a.txt']);
      assert.equal(index.stats().embedded, 3);
    });

    for (const [what, damage] of [
      ['corrupt', (b: Buffer) => (b.fill(7, b.length - 40), b)],
      ['cut off', (b: Buffer) => b.subarray(0, b.length / 2)],
      ['of another version', (b: Buffer) => (b.writeUInt32LE(77, 8), b)],
      ['empty', () => Buffer.alloc(0)],
    ] as const) {
      it(`loses nothing but the vectors when their file is ${what}`, async () => {
        const file = join(storage, 'vectors.chartside');
        await writeFile(file, damage(await readFile(file)));
        const index = await open();
        assert.deepEqual([index.stats().read, index.stats().embedded], [0, 0]);
        assert.deepEqual(await found(index, 'colchicine'), ['c.txt']);
        assert.match(messages.join('\n'), /vectors are not used/);
        await index.embed();
        assert.deepEqual(await found(index, 'heart attack'), ['a.txt']);
      });
    }
  });

  describe('while it embeds', () => {
    const many = () =>
      Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`n${i + 10}.note`, `fever n${i}`]));

    it('tells how far it is', async () => {
      await put(many());
      const seen: IndexProgress[] = [];
      await (await open()).embed({ onProgress: (p) => seen.push(p) });
      assert.deepEqual(
        seen.map((p) => p.done),
        [...Array.from({ length: 31 }, (_, i) => i), 30],
      );
      assert.deepEqual([...new Set(seen.map((p) => p.phase))], ['embedding', 'ready']);
      assert.ok(seen.every((p) => p.total === 30));
    });

    it('asks before each passage whether anyone waits, and stands back while one does', async () => {
      await put(many());
      const asked: number[] = [];
      let release = () => {};
      const index = await open({
        quiet: () => {
          asked.push(embedder.texts.length);
          return embedder.texts.length === 7
            ? new Promise((resolve) => (release = resolve))
            : Promise.resolve();
        },
      });
      const embedding = index.embed();
      while (embedder.texts.length < 7) await new Promise((resolve) => setImmediate(resolve));
      for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
      assert.equal(embedder.texts.length, 7);
      release();
      await embedding;
      assert.deepEqual(
        asked,
        Array.from({ length: 31 }, (_, i) => i),
      );
    });

    it('can be paused and resumed', async () => {
      await put(many());
      const pausing = new Pause();
      const index = await open({}, { pausing });
      const embedding = index.embed({ onProgress: ({ done }) => pausing.set(done === 5) });
      while (embedder.texts.length < 5) await new Promise((resolve) => setImmediate(resolve));
      for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
      assert.equal(embedder.texts.length, 5);
      pausing.set(false);
      await embedding;
      assert.equal(index.stats().embedded, 30);
    });

    it('can be cancelled, keeps what it has, and goes on at the next start', async () => {
      await put(many());
      const stop = new AbortController();
      const index = await open();
      await index.embed({
        signal: stop.signal,
        onProgress: ({ done }) => (done === 9 ? stop.abort() : undefined),
      });
      await put({ 'later.note': 'rash' });
      await index.changed([at('later.note')]);
      assert.equal(index.stats().embedded, 9);
      await index.close();
      const next = await open();
      assert.equal(next.stats().embedded, 9);
      await next.embed();
      assert.deepEqual([next.stats().embedded, embedder.texts.length], [31, 31]);
    });

    it('goes on past a passage that the embedder cannot read', async () => {
      await put(many());
      const index = await open();
      const embed = embedder.embed.bind(embedder);
      embedder.embed = (texts, signal) =>
        texts[0].endsWith('n4') ? Promise.reject(new Error(texts[0])) : embed(texts, signal);
      await index.embed();
      assert.equal(index.stats().embedded, 29);
      assert.deepEqual(messages, []);
    });

    it('gives up on an embedder that reads none, and says so without a word of a note', async () => {
      await put(many());
      const index = await open();
      embedder.embed = (texts) => Promise.reject(new Error(texts[0]));
      await index.embed();
      assert.match(messages.join(), /words alone/);
      assert.ok(!messages.join().includes('fever'));
    });
  });
});
