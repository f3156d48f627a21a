// Bundles and runs one bench: node scripts/bench.mjs NAME [its arguments]
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { dirname, join } from 'node:path';
import esbuild from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { commonOutside } = createRequire(import.meta.url)(join(root, 'esbuild.js'));
const [name, ...args] = process.argv.slice(2);
const outfile = join(root, `out/bench/${name}.cjs`);

const built = spawnSync(process.execPath, [join(root, 'esbuild.js')], { stdio: 'inherit' });
if (built.status !== 0) process.exit(1);
await esbuild.build({
  ...commonOutside,
  entryPoints: [join(root, `test/bench/${name}.ts`)],
  outfile,
  sourcemap: 'inline',
  packages: 'external',
});
const run = spawnSync(process.execPath, ['--enable-source-maps', '--expose-gc', outfile, ...args], {
  stdio: 'inherit',
  cwd: root,
});
process.exit(run.status ?? 1);
