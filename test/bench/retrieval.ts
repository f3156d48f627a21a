import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import type { SourceDocument } from '../../src/retrieval/chunks';
import type { Hit } from '../../src/retrieval/types';
import { WorkspaceIndex } from '../../src/retrieval/workspaceIndex';
import { conditions } from './conditions';

interface RankingScore {
  readonly queries: number;
  readonly recall10: number;
  readonly mrr10: number;
  readonly ndcg10: number;
  /** Milliseconds a query. */
  readonly p50: number;
  readonly p99: number;
}

interface RetrievalBench {
  readonly bioasq: RankingScore;
  readonly vignettes: RankingScore;
  readonly guidelines: {
    readonly files: number;
    readonly chunks: number;
    readonly indexMs: number;
    readonly restoreMs: number;
  };
}

interface Judged {
  readonly query: string;
  readonly relevant: ReadonlySet<string>;
}

const QUERIES = 400;
const SEED = 20251124;

/**
 * Measures retrieval on the development data and prints it: BioASQ questions to passages (a
 * fixed sample of 400), patient vignettes to guideline files, and the time to index and to
 * restore the guidelines.
 * @param dataDir folder with `retrieval/`, `differential/` and `guidelines/`.
 * @param queries how many BioASQ questions.
 */
async function benchRetrieval(dataDir: string, queries = QUERIES): Promise<RetrievalBench> {
  const bioasq = await benchBioasq(join(dataDir, 'retrieval/bioasq'), queries);
  print('BioASQ, question to passage', bioasq);
  const storage = await mkdtemp(join(tmpdir(), 'chartside-bench-'));
  try {
    const open = () =>
      WorkspaceIndex.open({
        folders: {
          roots: [join(dataDir, 'guidelines/nstg2022')],
          guidelines: ['*'],
          notes: [],
          exclude: [],
        },
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
    const guidelines = { files: stats.files, chunks: stats.chunks, indexMs, restoreMs };
    console.log(
      `guidelines: ${stats.files} files, ${stats.chunks} passages, indexed in ` +
        `${indexMs.toFixed(0)} ms, restored in ${restoreMs.toFixed(0)} ms`,
    );
    const vignettes = await measure(index, await readVignettes(dataDir), (hit) =>
      hit.path.replace(/^.*\//, '').replace(/\.txt$/, ''),
    );
    print('vignette to guideline file', vignettes);
    await index.close();
    return { bioasq, vignettes, guidelines };
  } finally {
    await rm(storage, { recursive: true, force: true });
  }
}

async function benchBioasq(folder: string, count: number): Promise<RankingScore> {
  const passages = await readLines<{ id: string; text: string }>(join(folder, 'corpus.jsonl'));
  const questions = await readLines<{ question: string; relevant: string[] }>(
    join(folder, 'queries.jsonl'),
  );
  const index = await WorkspaceIndex.open({
    folders: { roots: [], guidelines: [], notes: [], exclude: [] },
    storagePath: null,
    log: () => undefined,
  });
  await index.addDocuments(
    passages.map(({ id, text }): SourceDocument => ({
      path: `${id}.txt`,
      kind: 'guideline',
      text,
    })),
  );
  const judged = sample(questions, count).map(({ question, relevant }): Judged => ({
    query: question,
    relevant: new Set(relevant),
  }));
  const score = await measure(index, judged, (hit) => hit.path.replace(/\.txt$/, ''));
  await index.close();
  return score;
}

async function measure(
  index: WorkspaceIndex,
  judged: readonly Judged[],
  name: (hit: Hit) => string,
): Promise<RankingScore> {
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
    recall += found.length / relevant.size;
    reciprocal += found.length > 0 ? 1 / (found[0] + 1) : 0;
    gain += ideal > 0 ? found.reduce((sum, i) => sum + 1 / Math.log2(i + 2), 0) / ideal : 0;
  }
  times.sort((a, b) => a - b);
  const n = judged.length;
  return {
    queries: n,
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
  const { recall10, mrr10, ndcg10, p50, p99, queries } = score;
  const figures = [recall10, mrr10, ndcg10].map((v) => v.toFixed(3)).join(' / ');
  console.log(
    `${title}: R@10 / MRR@10 / nDCG@10 ${figures} over ${queries} queries; ` +
      `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
  );
}

const { values: options } = parseArgs({
  options: { data: { type: 'string' }, queries: { type: 'string' } },
});
if (!options.data) {
  console.error('Give the folder of the development data: npm run bench:retrieval -- --data DIR');
  process.exit(2);
}
console.log(conditions());
benchRetrieval(resolve(options.data), Number(options.queries ?? QUERIES)).catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
