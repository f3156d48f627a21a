// Builds everything that runs: the extension, the engine process, the command line, the compiled
// knowledge pack, and (with --tests) the test bundles.
const esbuild = require('esbuild');
const fs = require('node:fs');
const path = require('node:path');
const YAML = require('yaml');

const root = __dirname;
const tests = process.argv.includes('--tests');
const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');

/** Data files are written as YAML for people and bundled as JSON for speed. */
const yamlAsJson = {
  name: 'yaml-as-json',
  setup(build) {
    build.onLoad({ filter: /\.ya?ml$/ }, async (args) => {
      const source = await fs.promises.readFile(args.path, 'utf8');
      const json = JSON.stringify(YAML.parse(source));
      return {
        contents: `export default JSON.parse(${JSON.stringify(json)});`,
        loader: 'js',
        watchFiles: [args.path],
      };
    });
  },
};

/** @type {import('esbuild').BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcemap: production ? false : 'linked',
  minify: production,
  logLevel: 'warning',
  plugins: [yamlAsJson],
  // node-llama-cpp is ESM with native parts: it stays outside and is loaded with import().
  external: ['vscode', 'node-llama-cpp'],
};

const lexiconFile = path.join(root, 'dist/lexicon.json');

/**
 * The lexicon is most of what the products hold and is needed at the first note only: it is a file
 * of its own, compiled once, that they share, so that starting does not wait for it. `at` is where a
 * bundle finds it.
 */
function compiledLexicon(at) {
  return {
    name: 'compiled-lexicon',
    setup(build) {
      build.onResolve({ filter: /\/lexicon\/index$/ }, () => ({ path: at, external: true }));
    },
  };
}

const products = [
  { entryPoints: { extension: 'src/extension.ts' } },
  { entryPoints: { engine: 'src/engine/main.ts' } },
  { entryPoints: { cli: 'src/cli/main.ts' }, banner: { js: '#!/usr/bin/env node' } },
]
  .map((p) => ({ ...common, outdir: 'dist', ...p }))
  .map((p) => ({ ...p, plugins: [compiledLexicon('./lexicon.json'), ...common.plugins] }));

/** For what is bundled outside dist/: tests and benches. */
const commonOutside = { ...common, plugins: [compiledLexicon(lexiconFile), ...common.plugins] };

function walk(dir, suffix) {
  return fs
    .readdirSync(path.join(root, dir), { withFileTypes: true })
    .flatMap((e) => {
      const at = `${dir}/${e.name}`;
      if (e.isDirectory()) return e.name === 'node_modules' ? [] : walk(at, suffix);
      return e.name.endsWith(suffix) ? [at] : [];
    })
    .sort();
}

/** Bundles TypeScript that the build itself runs, and loads it. */
async function loaded(name, contents, options) {
  const out = path.join(root, `out/build/${name}.cjs`);
  await esbuild.build({
    ...options,
    stdin: { contents, resolveDir: root },
    outfile: out,
    sourcemap: false,
    minify: false,
  });
  delete require.cache[out];
  return require(out);
}

/** src/note/lexicon/*.yaml → dist/lexicon.json, terms indexed. */
async function compileLexicon() {
  const { default: lexicon } = await loaded(
    'lexicon',
    `export { default } from './src/note/lexicon/index';`,
    common,
  );
  fs.mkdirSync(path.dirname(lexiconFile), { recursive: true });
  fs.writeFileSync(lexiconFile, JSON.stringify(lexicon));
}

/** guidelines/**.md → dist/pack.json, so that activation reads one file. */
async function compilePack() {
  const { compilePack, toPackFile } = await loaded(
    'pack',
    `export * from './src/knowledge/compilePack'; export * from './src/knowledge/packFile';`,
    commonOutside,
  );
  const files = walk('guidelines', '.md').map((file) => ({
    path: file,
    text: fs.readFileSync(path.join(root, file), 'utf8'),
  }));
  const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const accuracy = JSON.parse(fs.readFileSync(path.join(root, 'guidelines/accuracy.json'), 'utf8'));
  const { pack, problems } = compilePack(files, version, accuracy);
  for (const p of problems) console.error(`${p.path}:${p.line}: ${p.message}`);
  if (problems.length > 0) throw new Error(`${problems.length} problem(s) in guidelines/`);
  fs.writeFileSync(path.join(root, 'dist/pack.json'), JSON.stringify(toPackFile(pack)));
}

async function main() {
  if (watch) {
    await compileLexicon();
    await compilePack();
    for (const options of products) await (await esbuild.context(options)).watch();
    return;
  }
  // First and alone: what is wrong in the lexicon or a guideline is said before anything else is begun.
  await compileLexicon();
  await compilePack();
  await Promise.all(products.map((options) => esbuild.build(options)));
  fs.chmodSync(path.join(root, 'dist/cli.js'), 0o755);
  if (tests) {
    fs.rmSync(path.join(root, 'out/unit'), { recursive: true, force: true });
    await esbuild.build({
      ...commonOutside,
      entryPoints: walk('src', '.test.ts').concat(walk('test/unit', '.test.ts')),
      outbase: '.',
      outdir: 'out/unit',
      outExtension: { '.js': '.cjs' },
      sourcemap: 'inline',
      packages: 'external',
    });
  }
}

module.exports = { common, commonOutside };

if (require.main === module) {
  main().catch((error) => {
    console.error(error.message ?? error);
    process.exit(1);
  });
}
