import * as esbuild from 'esbuild';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { run } from './step';

/** What a mocha run left: its JSON report, and why it ended badly where it did. */
export interface MochaRun {
  readonly resultsFile: string;
  readonly problem: string | null;
}

/** Runs mocha in a process of its own; `args` are its own, for example test files. */
export async function runMocha(suite: string, args: readonly string[]): Promise<MochaRun> {
  const resultsFile = path.resolve('out', `${suite}-results.json`);
  fs.mkdirSync('out', { recursive: true });
  fs.rmSync(resultsFile, { force: true });
  const report = ['--reporter', 'json', '--reporter-option', `output=${resultsFile}`];
  try {
    await run(process.execPath, [path.join('node_modules/mocha/bin/mocha.js'), ...report, ...args]);
    return { resultsFile, problem: null };
  } catch (error) {
    return { resultsFile, problem: error instanceof Error ? error.message : String(error) };
  }
}

/** Bundles test files for plain Node and resolves to the bundle of each. */
export async function bundleForNode(
  files: readonly string[],
  outdir: string,
): Promise<readonly string[]> {
  fs.rmSync(outdir, { recursive: true, force: true });
  await esbuild.build({
    entryPoints: [...files],
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return files.map((file) => path.join(outdir, `${path.basename(file, '.ts')}.cjs`));
}
