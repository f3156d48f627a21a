import * as fs from 'node:fs';
import { say } from './step';

/** What one suite came to. */
export interface SuiteResult {
  readonly suite: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Why the suite counts as failed although no test did: it ended early, or ran nothing. */
  readonly problem: string | null;
}

/** The parts of mocha's JSON report that are read here. */
interface MochaReport {
  readonly stats: {
    readonly passes: number;
    readonly failures: number;
    readonly pending: number;
    readonly duration: number;
  };
  readonly failures: readonly {
    readonly fullTitle: string;
    readonly err: { readonly message?: string; readonly stack?: string };
  }[];
}

/**
 * Reads mocha's JSON report of a suite and prints its totals and its failures. A report that is
 * missing or holds no passed test is a problem of its own: an extension host that crashes can
 * report success.
 */
export function readReport(suite: string, file: string, problem: string | null): SuiteResult {
  let report: MochaReport | null = null;
  try {
    report = JSON.parse(fs.readFileSync(file, 'utf8')) as MochaReport;
  } catch {
    // Missing or cut off: said below.
  }
  const passed = report?.stats.passes ?? 0;
  const failed = report?.stats.failures ?? 0;
  const skipped = report?.stats.pending ?? 0;
  let why = failed > 0 ? null : problem;
  if (report === null) why = [problem, 'The suite left no results.'].filter(Boolean).join(' ');
  else if (passed + failed === 0) why = 'The suite ran no test.';
  const seconds = ((report?.stats.duration ?? 0) / 1000).toFixed(1);
  say(`  ${suite}: ${passed} passed, ${failed} failed, ${skipped} skipped in ${seconds} s`);
  for (const { fullTitle, err } of report?.failures ?? []) {
    say(`  FAIL ${fullTitle}\n${indent(err.stack ?? err.message ?? 'no message')}`);
  }
  if (why !== null) say(`  FAIL ${suite}: ${why}`);
  return { suite, passed, failed, skipped, problem: why };
}

function indent(text: string): string {
  return text
    .split('\n')
    .slice(0, 25)
    .map((line) => `       ${line}`)
    .join('\n');
}

/** The closing lines: each suite, what went wrong outside the tests, and the plain total. */
export function closingLines(results: readonly SuiteResult[]): string {
  const total = (pick: (result: SuiteResult) => number) =>
    results.map(pick).reduce((sum, n) => sum + n, 0);
  // A suite that broke outside its tests counts as one failure, so that the total shows it.
  const failed = total((r) => r.failed + (r.problem === null ? 0 : 1));
  const skipped = total((r) => r.skipped);
  const lines = results.map(
    (r) =>
      `${r.suite.padEnd(12)} ${r.passed} passed, ${r.failed} failed, ${r.skipped} skipped` +
      (r.problem === null ? '' : ` (${r.problem})`),
  );
  return [
    '',
    ...lines,
    `${total((r) => r.passed)} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
  ].join('\n');
}
