import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readGguf, type ReadGguf } from '../../../test/support/ggufTensors';
import { embedderEntry } from '../catalogue';
import { loadEmbedder } from '../embedder';
import { llamaCpp } from '../nodeLlamaCpp';
import { BERT_PARTS, type BertPart } from '../types';
import { hashFile } from '../verify';
import { convertBert } from './convertBert';

/** The model's own files, as the wheel of its catalogue entry has them. */
const WEIGHTS = process.env['CHARTSIDE_WEIGHTS'];
/** A Python with torch and transformers. */
const PYTHON = process.env['CHARTSIDE_PYTHON'] ?? 'python3';
/** llama.cpp's source, as node-llama-cpp carries it. */
const BUNDLE = resolve('node_modules/node-llama-cpp/llama/gitRelease.bundle');

const FILES: Readonly<Record<BertPart, string>> = {
  weights: 'model.safetensors',
  config: 'config.json',
  tokenizer: 'tokenizer.json',
  pooling: '1_Pooling/config.json',
};

const TOKENISE = `
import json, sys
from transformers import AutoTokenizer
tokenizer = AutoTokenizer.from_pretrained(sys.argv[1])
texts = json.load(open(sys.argv[2], encoding="utf-8"))
print(json.dumps([tokenizer(text, padding=False, truncation=False)["input_ids"] for text in texts]))
`;

/** Clinical sentences of the guidelines and the sample notes: 200, whatever their script. */
function clinicalSentences(): readonly string[] {
  const below = (folder: string): readonly string[] =>
    readdirSync(folder)
      .filter((name) => /\.(md|note)$/.test(name) && name !== 'README.md')
      .sort()
      .map((name) => readFileSync(join(folder, name), 'utf8'));
  const sentences = (texts: readonly string[]): readonly string[] =>
    texts.flatMap((text) => text.split(/(?<=[.?:])\s+|\n+/)).filter((s) => s.length > 20);
  const guidelines = sentences(below('guidelines'));
  const every = Math.floor(guidelines.length / 150);
  return [
    ...sentences(below('sample/notes')).slice(0, 46),
    'Naïve to opioids; café-au-lait spots, Sjögren’s, Ménière’s.',
    'SpO₂ 94% on 2 L/min, T 38.5°C, BP 150/90, HR ~110 → sepsis?',
    'β-blocker 2.5mg b.i.d. — ½ tablet; µg not mg; ≥3×/day ↑ CRP.',
    '患者は発熱と咳を訴える。 הכאב בחזה 🫀 pain 7/10',
    ...guidelines.filter((_, i) => i % every === 0),
  ].slice(0, 200);
}

describe('our GGUF beside llama.cpp’s own', function () {
  this.timeout(300_000);
  let folder: string;
  let ours: string;
  let theirs: string;
  let sentences: readonly string[];

  before(async function () {
    if (WEIGHTS === undefined) return skip(this, 'CHARTSIDE_WEIGHTS names no folder of weights');
    try {
      execFileSync(PYTHON, ['-c', 'import torch, transformers'], { stdio: 'ignore' });
    } catch {
      return skip(this, `${PYTHON} has no torch and transformers (CHARTSIDE_PYTHON names another)`);
    }
    folder = mkdtempSync(join(tmpdir(), 'chartside-reference-'));
    ours = join(folder, 'ours.gguf');
    theirs = join(folder, 'theirs.gguf');
    sentences = clinicalSentences();
    const parts = {} as Record<BertPart, { path: string; sha256: string }>;
    for (const part of BERT_PARTS) {
      const path = join(WEIGHTS, FILES[part]);
      parts[part] = { path, sha256: await hashFile(path) };
    }
    const { id, licence } = embedderEntry();
    await convertBert({ parts, target: ours, name: id, licence });
    execFileSync('git', ['clone', '-q', BUNDLE, join(folder, 'llama.cpp')], { stdio: 'ignore' });
    const converter = join(folder, 'llama.cpp/convert_hf_to_gguf.py');
    execFileSync(PYTHON, [converter, '--outtype', 'q8_0', '--outfile', theirs, WEIGHTS], {
      stdio: 'ignore',
    });
  });
  after(() => {
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  it('is the file that the catalogue names', async () => {
    assert.equal(await hashFile(ours), embedderEntry().sha256);
  });

  it('has the same tensors', () => {
    const [a, b] = [readGguf(ours), readGguf(theirs)];
    assert.deepEqual([...a.tensors.keys()], [...b.tensors.keys()]);
    let worst = 0;
    for (const [name, tensor] of a.tensors) {
      const other = b.tensors.get(name)!;
      assert.deepEqual([tensor.type, tensor.shape], [other.type, other.shape], name);
      tensor.values.forEach((v, i) => (worst = Math.max(worst, Math.abs(v - other.values[i]!))));
    }
    say(`      ${a.tensors.size} tensors, largest difference ${worst}`);
    assert.ok(worst < 1e-6);
  });

  it('has the same metadata, as far as llama.cpp reads it', () => {
    const read = ({ metadata }: ReadGguf) =>
      new Map([...metadata].filter(([key]) => /^(bert|tokenizer)\./.test(key)).sort());
    const [a, b] = [read(readGguf(ours)), read(readGguf(theirs))];
    // llama.cpp's converter has no word for it, its loader has.
    a.delete('tokenizer.ggml.cls_token_id');
    assert.deepEqual([...a.keys()], [...b.keys()]);
    for (const [key, value] of a) assert.deepEqual(value, b.get(key), key);
  });

  it('gives the same vectors', async () => {
    const load = (path: string) => loadEmbedder({ id: path, path, contextTokens: 256 });
    const [a, b] = [await load(ours), await load(theirs)];
    const [mine, other] = [await a.embed(sentences), await b.embed(sentences)];
    const cosines = mine.map((vector, i) =>
      vector.reduce((sum, x, d) => sum + x * other[i]![d]!, 0),
    );
    await Promise.all([a.dispose(), b.dispose()]);
    say(`      ${cosines.length} sentences, smallest cosine ${Math.min(...cosines)}`);
    assert.ok(Math.min(...cosines) >= 0.999);
  });

  it('splits sentences into the tokens the model was trained on', async () => {
    const model = await (await llamaCpp()).loadModel({ modelPath: ours, vocabOnly: true });
    const mine = sentences.map((text) => [101, ...model.tokenize(text), 102]);
    await model.dispose();
    const list = join(folder, 'sentences.json');
    writeFileSync(list, JSON.stringify(sentences));
    const output = execFileSync(PYTHON, ['-c', TOKENISE, WEIGHTS!, list], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const trained = JSON.parse(output) as readonly (readonly number[])[];
    const different = sentences.filter((_, i) => mine[i]!.join() !== trained[i]!.join());
    say(`      ${sentences.length} sentences, ${different.length} tokenised differently`);
    for (const text of different) say(`      differs: ${text}`);
    assert.ok(different.length <= sentences.length / 100);
  });
});

function skip(test: Mocha.Context, why: string): never {
  say(`      skipped: ${why}`);
  return test.skip();
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
