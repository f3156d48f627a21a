import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openKnowledge, readWorkspaceGuideline } from '../../src/assist/knowledge';
import { createKnowledge, type Knowledge } from '../../src/knowledge/knowledge';
import { fromPackFile, type PackFile } from '../../src/knowledge/packFile';
import type { Pack } from '../../src/knowledge/types';
import { builtInLexicon } from '../../src/note/terms/builtInLexicon';
import { readNote } from '../../src/note/readNote';
import type { Note } from '../../src/note/types';
import { rankDifferential } from '../../src/reasoning/differential';
import { brier, calibrationError, reliability, type Prediction } from './calibration';
import { conditions, percentile, wilson } from './conditions';
import { asksForDiagnosis, conditionNamer } from './diagnosisNames';
import { crossValidate, fitCase } from './evidenceFit';
import { vignettes } from './vignettes';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    misses: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    guidelines: { type: 'string' },
    fit: { type: 'boolean', default: false },
  },
});
if (!options.data) {
  console.error(
    'Give the folder of the development data: npm run bench:differential -- --data DIR\n' +
      '--misses lists the cases not in the first five; --write records the accuracy in guidelines/accuracy.json;\n' +
      '--fit asks how much each kind of evidence should count, leaving conditions out;\n' +
      '--guidelines DIR lets the guidelines of a folder take part, as a workspace’s own.',
  );
  process.exit(2);
}

const PACK = 'dist/pack.json';
const pack = fromPackFile(JSON.parse(readFileSync(PACK, 'utf8')) as PackFile);
const knowledge = openKnowledge(process.cwd(), workspaceGuidelines());
const lexicon = builtInLexicon();
const names = conditionNamer(knowledge);

/** One case, read, with the condition its answer means by either way of matching. */
interface Case {
  readonly id: string;
  readonly note: Note;
  readonly answer: string;
  readonly strict: readonly string[];
  readonly lenient: readonly string[];
}
interface Ranked extends Case {
  /** 1-based place of the first condition that the answer leniently means, or Infinity. */
  readonly place: number;
  readonly first: Prediction;
  readonly cantMiss: readonly string[];
  readonly head: readonly string[];
  readonly ms: number;
}

const sets = Object.entries(vignettes(resolve(options.data))).map(([name, all]) => {
  const asked = name === 'CRAFT-MD' ? all.filter((v) => asksForDiagnosis(v.id)) : all;
  const cases = asked.map((v): Case => ({
    id: v.id,
    note: readNote(v.text, lexicon),
    answer: v.diagnosis,
    strict: names.strict(v.diagnosis),
    lenient: names.lenient(v.diagnosis),
  }));
  return { name, cases, ranked: cases.map((c) => rank(c, knowledge)) };
});

console.log(conditions());
console.log(
  `Pack ${knowledge.version}: ${knowledge.conditions.size} conditions, ` +
    `${(statSync(PACK).size / 1e6).toFixed(1)} MB compiled. Tuned on these cases.`,
);
accuracy();
calibration();
dangers();
ablations();
times();
if (options.misses) sets.forEach(({ name, ranked }) => misses(name, ranked));
if (options.fit) fit();
if (options.write) write();

function workspaceGuidelines() {
  const folder = options.guidelines;
  if (folder === undefined) return [];
  return readdirSync(folder).map((name) => {
    const path = join(resolve(folder), name);
    return readWorkspaceGuideline({ path, text: readFileSync(path, 'utf8') });
  });
}

function rank(c: Case, by: Knowledge): Ranked {
  const started = performance.now();
  const { ranked, cantMiss } = rankDifferential(c.note, by);
  const ms = performance.now() - started;
  const place = ranked.findIndex((r) => c.lenient.includes(r.condition.id)) + 1 || Infinity;
  return {
    ...c,
    place,
    first: { probability: ranked[0]?.probability ?? 0, right: place === 1 },
    cantMiss: cantMiss.map((r) => r.condition.id),
    head: ranked.slice(0, 3).map((r) => r.condition.id),
    ms,
  };
}

function accuracy(): void {
  console.log('\nAccuracy; an answer outside the pack counts as missed. 95% Wilson intervals.');
  console.log(
    'strict: the answer is a name or synonym of the pack; lenient: or an alias of diagnosis-answers.yaml.',
  );
  for (const { name, ranked } of sets) {
    for (const matching of ['strict', 'lenient'] as const) {
      const known = ranked.filter((r) => r[matching].length > 0);
      const cells = [1, 3, 5, 10].map((k) => {
        const hits = within(known, k);
        const [low, high] = wilson(hits, ranked.length);
        return `top-${k} ${percent(hits / ranked.length)} (${percent(low)}–${percent(high)})`;
      });
      const own = [1, 3, 5].map((k) => percent(within(known, k) / known.length)).join('/');
      console.log(
        `  ${name} ${matching}: ${ranked.length} cases, ${known.length} in pack; ${cells.join(', ')}; ` +
          `of those in pack ${own}`,
      );
    }
  }
}

function calibration(): void {
  console.log('\nCalibration of the first condition’s probability, cases in pack (lenient).');
  for (const { name, ranked } of sets) {
    const predictions = ranked.filter((r) => r.lenient.length > 0).map((r) => r.first);
    const bins = reliability(predictions, 5);
    const curve = bins.map((b) => `${b.said.toFixed(2)}→${b.was.toFixed(2)} (${b.n})`).join('  ');
    console.log(
      `  ${name}: Brier ${brier(predictions).toFixed(3)}, calibration error ` +
        `${calibrationError(bins).toFixed(3)}; said→was (cases): ${curve}`,
    );
  }
}

function dangers(): void {
  console.log('\nEmergencies: in the first three, and in the first three or the can’t-miss list.');
  for (const { name, ranked } of sets) {
    const dangerous = ranked.filter(
      (r) =>
        r.lenient.length > 0 &&
        r.lenient.every((id) => knowledge.conditions.get(id)!.urgency === 'emergency'),
    );
    const seen = dangerous.filter((r) => r.place <= 3).length;
    const listed = dangerous.filter(
      (r) => r.place <= 3 || r.cantMiss.some((id) => r.lenient.includes(id)),
    ).length;
    const length = ranked.reduce((sum, r) => sum + r.cantMiss.length, 0) / ranked.length;
    console.log(
      `  ${name}: ${dangerous.length} emergencies, ${seen} and ${listed}; ` +
        `the list holds ${length.toFixed(1)} conditions a case`,
    );
  }
}

function ablations(): void {
  const level = pack.guidelines.map((g) => ({
    ...g,
    condition: g.condition && {
      ...g.condition,
      common: { primary: 'uncommon', emergency: 'uncommon' } as const,
      age: {},
      sex: { female: 1, male: 1 },
    },
  }));
  const silent = pack.guidelines.map((g) => ({ ...g, sections: [] }));
  const withPack = (guidelines: Pack['guidelines']) =>
    createKnowledge({ ...pack, guidelines }, lexicon);
  const variants: readonly (readonly [string, Knowledge, (note: Note) => Note])[] = [
    ['everything', knowledge, (note) => note],
    ['without denied findings', knowledge, withoutDenials],
    ['without priors (commonness, age, sex)', withPack(level), (note) => note],
    ['without the descriptions’ words', withPack(silent), (note) => note],
  ];
  console.log('\nAblations: top-1/3/5 of cases in pack (lenient).');
  for (const [what, by, change] of variants) {
    const cells = sets.map(({ name, cases }) => {
      const known = cases.filter((c) => c.lenient.length > 0);
      const ranked = known.map((c) => rank({ ...c, note: change(c.note) }, by));
      return `${name} ${[1, 3, 5].map((k) => percent(within(ranked, k) / known.length)).join('/')}`;
    });
    console.log(`  ${what}: ${cells.join(', ')}`);
  }
}

function withoutDenials(note: Note): Note {
  return { ...note, findings: note.findings.filter((f) => !f.negated) };
}

function times(): void {
  const ms = sets.flatMap(({ ranked }) => ranked.map((r) => r.ms));
  console.log(
    `\nRanking one note that is read: p50 ${percentile(ms, 50).toFixed(1)} ms, p90 ` +
      `${percentile(ms, 90).toFixed(1)} ms, of ${ms.length} notes.`,
  );
}

function fit(): void {
  console.log('\nHow much each kind of evidence should count (1: the mean), 5 folds by condition:');
  for (const { name, cases } of sets) {
    const known = cases.filter((c) => c.lenient.length > 0 && c.note.findings.length > 0);
    const { factors, leftOut, now } = crossValidate(
      known.map((c) => fitCase(c.note, c.lenient, knowledge)),
    );
    const row = (shares: readonly number[]) => shares.map(percent).join('/');
    const words = Object.entries(factors).map(([kind, f]) => `${kind} ${f.toFixed(2)}`);
    console.log(`  ${name}: now ${row(now)}, fitted, on conditions left out ${row(leftOut)}`);
    console.log(`    ${words.join(', ')}`);
  }
}

function misses(name: string, ranked: readonly Ranked[]): void {
  for (const r of ranked) {
    if (r.lenient.length === 0) console.log(`  ${name} ${r.id}: "${r.answer}" is not in the pack`);
    else if (r.place > 5) {
      console.log(`  ${name} ${r.id}: ${r.lenient} at ${r.place}; first ${r.head.join(', ')}`);
    }
  }
}

/** What the panel shows beside its suggestions. */
function write(): void {
  const accuracyFile = {
    pack: pack.content,
    matching: 'names and synonyms of the pack',
    sets: sets.map(({ name, ranked }) => {
      const known = ranked.filter((r) => r.strict.length > 0);
      const share = (k: number) => Number((within(known, k) / ranked.length).toFixed(3));
      return { name, cases: ranked.length, top1: share(1), top3: share(3), top5: share(5) };
    }),
  };
  writeFileSync('guidelines/accuracy.json', `${JSON.stringify(accuracyFile, null, 2)}\n`);
  console.log('\nWritten to guidelines/accuracy.json; build again to take it into the pack.');
}

function within(ranked: readonly Ranked[], k: number): number {
  return ranked.filter((r) => r.place <= k).length;
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}
