import * as esbuild from 'esbuild';
import * as fs from 'node:fs';
import * as path from 'node:path';

/**
 * Bundles a mocha suite for an extension host: `index.ts` and the named tests of `folder`, each a
 * file of its own. Resolves to the absolute path of the module whose `run()` runs them.
 */
export async function bundleHostSuite(
  folder: string,
  tests: (file: string) => boolean,
  outdir: string,
): Promise<string> {
  const files = fs.readdirSync(folder).filter((file) => file.endsWith('.test.ts') && tests(file));
  fs.rmSync(outdir, { recursive: true, force: true });
  await esbuild.build({
    entryPoints: ['index.ts', ...files].map((file) => path.join(folder, file)),
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return path.resolve(outdir, 'index.cjs');
}
