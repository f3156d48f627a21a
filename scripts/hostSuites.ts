import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { findBrowser } from '../test/host/browser';
import { installVsCodeServer } from '../test/host/install';
import { runInVsCode, type HostRun, type LaunchOptions } from '../test/host/launch';
import { installExtension } from '../test/host/server';
import { bundleHostSuite } from './bundleHostSuite';
import { say, step } from './step';

const WORKSPACE = 'test/host/workspace';

/** Tests that also run on the packaged extension. */
const SMOKE = /^smoke\.test\.ts$/;
/** Tests of a folder that is not trusted. */
const RESTRICTED = /^restricted\.test\.ts$/;

async function host(): Promise<Pick<LaunchOptions, 'server' | 'browser'>> {
  const server = await installVsCodeServer();
  const browser = findBrowser();
  say(`  ${server.name}, ${browser.version}`);
  return { server, browser };
}

/** All host tests against the built extension. `grep` picks tests by title. */
export async function runVsCodeSuite(grep: string | null): Promise<HostRun> {
  return runInVsCode({
    ...(await host()),
    suite: 'vscode',
    extensionDevelopmentPath: process.cwd(),
    extensionTestsPath: await bundleHostSuite(
      'test/host/suite',
      (file) => !RESTRICTED.test(file),
      'out/host-suites/vscode',
    ),
    workspace: WORKSPACE,
    env: grep === null ? {} : { CHARTSIDE_TEST_GREP: grep },
    timeoutMs: 900_000,
  });
}

/** A folder the clinician has not trusted. */
export async function runRestrictedSuite(): Promise<HostRun> {
  return runInVsCode({
    ...(await host()),
    suite: 'restricted',
    extensionDevelopmentPath: process.cwd(),
    extensionTestsPath: await bundleHostSuite(
      'test/host/suite',
      (file) => RESTRICTED.test(file),
      'out/host-suites/restricted',
    ),
    workspace: WORKSPACE,
    workspaceTrust: true,
    files: { '.vscode/settings.json': '{ "chartside.model.path": "/tmp/other.gguf" }' },
    timeoutMs: 180_000,
  });
}

/** The smoke tests against a packaged extension, installed as a clinician would. */
export async function runVsixSuite(vsix: string): Promise<HostRun> {
  const parts = await host();
  const extensionsDir = fs.mkdtempSync(path.join(os.tmpdir(), 'chartside-extensions-'));
  try {
    await step(`install ${path.basename(vsix)} into VS Code`, () =>
      installExtension(parts.server, vsix, extensionsDir),
    );
    return await runInVsCode({
      ...parts,
      suite: 'vsix',
      // An empty model store: the model is the one that the package carries.
      env: { CHARTSIDE_HOME: path.join(extensionsDir, 'home') },
      extensionsDir,
      extensionDevelopmentPath: path.resolve('test/host/stub'),
      extensionTestsPath: await bundleHostSuite(
        'test/host/suite',
        (file) => SMOKE.test(file),
        'out/host-suites/vsix',
      ),
      workspace: WORKSPACE,
      timeoutMs: 300_000,
    });
  } finally {
    fs.rmSync(extensionsDir, { recursive: true, force: true });
  }
}
