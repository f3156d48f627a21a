import { installVsCodeServer } from '../test/host/install';
import { bundleForNode, runMocha, type MochaRun } from './runMocha';

/** Tests of `npm start` itself. */
export async function runStartSuite(): Promise<MochaRun> {
  await installVsCodeServer();
  const files = await bundleForNode(['test/start/start.test.ts'], 'out/host-suites/start');
  return runMocha('start', ['--no-config', '--bail', '--timeout', '180000', ...files]);
}
