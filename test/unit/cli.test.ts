import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Runs the built command line; a home of its own keeps the user's models out. */
function chartside(args: readonly string[], input = '') {
  return spawnSync(process.execPath, [resolve('dist/cli.js'), ...args], {
    input,
    encoding: 'utf8',
    env: { ...process.env, CHARTSIDE_HOME: home },
    timeout: 60_000,
  });
}

const rows = (out: string) =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

let home: string;

describe('The command line', function () {
  this.timeout(90_000);
  before(() => (home = mkdtempSync(join(tmpdir(), 'chartside-cli-'))));
  after(() => rmSync(home, { recursive: true, force: true }));

  it('lists findings with their places and assertions', () => {
    const text = 'HPI: cough and fever. Denies chest pain. BP 88/50.';
    const { stdout, status } = chartside(['findings', '--json'], text);
    assert.equal(status, 0);
    const { findings, measurements } = JSON.parse(stdout) as {
      findings: { start: number; end: number; text: string; negated: boolean; concept: string }[];
      measurements: { kind: string; value: number; unit: string; flag: string }[];
    };
    for (const f of findings) assert.equal(text.slice(f.start, f.end), f.text);
    assert.equal(findings.find((f) => f.concept === 'chest-pain')!.negated, true);
    assert.equal(findings.find((f) => f.concept === 'fever')!.negated, false);
    const systolic = measurements.find((m) => m.kind === 'systolic-blood-pressure')!;
    assert.deepEqual([systolic.value, systolic.unit], [88, 'mm[Hg]']);
  });

  it('lists how a finding goes apart from the findings', () => {
    const { stdout } = chartside(['findings', '--json'], 'Sudden onset of itching.');
    const { findings, courses } = JSON.parse(stdout) as Record<string, { concept: string }[]>;
    assert.deepEqual(
      findings?.map((f) => f.concept),
      ['itching'],
    );
    assert.deepEqual(
      courses?.map((f) => f.concept),
      ['sudden-onset'],
    );
  });

  it('answers the assertion of a given phrase', () => {
    const input =
      '{"id":7,"text":"No evidence of pulmonary embolism.","concept":"pulmonary embolism"}';
    const [row] = rows(chartside(['findings', '--jsonl'], input).stdout);
    assert.deepEqual(row, {
      id: 7,
      negated: true,
      uncertain: false,
      historical: false,
      hypothetical: false,
      experiencer: 'patient',
    });
  });

  it('answers JSON lines in order and says which line it cannot read, without its text', () => {
    const input = [
      '{"id":"a","text":"Cough."}',
      '{"id":"b","text":"secret',
      '{"id":"c","text":""}',
    ];
    const { stdout, stderr, status } = chartside(['findings', '--jsonl'], input.join('\n'));
    const answers = rows(stdout);
    assert.deepEqual(
      answers.map((r) => r['id']),
      ['a', null, 'c'],
    );
    assert.equal(answers[1]!['error'], 'line 2 is not JSON');
    assert.equal(status, 1);
    assert.doesNotMatch(stdout + stderr, /secret/);
  });

  it('ranks at least ten conditions with their evidence and sources', () => {
    const text = '58-year-old man with sudden pleuritic chest pain and dyspnoea. No fever.';
    const { ranked } = JSON.parse(chartside(['differential', '--json'], text).stdout) as {
      ranked: Record<string, unknown>[];
    };
    assert.ok(ranked.length >= 10);
    assert.deepEqual(Object.keys(ranked[0]!), [
      'condition',
      'icd10',
      'probability',
      'urgency',
      'for',
      'against',
      'ask',
      'sources',
    ]);
    assert.ok((ranked[0]!['sources'] as string[])[0]!.length > 10);
  });

  it('says what is dangerous, what to ask, and which problems explain what', () => {
    const text = 'Chest pain and heartburn. Also dysuria, urinary frequency and haematuria.';
    const answer = JSON.parse(chartside(['differential', '--json'], text).stdout) as {
      cantMiss: string[];
      questions: { inquiry: string; information: number }[];
      problems: { explains: { start: number; end: number }[] }[];
    };
    assert.ok(answer.cantMiss.length > 0);
    assert.ok(answer.questions.some((q) => q.inquiry === 'ask' && q.information > 0));
    assert.ok(answer.problems.length >= 2);
    const dysuria = answer.problems
      .flatMap((p) => p.explains)
      .filter((f) => text.slice(f.start, f.end) === 'dysuria');
    assert.equal(dysuria.length, 1);
  });

  it('lets a folder of guidelines take part in the differential', () => {
    const folder = mkdtempSync(join(tmpdir(), 'guidelines-'));
    writeFileSync(
      join(folder, 'swamp.txt'),
      'SWAMP COUGH\n\nCLINICAL FEATURES\nUsually hiccups, jaundice and ear pain.\n',
    );
    const { stdout } = chartside(
      ['differential', '--json', '--workspace', folder],
      'Hiccups, jaundice, ear pain.',
    );
    const { ranked } = JSON.parse(stdout) as { ranked: { condition: string }[] };
    assert.equal(ranked[0]!.condition, 'Swamp cough');
    rmSync(folder, { recursive: true });
  });

  it('summarises, completes and says so where there is no model', () => {
    const note = 'Assessment: pneumonia of the right lower lobe.\n';
    const summary = chartside(['summarize', '--json'], note);
    assert.equal((JSON.parse(summary.stdout) as { model: unknown }).model, null);
    assert.match(summary.stderr, /not on this machine/);
    const typed = 'Shortness of breath at rest. Later shortness of';
    const complete = chartside(['complete', '--json', '--model', 'none'], typed);
    const answer = JSON.parse(complete.stdout) as { completion: string; source: string };
    assert.match(answer.completion, /^ breath/);
    assert.equal(answer.source, 'phrases');
  });

  it('finds passages of a folder with their lines', () => {
    const folder = mkdtempSync(join(tmpdir(), 'chartside-ws-'));
    try {
      writeFileSync(
        join(folder, 'gout.md'),
        '# Gout\n\n## Treatment\n\nColchicine in small doses.\n',
      );
      const { stdout } = chartside(['search', folder, 'colchicine', '--json']);
      const { hits } = JSON.parse(stdout) as { hits: { path: string; startLine: number }[] };
      assert.equal(hits.length, 1);
      assert.equal(hits[0]!.path, join(folder, 'gout.md'));
      assert.equal(hits[0]!.startLine, 3);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('lists the models with size and licence', () => {
    const { stdout } = chartside(['models', '--json']);
    const { models } = JSON.parse(stdout) as { models: { id: string; path: unknown }[] };
    assert.ok(models.some((m) => m.id === 'smollm2-135m-instruct' && m.path === null));
    assert.ok(models.length >= 4);
  });

  it('says what is wrong with a file, a model or a command, and exits with 1', () => {
    const missing = chartside(['findings', 'no/such.note']);
    assert.match(missing.stderr, /no\/such\.note: there is no such file/);
    assert.equal(missing.status, 1);
    const broken = join(home, 'broken.gguf');
    writeFileSync(broken, 'this is no model');
    const model = chartside(['models', 'get', 'no-such-model']);
    assert.match(model.stderr, /no-such-model/);
    assert.equal(model.status, 1);
    const gguf = chartside(['summarize', '--model', broken], 'Assessment: asthma.');
    assert.match(gguf.stderr, /GGUF/);
    assert.match(gguf.stdout, /asthma/);
  });
});
