import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { Pause } from './pause';
import type { IndexProgress, WorkspaceFolders } from './types';
import { WorkspaceIndex, type OpenOptions } from './workspaceIndex';

describe('The workspace index', () => {
  let root: string;
  let storage: string;
  let messages: string[];
  const opened: WorkspaceIndex[] = [];

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'chartside-work-'));
    storage = await mkdtemp(join(tmpdir(), 'chartside-store-'));
    messages = [];
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((index) => index.close()));
    await rm(root, { recursive: true, force: true });
    await rm(storage, { recursive: true, force: true });
  });

  async function put(files: Record<string, string | Buffer>) {
    for (const [name, text] of Object.entries(files)) {
      const path = join(root, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
      // As if written a while ago: a file written just now is read again when in doubt.
      const at = new Date(Date.now() - 60_000 + Math.random() * 1000);
      await utimes(path, at, at);
    }
  }

  async function open(
    options: Partial<OpenOptions> = {},
    folders: Partial<WorkspaceFolders> = {},
  ): Promise<WorkspaceIndex> {
    const index = await WorkspaceIndex.open({
      folders: { roots: [root], guidelines: ['guidelines/'], notes: [], exclude: [], ...folders },
      storagePath: storage,
      log: (_level, message) => messages.push(message),
      ...options,
    });
    opened.push(index);
    return index;
  }

  async function found(index: WorkspaceIndex, query: string): Promise<string[]> {
    const hits = await index.search(query, { limit: 20 });
    return hits.map((hit) => relative(root, hit.path));
  }

  const at = (name: string) => join(root, name);

  it('finds a passage by its words, with its heading and its lines', async () => {
    await put({
      'guidelines/asthma.md': '# Asthma\n\n## Treatment\n\nSalbutamol by spacer.\n',
      'notes/a.note': 'Chest pain since morning.',
    });
    const [hit] = await (await open()).search('salbutamol', { limit: 5 });
    assert.equal(hit.path, at('guidelines/asthma.md'));
    assert.equal(hit.heading, 'Asthma › Treatment');
    assert.deepEqual([hit.startLine, hit.endLine, hit.kind], [3, 5, 'guideline']);
    assert.ok(hit.score > 0);
  });

  it('ranks the passage that says the word more often first', async () => {
    await put({
      'a.txt': 'wheeze in the night and a dry cough with some fever today',
      'b.txt': 'wheeze at rest, wheeze on effort, wheeze in the cold, fever',
    });
    assert.deepEqual(await found(await open(), 'wheeze'), ['b.txt', 'a.txt']);
  });

  it('finds whole words only: "can" does not find cancer', async () => {
    await put({ 'a.txt': 'cancer of the cervix', 'b.txt': 'he can walk' });
    assert.deepEqual(await found(await open(), 'can'), ['b.txt']);
  });

  it('never answers hydroxyzine for hydralazine', async () => {
    await put({ 'a.txt': 'hydroxyzine 25 mg at night', 'b.txt': 'hydralazine 25 mg twice daily' });
    const index = await open();
    assert.deepEqual(await found(index, 'hydralazine'), ['b.txt']);
    assert.deepEqual(await found(index, 'hydralazin'), ['b.txt']);
    assert.deepEqual(await found(index, 'hydralasine'), []);
  });

  it('answers only passages that hold a word of the query', async () => {
    await put({
      'a.txt': 'malaria treatment with artesunate',
      'b.txt': 'artesunate artesunate artesunate',
      'c.txt': 'treatment of gout',
    });
    assert.deepEqual(await found(await open(), 'malaria treatment'), ['a.txt', 'c.txt']);
  });

  it('answers among notes or guidelines alone when asked to', async () => {
    await put({ 'guidelines/a.md': 'malaria', 'a.note': 'malaria' });
    const index = await open();
    const paths = async (kind: 'note' | 'guideline') =>
      (await index.search('malaria', { limit: 5, kind })).map((h) => relative(root, h.path));
    assert.deepEqual(await paths('guideline'), ['guidelines/a.md']);
    assert.deepEqual(await paths('note'), ['a.note']);
    assert.deepEqual([...index.notes()], [at('a.note')]);
  });

  it('finds what an abbreviation stands for where it is told', async () => {
    await put({ 'a.txt': 'pulmonary embolism', 'b.txt': 'physical training' });
    const expand = (word: string) => (word === 'PE' ? ['pulmonary embolism'] : []);
    assert.deepEqual(await found(await open({ expand }), 'PE'), ['a.txt']);
  });

  it('answers nothing to a query without words', async () => {
    await put({ 'a.txt': 'fever' });
    const index = await open();
    for (const query of ['', '   ', '🤒', '?!']) assert.deepEqual(await found(index, query), []);
  });

  describe('keeps in step with the files', () => {
    it('that are created, changed and deleted', async () => {
      await put({ 'a.note': 'fever' });
      const index = await open();
      await put({ 'b.note': 'rash' });
      await index.changed([at('b.note')]);
      assert.deepEqual(await found(index, 'rash'), ['b.note']);
      await put({ 'b.note': 'itching skin' });
      await index.changed([at('b.note')]);
      assert.deepEqual(await found(index, 'rash'), []);
      assert.deepEqual(await found(index, 'itching'), ['b.note']);
      await rm(at('b.note'));
      await index.changed([at('b.note')]);
      assert.deepEqual(await found(index, 'itching'), []);
      assert.equal(index.stats().files, 1);
    });

    it('that are renamed, alone or with their folder', async () => {
      await put({ 'old/a.note': 'fever', 'old/b.note': 'rash' });
      const index = await open();
      await rename(at('old'), at('new'));
      await index.changed([at('old'), at('new')]);
      assert.deepEqual(await found(index, 'fever'), ['new/a.note']);
      assert.deepEqual(await found(index, 'rash'), ['new/b.note']);
      assert.equal(index.stats().files, 2);
    });

    it('of a folder that is deleted', async () => {
      await put({ 'gone/a.note': 'fever', 'gone/deep/b.note': 'fever', 'gone2.note': 'fever' });
      const index = await open();
      await rm(at('gone'), { recursive: true });
      await index.changed([at('gone')]);
      assert.deepEqual(await found(index, 'fever'), ['gone2.note']);
    });

    it('when many changes come in at once', async () => {
      await put({ 'a.note': 'fever one' });
      const index = await open();
      const turns = Array.from({ length: 20 }, async (_, i) => {
        await put({ [`n${i}.note`]: `cough number${i}` });
        return index.changed([at(`n${i}.note`), at('a.note')]);
      });
      await Promise.all(turns);
      assert.equal(index.stats().files, 21);
      assert.deepEqual(await found(index, 'number7'), ['n7.note']);
    });

    it('and ranks after updates as an index built anew', async () => {
      await put({ 'a.txt': 'fever fever cough', 'b.txt': 'fever rash', 'c.txt': 'cough pain' });
      const index = await open({ storagePath: null });
      await put({ 'b.txt': 'fever fever fever rash', 'd.txt': 'fever' });
      await rm(at('a.txt'));
      await index.changed(['a.txt', 'b.txt', 'd.txt'].map(at));
      const fresh = await open({ storagePath: null });
      const query = 'fever cough rash';
      assert.deepEqual(
        await index.search(query, { limit: 9 }),
        await fresh.search(query, { limit: 9 }),
      );
    });
  });

  describe('at a second start', () => {
    const FILES = {
      'guidelines/asthma.md':
        '# Asthma\n\n## Treatment\n\nSalbutamol for the wheeze 🤒.\n\n## Plan\n\nSee again.',
      'a.note': 'Wheeze and cough.',
      'b.note': 'naïve treatment of oedema',
    };

    it('answers exactly as before and reads nothing', async () => {
      await put(FILES);
      const first = await open();
      const queries = ['wheeze', 'treatment', 'edema naive', 'asthma plan'];
      const ask = (index: WorkspaceIndex) =>
        Promise.all(queries.map((q) => index.search(q, { limit: 10 })));
      const before = await ask(first);
      await first.close();
      const second = await open();
      assert.equal(second.stats().read, 0);
      assert.deepEqual(await ask(second), before);
      assert.deepEqual({ ...second.stats(), read: 0 }, { ...first.stats(), read: 0 });
    });

    it('reads only what changed, and drops what is gone', async () => {
      await put(FILES);
      await (await open()).close();
      await put({ 'a.note': 'Headache now.', 'c.note': 'Vertigo.' });
      await rm(at('b.note'));
      const index = await open();
      assert.equal(index.stats().read, 2);
      assert.deepEqual(await found(index, 'headache'), ['a.note']);
      assert.deepEqual(await found(index, 'vertigo'), ['c.note']);
      assert.deepEqual(await found(index, 'oedema'), []);
      assert.deepEqual(await found(index, 'salbutamol'), ['guidelines/asthma.md']);
    });

    it('can go on changing what was restored', async () => {
      await put(FILES);
      await (await open()).close();
      const index = await open();
      await put({ 'a.note': 'Wheeze wheeze wheeze.' });
      await index.changed([at('a.note')]);
      await index.close();
      const again = await open();
      assert.equal(again.stats().read, 0);
      assert.deepEqual(await found(again, 'cough'), []);
      assert.deepEqual(
        await again.search('wheeze', { limit: 9 }),
        await (await open({ storagePath: null })).search('wheeze', { limit: 9 }),
      );
    });

    for (const [what, damage] of [
      ['corrupt', (b: Buffer) => (b.fill(7, b.length - 40), b)],
      ['cut off', (b: Buffer) => b.subarray(0, b.length / 2)],
      ['of another version', (b: Buffer) => (b.writeUInt32LE(77, 8), b)],
      ['empty', () => Buffer.alloc(0)],
    ] as const) {
      it(`builds the index anew when the snapshot is ${what}`, async () => {
        await put(FILES);
        await (await open()).close();
        const file = join(storage, 'index.chartside');
        await writeFile(file, damage(await readFile(file)));
        const index = await open();
        assert.equal(index.stats().read, 3);
        assert.deepEqual(await found(index, 'salbutamol'), ['guidelines/asthma.md']);
        assert.match(messages.join('\n'), /built anew/);
        await index.close();
        assert.equal((await open()).stats().read, 0);
      });
    }
  });

  describe('without a storage it can write', () => {
    it('works in memory and warns once, naming the folder', async () => {
      await put({ 'a.note': 'fever' });
      const file = join(storage, 'a-file');
      await writeFile(file, '');
      const index = await open({ storagePath: file });
      assert.deepEqual(await found(index, 'fever'), ['a.note']);
      await put({ 'b.note': 'rash' });
      await index.changed([at('b.note')]);
      await index.save();
      const warnings = messages.filter((m) => m.includes('cannot be saved'));
      assert.equal(warnings.length, 1);
      assert.ok(warnings[0].includes(file));
    });

    it('works where the workspace has no storage at all', async () => {
      await put({ 'a.note': 'fever' });
      assert.deepEqual(await found(await open({ storagePath: null }), 'fever'), ['a.note']);
      assert.deepEqual(messages, []);
    });
  });

  describe('reads only what it should', () => {
    it('leaves out hidden folders, dependencies and what the ignore files name', async () => {
      await put({
        '.chartsideignore': 'private/\n*.draft.md\n',
        'deep/.chartsideignore': '/only-here.txt\n',
        'a.txt': 'fever',
        'b.draft.md': 'fever',
        'private/c.txt': 'fever',
        '.git/d.txt': 'fever',
        'node_modules/e.md': 'fever',
        'dist/f.md': 'fever',
        'deep/only-here.txt': 'fever',
        'deep/g.txt': 'fever',
        'only-here.txt': 'fever',
        'old/h.txt': 'fever',
        'picture.png': 'fever',
      });
      const index = await open({}, { exclude: ['old/'] });
      const all = [...index.documents()].map((d) => relative(root, d.path)).sort();
      assert.deepEqual(all, ['a.txt', 'deep/g.txt', 'only-here.txt']);
      await index.changed([at('private/c.txt'), at('.git/d.txt'), at('old'), at('b.draft.md')]);
      assert.equal(index.stats().files, 3);
    });

    it('looks again when an ignore file changes', async () => {
      await put({ 'a.txt': 'fever', 'private/b.txt': 'fever' });
      const index = await open();
      assert.equal(index.stats().files, 2);
      await put({ '.chartsideignore': 'private\n' });
      await index.changed([at('.chartsideignore')]);
      assert.deepEqual(await found(index, 'fever'), ['a.txt']);
    });

    it('takes only the note folders where they are named', async () => {
      await put({ 'notes/a.txt': 'fever', 'other/b.txt': 'fever', 'guidelines/c.md': 'fever' });
      const index = await open({}, { notes: ['notes/'] });
      assert.deepEqual((await found(index, 'fever')).sort(), ['guidelines/c.md', 'notes/a.txt']);
    });

    it('does not follow links out of the workspace', async () => {
      await writeFile(join(storage, 'secret.txt'), 'fever');
      await symlink(storage, at('linked'));
      await symlink(join(storage, 'secret.txt'), at('s.txt'));
      const index = await open({ storagePath: null });
      assert.deepEqual(await found(index, 'fever'), []);
      assert.match(index.stats().skipped[0].reason, /link/);
    });
  });

  it('skips hostile files with a reason and keeps the rest', async () => {
    await put({
      'binary.txt': Buffer.from([0x4d, 0x5a, 0, 1, 2, 3, 0, 0xff]),
      'empty.note': '',
      'large.txt': Buffer.alloc(5 * 1024 * 1024 + 1, 'a '),
      'long-line.txt': `${'cough '.repeat(200_000)} end`,
      'broken-utf8.txt': Buffer.from([0x66, 0x65, 0x76, 0x65, 0x72, 0x20, 0xc3, 0x28, 0xff]),
      'rtl.note': 'حمى منذ يومين ‏fever 🤒👩‍⚕️',
      'utf16.txt': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('fever', 'utf16le')]),
      'good.note': 'fever',
    });
    const index = await open();
    const files = new Set(await found(index, 'fever'));
    for (const name of ['broken-utf8.txt', 'rtl.note', 'utf16.txt', 'good.note']) {
      assert.ok(files.has(name), name);
    }
    assert.deepEqual(await found(index, 'حمى'), ['rtl.note']);
    assert.deepEqual(await found(index, 'end'), ['long-line.txt']);
    const skipped = new Map(index.stats().skipped.map((s) => [relative(root, s.path), s.reason]));
    assert.deepEqual([...skipped.keys()].sort(), ['binary.txt', 'large.txt']);
    assert.match(skipped.get('large.txt') ?? '', /5 MB/);
  });

  it('goes on when the folder is removed while it is being indexed', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [`gone/n${i}.note`, 'fever']),
    );
    await put({ ...files, 'z-stays.note': 'fever' });
    let removed = false;
    const index = await open({
      onProgress: ({ phase, done }) => {
        if (phase !== 'reading' || done < 3 || removed) return;
        removed = true;
        void rm(at('gone'), { recursive: true, force: true });
      },
    });
    assert.ok(removed);
    assert.ok((await found(index, 'fever')).includes('z-stays.note'));
    for (const { reason } of index.stats().skipped) assert.match(reason, /removed/);
    await index.changed([at('gone')]);
    assert.deepEqual(await found(index, 'fever'), ['z-stays.note']);
  });

  it('opens a workspace that is not there', async () => {
    const index = await open({}, { roots: [join(root, 'missing')] });
    assert.equal(index.stats().files, 0);
    assert.equal(index.stats().skipped.length, 1);
  });

  describe('while it reads', () => {
    const many = () =>
      Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`n${i + 10}.note`, `fever n${i}`]));

    it('tells the file it is at', async () => {
      await put(many());
      const seen: IndexProgress[] = [];
      await open({ onProgress: (p) => seen.push(p) });
      assert.deepEqual(
        [...new Set(seen.map((p) => p.phase))],
        ['scanning', 'reading', 'saving', 'ready'],
      );
      const files = seen.filter((p) => p.phase === 'reading').map((p) => p.file);
      assert.deepEqual(files, Object.keys(many()));
    });

    it('can be cancelled, keeps what it has, and goes on at the next start', async () => {
      await put(many());
      const stop = new AbortController();
      const index = await open({
        signal: stop.signal,
        onProgress: ({ phase, done }) => {
          if (phase === 'reading' && done === 9) stop.abort();
        },
      });
      const { files } = index.stats();
      assert.ok(files > 0 && files < 30);
      assert.equal((await found(index, 'fever')).length, Math.min(20, files));
      await index.close();
      const next = await open();
      assert.deepEqual([next.stats().files, next.stats().read], [30, 30 - files]);
    });

    it('can be paused and resumed', async () => {
      await put(many());
      const pausing = new Pause();
      let last = -1;
      let atPause = -1;
      const opening = open({
        pausing,
        onProgress: ({ phase, done }) => {
          if (phase !== 'reading') return;
          last = done;
          if (done === 5 && atPause < 0) {
            atPause = done;
            pausing.set(true);
          }
        },
      });
      while (atPause < 0) await new Promise((resolve) => setImmediate(resolve));
      for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
      assert.equal(last, 5);
      pausing.set(false);
      assert.equal((await opening).stats().files, 30);
    });
  });

  it('forgets and reads all again on a rebuild', async () => {
    await put({ 'a.note': 'fever', 'b.note': 'rash' });
    const index = await open();
    await index.addDocuments([{ path: 'guidelines/gout.md', kind: 'guideline', text: '# Gout' }]);
    await index.rebuild();
    assert.deepEqual([index.stats().read, index.stats().files], [2, 3]);
    assert.deepEqual(await found(index, 'rash'), ['b.note']);
    assert.equal((await index.search('gout', { limit: 3 })).length, 1);
  });

  describe('with guidelines that are given to it', () => {
    const gout = {
      path: 'guidelines/gout.md',
      kind: 'guideline',
      text: '# Gout\n\nColchicine.',
    } as const;
    const piles = {
      path: 'guidelines/piles.md',
      kind: 'guideline',
      text: '# Piles\n\nFibre.',
    } as const;
    const paths = async (index: WorkspaceIndex, query: string) =>
      (await index.search(query, { limit: 5 })).map((h) => h.path);

    it('finds them beside the files', async () => {
      await put({ 'a.note': 'colchicine started' });
      const index = await open();
      await index.addDocuments([gout]);
      assert.deepEqual((await paths(index, 'colchicine')).sort(), [at('a.note'), gout.path]);
    });

    it('drops those that are given no more, also after a restart', async () => {
      const index = await open();
      await index.addDocuments([gout, piles]);
      await index.addDocuments([piles]);
      assert.deepEqual(await paths(index, 'colchicine'), []);
      await index.close();
      const second = await open();
      await second.addDocuments([piles]);
      assert.deepEqual(await paths(second, 'fibre'), [piles.path]);
      await second.close();
      assert.deepEqual(await paths(await open(), 'fibre'), []);
    });
  });

  it('logs no word of a note', async () => {
    await put({ 'binary.txt': Buffer.from('Zebrafever\0\0'), 'a.note': 'Zebrafever' });
    const index = await open({ storagePath: '/proc/none' });
    await index.close();
    assert.ok(messages.length > 0);
    assert.ok(!messages.join('\n').toLowerCase().includes('zebrafever'));
  });
});
