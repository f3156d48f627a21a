import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tinyBert, writeTinyBert } from '../../test/support/tinyBert';
import { tinyGguf } from '../../test/support/tinyGguf';
import { embedderEntry } from './catalogue';
import { convertBert } from './convert/convertBert';
import { loadEmbedder, openEmbedder } from './embedder';
import { llamaCpp } from './nodeLlamaCpp';
import { modelStore } from './store';
import type { Embedder } from './types';

/** Cosine of two unit vectors. */
const likeness = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, x, i) => sum + x * b[i]!, 0);

async function skipWithoutRuntime(test: Mocha.Context): Promise<void> {
  try {
    await llamaCpp();
  } catch {
    say(`      skipped: node-llama-cpp has no build for ${process.platform}-${process.arch}`);
    test.skip();
  }
}

describe('an embedder', function () {
  this.timeout(60_000);
  let folder: string;
  let embedder: Embedder;

  before(async function () {
    await skipWithoutRuntime(this);
    folder = mkdtempSync(join(tmpdir(), 'chartside-embedder-'));
    const path = join(folder, 'tiny.gguf');
    const parts = writeTinyBert(folder, tinyBert({ layers: 2 }));
    await convertBert({ parts, target: path, name: 'tiny', licence: 'MIT' });
    embedder = await loadEmbedder({ id: 'tiny', path, contextTokens: 256 });
  });
  after(async () => {
    await embedder?.dispose();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  it('gives a vector of length one for each text, in their order', async () => {
    assert.equal(embedder.dimensions, 32);
    const texts = ['chest pain', 'no fever', 'chest pain'];
    const vectors = await embedder.embed(texts);
    assert.equal(vectors.length, 3);
    for (const vector of vectors) {
      assert.equal(vector.length, 32);
      assert.ok(Math.abs(Math.hypot(...vector) - 1) < 1e-5);
    }
    assert.deepEqual(vectors[0], vectors[2]);
    assert.ok(likeness(vectors[0]!, vectors[1]!) < 0.9999);
  });

  it('reads a word whatever its case, accents and spacing', async () => {
    const [plain, shouted] = await embedder.embed(['chest pain', '  CHÉST\n\tPaín ']);
    assert.ok(likeness(plain!, shouted!) > 0.9999);
  });

  it('has a vector for any text: none, unknown words, emoji, special tokens, half a character', async () => {
    for (const text of [
      '',
      '   ',
      'sphygmomanometer',
      '🫀',
      '[SEP] [CLS] <s>',
      '\ud83e',
      '\0\x07',
    ]) {
      const [vector] = await embedder.embed([text]);
      assert.ok(Math.abs(Math.hypot(...vector!) - 1) < 1e-5, JSON.stringify(text));
    }
  });

  it('cuts a text at its window: what lies beyond changes nothing', async () => {
    const fits = 'chest pain no fever '.repeat(15);
    const [cut, longer, other] = await embedder.embed([
      `${fits}no`,
      `${fits}no ${'fever '.repeat(20_000)}`,
      `${fits}pain`,
    ]);
    assert.deepEqual(cut, longer);
    assert.notDeepEqual(cut, other);
  });

  it('works batches one after the other', async () => {
    const finished: number[] = [];
    const work = [1, 2, 3].map(async (n) => {
      await embedder.embed(['chest pain', 'fever'].slice(0, n === 1 ? 2 : 1));
      finished.push(n);
    });
    await Promise.all(work);
    assert.deepEqual(finished, [1, 2, 3]);
  });

  it('stops between texts when it is cancelled, and answers the next', async () => {
    await assert.rejects(embedder.embed(['fever'], AbortSignal.abort()), { name: 'AbortError' });
    const controller = new AbortController();
    const work = embedder.embed(
      Array.from({ length: 10_000 }, () => 'fever'),
      controller.signal,
    );
    setTimeout(() => controller.abort(), 20);
    await assert.rejects(work, { name: 'AbortError' });
    assert.equal((await embedder.embed(['fever'])).length, 1);
  });

  it('says so when a file is no embedding model', async () => {
    const path = join(folder, 'none.gguf');
    writeFileSync(path, tinyGguf());
    await assert.rejects(loadEmbedder({ id: 'none', path, contextTokens: 256 }), {
      code: 'load-failed',
      message: /models get none/,
    });
  });

  it('is let go of while it works, and refuses what comes after', async () => {
    const path = join(folder, 'tiny.gguf');
    const other = await loadEmbedder({ id: 'other', path, contextTokens: 256 });
    const refusal = { code: 'load-failed', message: /unloaded/ };
    const work = assert.rejects(other.embed(['chest pain', 'fever']), refusal);
    await Promise.all([work, other.dispose(), other.dispose()]);
    await assert.rejects(other.embed(['fever']), refusal);
  });
});

describe('the built-in embedder', function () {
  this.timeout(60_000);

  it('is null where it is not on this machine', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chartside-none-'));
    const store = modelStore(null, { env: { CHARTSIDE_HOME: folder } });
    try {
      assert.equal(await openEmbedder({ store }), null);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('finds a paraphrase nearer than another complaint', async function () {
    await skipWithoutRuntime(this);
    const embedder = await openEmbedder({ store: modelStore(process.cwd()) });
    if (embedder === null) {
      say(`      skipped: not here. Bring it: chartside models get ${embedderEntry().id}`);
      return this.skip();
    }
    try {
      assert.equal(embedder.dimensions, 384);
      const [asked, meant, other] = await embedder.embed([
        'trouble breathing when lying flat',
        'Orthopnoea: the patient sleeps on three pillows.',
        'The ankle is swollen after a fall.',
      ]);
      assert.ok(likeness(asked!, meant!) > likeness(asked!, other!) + 0.1);
    } finally {
      await embedder.dispose();
    }
  });
});

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
