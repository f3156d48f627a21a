import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openKnowledge } from '../../src/assist/knowledge';
import type { Condition } from '../../src/knowledge/types';
import { builtInLexicon } from '../../src/note/lexicon';
import { readNote } from '../../src/note/readNote';
import { rankDifferential } from '../../src/reasoning/differential';
import { conditions, percentile, wilson } from './conditions';

/** One vignette: the text a clinician would have, and the diagnosis its authors gave. */
interface Vignette {
  readonly id: string;
  readonly text: string;
  readonly diagnosis: string;
}

const { values: options } = parseArgs({
  options: { data: { type: 'string' }, misses: { type: 'boolean', default: false } },
});
if (!options.data) {
  console.error(
    'Give the folder of the development data: npm run bench:differential -- --data DIR',
  );
  process.exit(2);
}
const data = resolve(options.data);
const knowledge = openKnowledge(process.cwd());
const lexicon = builtInLexicon();
const byName = new Map<string, Condition>();
for (const c of knowledge.conditions.values()) {
  for (const name of [c.id, c.name, ...c.synonyms]) byName.set(fold(name), c);
}

console.log(conditions());
console.log(
  `Pack ${knowledge.version}: ${knowledge.conditions.size} conditions. Lenient names: the pack's synonyms.`,
);
console.log(
  'set            cases  in pack   top-1             top-3   top-5   top-10   in-pack top-1/3/5   ms p50',
);
report('Avey', avey());
report('AgentClinic', agentClinic());
report('CRAFT-MD', craftMd());

function report(set: string, cases: readonly Vignette[]): void {
  const ranks: number[] = [];
  const times: number[] = [];
  let known = 0;
  for (const c of cases) {
    const wanted = byName.get(fold(c.diagnosis));
    const started = performance.now();
    const { ranked } = rankDifferential(readNote(c.text, lexicon), knowledge);
    times.push(performance.now() - started);
    if (!wanted) {
      ranks.push(Infinity);
      if (options.misses) console.log(`  ${set} ${c.id}: "${c.diagnosis}" is not in the pack`);
      continue;
    }
    known += 1;
    const rank = ranked.findIndex((r) => r.condition.id === wanted.id) + 1 || Infinity;
    ranks.push(rank);
    if (options.misses && rank > 5) {
      console.log(
        `  ${set} ${c.id}: ${wanted.id} at ${rank}; first ${ranked
          .slice(0, 3)
          .map((r) => r.condition.id)
          .join(', ')}`,
      );
    }
  }
  const within = (k: number) => ranks.filter((r) => r <= k).length;
  const n = cases.length;
  const percent = (x: number) => (100 * x).toFixed(1);
  const [low, high] = wilson(within(1), n);
  const inPack = [1, 3, 5].map((k) => percent(within(k) / Math.max(known, 1))).join('/');
  console.log(
    `${set.padEnd(14)} ${String(n).padStart(5)} ${String(known).padStart(8)}   ` +
      `${percent(within(1) / n)} (${percent(low)}–${percent(high)})`.padEnd(17) +
      [3, 5, 10].map((k) => percent(within(k) / n).padStart(7)).join(' ') +
      `   ${inPack.padEnd(18)} ${percentile(times, 50).toFixed(1).padStart(7)}`,
  );
}

function avey(): Vignette[] {
  return rows('differential/avey.jsonl').map((r) => ({
    id: String(r['id']),
    diagnosis: String(r['correct_diagnosis']),
    text: [
      r['demographics'],
      `Chief complaint: ${r['chief_complaints']}`,
      `HPI: ${r['presentation']}`,
      `${r['absent_findings']}`,
      `Past medical history: ${r['physical_history']}`,
      `Family history: ${r['family_history']}`,
      `Social history: ${r['social_history']}`,
    ].join('\n'),
  }));
}

function agentClinic(): Vignette[] {
  return rows('differential/agentclinic.jsonl').map((r) => {
    const osce = r['OSCE_Examination'] as Record<string, unknown>;
    const { Correct_Diagnosis: diagnosis, ...rest } = osce as { Correct_Diagnosis?: unknown };
    const { Objective_for_Doctor: objective, ...shown } = rest as Record<string, unknown>;
    void objective;
    return {
      id: String(r['id']),
      diagnosis: String(diagnosis ?? r['answer']),
      text: flatten(shown),
    };
  });
}

function craftMd(): Vignette[] {
  return rows('differential/craft-md.jsonl').map((r) => ({
    id: String(r['id']),
    diagnosis: String(r['answer']),
    text: String(r['case_vignette'] ?? r['vignette'] ?? r['question'] ?? r['text']),
  }));
}

/** Nested case objects as "Heading: text" lines. */
function flatten(value: unknown): string {
  if (Array.isArray(value)) return value.map(flatten).join('. ');
  if (typeof value !== 'object' || value === null) return String(value ?? '');
  return Object.entries(value)
    .map(([key, v]) => `${key.replace(/_/g, ' ')}: ${flatten(v)}`)
    .join('\n');
}

function rows(file: string): Record<string, unknown>[] {
  return readFileSync(join(data, file), 'utf8')
    .split('\n')
    .filter((l) => l.trim() !== '')
    .map((l) => JSON.parse(l) as Record<string, unknown>);
}

function fold(name: string): string {
  return name
    .toLowerCase()
    .replace(/ae|oe/g, 'e')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}
