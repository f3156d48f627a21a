// npm test: everything that must hold, from the types to real editors, each suite's totals, and
// one plain line at the end. `npm test -- --only unit|vscode|restricted|start|vsix|theia` runs one part,
// `--grep TEXT` picks host tests by title.
import { parseArgs } from 'node:util';
import { bringModel } from './bringModel';
import { runRestrictedSuite, runVsCodeSuite, runVsixSuite } from './hostSuites';
import { closingLines, readReport, type SuiteResult } from './mochaReport';
import { packageVsix } from './packageVsix';
import { runMocha, type MochaRun } from './runMocha';
import { say, run, since, step } from './step';
import { runStartSuite } from './startSuite';
import { runTheiaSuite } from './theiaSuite';

const PARTS = ['unit', 'vscode', 'restricted', 'start', 'vsix', 'theia'] as const;
type Part = (typeof PARTS)[number];

const { values } = parseArgs({
  options: { only: { type: 'string' }, grep: { type: 'string' } },
});
const only = values.only === undefined ? null : asPart(values.only);
const grep = values.grep ?? null;

function asPart(name: string): Part {
  const part = PARTS.find((p) => p === name);
  if (part === undefined) {
    say(`--only takes one of ${PARTS.join(', ')}; "${name}" is none of them.`);
    process.exit(2);
  }
  return part;
}

/** One check that is not a mocha suite: it counts as one test. */
async function check(name: string, work: () => Promise<unknown>): Promise<SuiteResult> {
  try {
    await step(name, work);
    return { suite: name, passed: 1, failed: 0, skipped: 0, problem: null };
  } catch (error) {
    say(`  FAIL ${name}: ${error instanceof Error ? error.message : String(error)}`);
    return { suite: name, passed: 0, failed: 1, skipped: 0, problem: null };
  }
}

async function suite(part: Part): Promise<SuiteResult> {
  const { resultsFile, problem } = await runPart(part);
  return readReport(part, resultsFile, problem);
}

async function runPart(part: Part): Promise<MochaRun> {
  switch (part) {
    case 'unit':
      return runMocha('unit', []);
    case 'vscode':
      return runVsCodeSuite(grep);
    case 'restricted':
      return runRestrictedSuite();
    case 'start':
      return runStartSuite();
    case 'vsix':
      return runVsixSuite(await packageVsix({ model: true }));
    case 'theia':
      return runTheiaSuite();
  }
}

async function main(): Promise<number> {
  const started = Date.now();
  const results: SuiteResult[] = [];
  await step('build', () => run(process.execPath, ['esbuild.js', '--tests']));
  if (only === null) {
    results.push(await check('typecheck', () => run('npm', ['run', '--silent', 'typecheck'])));
    results.push(await check('lint', () => run('npm', ['run', '--silent', 'lint'])));
  }
  await step('the built-in models', bringModel);
  for (const part of PARTS) {
    if (only !== null && only !== part) continue;
    say(`> ${part} tests`);
    const start = Date.now();
    try {
      results.push(await suite(part));
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      say(`  FAIL ${part}: ${problem}`);
      results.push({ suite: part, passed: 0, failed: 0, skipped: 0, problem });
    }
    say(`  done in ${since(start)}`);
  }
  say(`\nall done in ${since(started)}; logs and screenshots: out/host`);
  say(closingLines(results));
  return results.every((r) => r.failed === 0 && r.problem === null) ? 0 : 1;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    say(error instanceof Error ? error.message : String(error));
    say('0 passed, 1 failed');
    process.exit(1);
  },
);
