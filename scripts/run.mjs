// Runs a TypeScript script on plain Node 20: `node scripts/run.mjs start --no-open` bundles
// scripts/start.ts with esbuild and runs it in this process, from the project's root.
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
const [name, ...args] = process.argv.slice(2);

let esbuild;
try {
  esbuild = await import('esbuild');
} catch {
  console.error('The packages of this project are not installed. Run `npm ci` first.');
  process.exit(1);
}
const outfile = path.join(root, 'out/scripts', `${name}.cjs`);
await esbuild.build({
  absWorkingDir: root,
  entryPoints: [`scripts/${name}.ts`],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  packages: 'external',
  sourcemap: 'inline',
  logLevel: 'warning',
});
process.argv = [process.argv[0], outfile, ...args];
await import(pathToFileURL(outfile).href);
