import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { openEmbedder } from '../../src/model/embedder';
import { modelStore } from '../../src/model/store';
import type { Embedder } from '../../src/model/types';
import { chunkDocument, type SourceDocument } from '../../src/retrieval/chunks';
import { embeddedText } from '../../src/retrieval/embeddedText';
import type { Embedding, Hit } from '../../src/retrieval/types';
import { WorkspaceIndex } from '../../src/retrieval/workspaceIndex';
import { conditions, percentile } from './conditions';

interface RankingScore {
  readonly queries: number;
  readonly recall5: number;
  readonly recall10: number;
  readonly mrr10: number;
  readonly ndcg10: number;
  /** Milliseconds a query. */
  readonly p50: number;
  readonly p99: number;
}

interface Judged {
  readonly query: string;
  readonly relevant: ReadonlySet<string>;
}

const QUERIES = 400;
const SEED = 20251124;

/** Vectors of the corpora, kept by content: the second run of the bench embeds nothing. */
const KEPT = 'out/bench/retrieval';
const TIMED_PASSAGES = 200;
const NO_FOLDERS = { roots: [], guidelines: [], notes: [], exclude: [] };

/**
 * Measures retrieval on the development data and prints it: BioASQ questions to passages (a
 * fixed sample of 400), patient vignettes to guideline files, each by words alone and, where the
 * embedder is on this machine, by words and meaning; the time to index and to restore the
 * guidelines; and what a vector costs.
 * @param dataDir folder with `retrieval/`, `differential/` and `guidelines/`.
 * @param queries how many BioASQ questions.
 */
async function benchRetrieval(dataDir: string, queries: number, words: boolean): Promise<void> {
  const embedder = words ? null : await openEmbedder({ store: modelStore(process.cwd()) });
  if (embedder === null && !words) {
    console.log('embedder: not here (npx chartside models get all-minilm-l6-v2); words alone');
  }
  try {
    await timeGuidelines(dataDir);
    if (embedder) await timeEmbedder(dataDir, embedder);
    for (const held of embedder ? [null, embedder] : [null]) {
      const how = held ? 'words and meaning' : 'words alone';
      const vignettes = await openGuidelines(dataDir, held);
      print(
        `vignette to guideline file, ${how}`,
        await measure(vignettes, await readVignettes(dataDir), (hit) =>
          hit.path.replace(/^.*\//, '').replace(/\.txt$/, ''),
        ),
      );
      await vignettes.close();
      const bioasq = join(dataDir, 'retrieval/bioasq');
      const passages = await openPassages(bioasq, held);
      print(
        `BioASQ, question to passage, ${how}`,
        await measure(passages, await readQuestions(bioasq, queries), (hit) =>
          hit.path.replace(/\.txt$/, ''),
        ),
      );
      await passages.close();
    }
  } finally {
    await embedder?.dispose();
  }
}

function guidelineFolders(dataDir: string) {
  return {
    roots: [join(dataDir, 'guidelines/nstg2022')],
    guidelines: ['*'],
    notes: [],
    exclude: [],
  };
}

async function timeGuidelines(dataDir: string): Promise<void> {
  const storage = await mkdtemp(join(tmpdir(), 'chartside-bench-'));
  try {
    const open = () =>
      WorkspaceIndex.open({
        folders: guidelineFolders(dataDir),
        storagePath: storage,
        log: (level, message) => console.log(level, message),
      });
    const start = performance.now();
    const fresh = await open();
    const indexMs = performance.now() - start;
    const stats = fresh.stats();
    await fresh.close();
    const again = performance.now();
    const index = await open();
    const restoreMs = performance.now() - again;
    if (index.stats().read > 0) console.log(`restore read ${index.stats().read} files again`);
    await index.close();
    console.log(
      `guidelines: ${stats.files} files, ${stats.chunks} passages, indexed in ` +
        `${indexMs.toFixed(0)} ms, restored in ${restoreMs.toFixed(0)} ms`,
    );
  } finally {
    await rm(storage, { recursive: true, force: true });
  }
}

/** What the vector of a passage and of a question costs, on the embedder's one thread. */
async function timeEmbedder(dataDir: string, embedder: Embedder): Promise<void> {
  const folder = join(dataDir, 'guidelines/nstg2022');
  const names = sample(await readdir(folder), 60);
  const passages = await Promise.all(
    names.map(async (path) =>
      chunkDocument({ path, kind: 'guideline', text: await readFile(join(folder, path), 'utf8') }),
    ),
  );
  const texts = sample(passages.flat(), TIMED_PASSAGES).map(embeddedText);
  const questions = await readQuestions(join(dataDir, 'retrieval/bioasq'), TIMED_PASSAGES);
  await embedder.embed(texts.slice(0, 5));
  const time = async (text: string) => {
    const start = performance.now();
    await embedder.embed([text]);
    return performance.now() - start;
  };
  for (const [what, all] of [
    ['passage', texts],
    ['question', questions.map((q) => q.query)],
  ] as const) {
    const times: number[] = [];
    for (const text of all) times.push(await time(text));
    const words = all.reduce((sum, text) => sum + text.split(/\s+/).length, 0) / all.length;
    const mean = times.reduce((sum, ms) => sum + ms, 0) / times.length;
    console.log(
      `embedder: a ${what} of ${words.toFixed(0)} words ${mean.toFixed(1)} ms ` +
        `(p50 ${percentile(times, 50).toFixed(1)}, p90 ${percentile(times, 90).toFixed(1)})`,
    );
  }
}

async function openGuidelines(dataDir: string, embedder: Embedder | null) {
  const index = await WorkspaceIndex.open({
    folders: guidelineFolders(dataDir),
    ...keptVectors('vignettes', embedder),
  });
  if (embedder) await embed('guidelines', index);
  return index;
}

async function openPassages(folder: string, embedder: Embedder | null) {
  const passages = await readLines<{ id: string; text: string }>(join(folder, 'corpus.jsonl'));
  const index = await WorkspaceIndex.open({
    folders: NO_FOLDERS,
    ...keptVectors('bioasq', embedder),
  });
  await index.addDocuments(
    passages.map(({ id, text }): SourceDocument => ({
      path: `${id}.txt`,
      kind: 'guideline',
      text,
    })),
  );
  if (embedder) await embed('BioASQ', index);
  return index;
}

function keptVectors(name: string, embedder: Embedder | null) {
  const embedding: Embedding = { embedder: () => Promise.resolve(embedder), queryMs: 60_000 };
  return {
    storagePath: embedder ? resolve(KEPT, name) : null,
    ...(embedder ? { embedding } : {}),
    log: (level: string, message: string) => console.log(level, message),
  };
}

async function embed(what: string, index: WorkspaceIndex): Promise<void> {
  const { embedded = 0, chunks } = index.stats();
  const start = performance.now();
  await index.embed();
  const ms = performance.now() - start;
  const now = index.stats().embedded ?? 0;
  const made = now - embedded;
  console.log(
    `${what}: ${now} of ${chunks} passages have vectors, ${embedded} from an earlier run` +
      (made > 0
        ? `; ${made} made in ${(ms / 1000).toFixed(0)} s, ${(ms / made).toFixed(1)} ms each`
        : ''),
  );
}

async function readQuestions(folder: string, count: number): Promise<Judged[]> {
  const questions = await readLines<{ question: string; relevant: string[] }>(
    join(folder, 'queries.jsonl'),
  );
  return sample(questions, count).map(({ question, relevant }) => ({
    query: question,
    relevant: new Set(relevant),
  }));
}

async function measure(
  index: WorkspaceIndex,
  judged: readonly Judged[],
  name: (hit: Hit) => string,
): Promise<RankingScore> {
  let recall5 = 0;
  let recall = 0;
  let reciprocal = 0;
  let gain = 0;
  const times: number[] = [];
  for (const { query, relevant } of judged) {
    const start = performance.now();
    const hits = await index.search(query, { limit: 30 });
    times.push(performance.now() - start);
    const ranked = [...new Set(hits.map(name))].slice(0, 10);
    const ideal = ranked.reduce(
      (sum, _, i) => sum + (i < relevant.size ? 1 / Math.log2(i + 2) : 0),
      0,
    );
    const found = ranked.flatMap((n, i) => (relevant.has(n) ? [i] : []));
    recall5 += found.filter((i) => i < 5).length / relevant.size;
    recall += found.length / relevant.size;
    reciprocal += found.length > 0 ? 1 / (found[0] + 1) : 0;
    gain += ideal > 0 ? found.reduce((sum, i) => sum + 1 / Math.log2(i + 2), 0) / ideal : 0;
  }
  times.sort((a, b) => a - b);
  const n = judged.length;
  return {
    queries: n,
    recall5: recall5 / n,
    recall10: recall / n,
    mrr10: reciprocal / n,
    ndcg10: gain / n,
    p50: times[Math.floor(n * 0.5)],
    p99: times[Math.floor(n * 0.99)],
  };
}

async function readVignettes(dataDir: string): Promise<Judged[]> {
  const texts = new Map<string, string>();
  const add = (source: string, id: string, text: string) => texts.set(`${source}/${id}`, text);
  const at = (file: string) => join(dataDir, 'differential', file);
  type Row = Record<string, string>;
  for (const row of await readLines<Row>(at('avey.jsonl'))) {
    const parts = ['demographics', 'chief_complaints', 'presentation', 'physical_history'];
    add('avey', row.id, parts.map((part) => row[part] ?? '').join('. '));
  }
  for (const row of await readLines<Row>(at('craft-md.jsonl'))) {
    add('craft-md', row.id, row.case_vignette);
  }
  for (const row of await readLines<{ id: string; OSCE_Examination: Record<string, unknown> }>(
    at('agentclinic.jsonl'),
  )) {
    const { Patient_Actor, Physical_Examination_Findings, Test_Results } = row.OSCE_Examination;
    const seen = [Patient_Actor, Physical_Examination_Findings, Test_Results];
    add('agentclinic', row.id, seen.flatMap(leaves).join('. '));
  }
  const links = await readLines<{ source: string; id: string; gold: string[] }>(
    join(dataDir, 'retrieval/vignette-to-nstg.jsonl'),
  );
  return links.flatMap(({ source, id, gold }) => {
    const query = texts.get(`${source}/${id}`);
    return query === undefined ? [] : [{ query, relevant: new Set(gold) }];
  });
}

function leaves(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'string' ? [`${key.replaceAll('_', ' ')} ${inner}`] : leaves(inner),
  );
}

async function readLines<T>(path: string): Promise<T[]> {
  const text = await readFile(path, 'utf8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);
}

/** The same sample each time: a Fisher–Yates shuffle by a small fixed generator. */
function sample<T>(items: readonly T[], count: number): T[] {
  const out = [...items];
  let state = SEED;
  for (let i = out.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const j = Math.floor((state / 2 ** 32) * (i + 1));
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out.slice(0, count);
}

function print(title: string, score: RankingScore): void {
  const { recall5, recall10, mrr10, ndcg10, p50, p99, queries } = score;
  const figures = [recall5, recall10, mrr10, ndcg10].map((v) => v.toFixed(3)).join(' / ');
  console.log(
    `${title}: R@5 / R@10 / MRR@10 / nDCG@10 ${figures} over ${queries} queries; ` +
      `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
  );
}

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    queries: { type: 'string' },
    /** Measures search by words alone. */
    words: { type: 'boolean', default: false },
  },
});
if (!options.data) {
  console.error('Give the folder of the development data: npm run bench:retrieval -- --data DIR');
  process.exit(2);
}
console.log(conditions());
benchRetrieval(
  resolve(options.data),
  Number(options.queries ?? QUERIES),
  options.words ?? false,
).catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
