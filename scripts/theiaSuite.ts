import { installTheia } from '../test/theia/install';
import { stageExtension } from './packageVsix';
import { bundleForNode, runMocha, type MochaRun } from './runMocha';

/** The smoke tests in Eclipse Theia, on the extension as it is packaged. */
export async function runTheiaSuite(): Promise<MochaRun> {
  await installTheia();
  const { folder } = await stageExtension({ model: true });
  process.env.CHARTSIDE_THEIA_EXTENSION = folder;
  const files = await bundleForNode(['test/theia/smoke.test.ts'], 'out/host-suites/theia');
  return runMocha('theia', [
    '--no-config',
    '--bail',
    '--retries',
    '1',
    '--timeout',
    '120000',
    ...files,
  ]);
}
