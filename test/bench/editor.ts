import { readFileSync } from 'node:fs';
import { bundleHostSuite } from '../../scripts/bundleHostSuite';
import { findBrowser } from '../host/browser';
import { installVsCodeServer } from '../host/install';
import { runInVsCode } from '../host/launch';
import type { EditorFigures } from './editor/index';

/** Starts a real VS Code on the sample workspace and prints what Chartside costs it. */
export async function benchEditor(): Promise<void> {
  const run = await runInVsCode({
    server: await installVsCodeServer(),
    browser: findBrowser(),
    suite: 'bench',
    extensionDevelopmentPath: process.cwd(),
    extensionTestsPath: await bundleHostSuite(
      'test/bench/editor',
      () => false,
      'out/host-suites/bench',
    ),
    workspace: 'sample',
    timeoutMs: 180_000,
  });
  if (run.problem !== null) throw new Error(`The editor bench failed: ${run.problem}`);
  const f = JSON.parse(readFileSync(run.resultsFile, 'utf8')) as EditorFigures;
  console.log(
    `activation in VS Code: ${f.activationMs.toFixed(0)} ms with loading, ` +
      `${f.activateMs.toFixed(0)} ms in activate() (one run)`,
  );
  console.log(
    `resident memory: extension host ${f.hostMiB} MiB with a note read ` +
      `(${f.hostIdleMiB} MiB before Chartside), engine ${f.engineMiB ?? 'unknown'} MiB with model and index`,
  );
}
