import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { builtInEntry, embedderEntry } from '../src/model/catalogue';
import { findInStore, modelStore } from '../src/model/store';
import type { CatalogueEntry } from '../src/model/types';
import { bringEmbedder } from './bringModel';
import { run, say, step } from './step';

export interface PackageOptions {
  /** Carry the weights of the built-in model and of the embedder. */
  readonly model: boolean;
  /** Refuse to package without the embedder, rather than say that it is missing. */
  readonly requireEmbedder?: boolean;
  /** VS Code's name of the platform; node-llama-cpp's package for it must be installed. */
  readonly target?: string;
}

export interface Staged {
  /** The extension as it is packaged, unpacked. */
  readonly folder: string;
  readonly version: string;
  readonly target: string;
}

const MEGABYTE = 1_000_000;
const LIMITS = { withModel: 160 * MEGABYTE, withoutModel: 32 * MEGABYTE };

/** node-llama-cpp's package of prebuilt binaries for each of VS Code's platforms. */
const BINARIES: Readonly<Record<string, string>> = {
  'linux-x64': '@node-llama-cpp/linux-x64',
  'linux-arm64': '@node-llama-cpp/linux-arm64',
  'linux-armhf': '@node-llama-cpp/linux-armv7l',
  'darwin-x64': '@node-llama-cpp/mac-x64',
  'darwin-arm64': '@node-llama-cpp/mac-arm64-metal',
  'win32-x64': '@node-llama-cpp/win-x64',
  'win32-arm64': '@node-llama-cpp/win-arm64',
};

/** What goes into the package beside node_modules and the weights. */
const CONTENTS = [
  'dist',
  'guidelines',
  'media',
  'syntaxes',
  'snippets',
  'models/catalogue.json',
  'models/phrasebook.bin.gz',
  'models/adapters',
  'models/training/README.md',
  'models/training/requirements.txt',
  'models/training/corpus',
  'models/training/adapter',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
];

/** What node-llama-cpp needs only to compile llama.cpp, which the extension never does. */
const COMPILE_ONLY = /^(bins|templates|llama\/(?!grammars\/|[^/]+\.json$).*)/;
/** What no program reads. */
const UNREAD = /(\.map|\.d\.[cm]?ts|\.ts|\.md|\.markdown|\.tsbuildinfo|\.bundle)$/i;

/** Packages the extension and writes out/chartside-<target>-<version>.vsix; resolves to its path. */
export async function packageVsix(options: PackageOptions): Promise<string> {
  const staged = await stageExtension(options);
  const name = `chartside-${staged.target}-${staged.version}${options.model ? '' : '-no-model'}.vsix`;
  const file = path.resolve('out', name);
  await step(`vsce package: out/${name}`, () =>
    run(
      process.execPath,
      [
        path.resolve('node_modules/@vscode/vsce/vsce'),
        'package',
        `--target=${staged.target}`,
        `--out=${file}`,
        '--allow-missing-repository',
        '--no-rewrite-relative-links',
        '--no-update-package-json',
      ],
      { cwd: staged.folder, quiet: true },
    ),
  );
  const bytes = fs.statSync(file).size;
  const limit = options.model ? LIMITS.withModel : LIMITS.withoutModel;
  say(`  ${megabytes(bytes)} of at most ${megabytes(limit)}`);
  if (bytes > limit) throw new Error(`${name} is larger than ${megabytes(limit)}.`);
  return file;
}

/**
 * Builds for production and lays the extension out in out/package, the way it will be installed:
 * run-time packages only, as the lock file has them. Needs no network.
 */
export async function stageExtension(options: PackageOptions): Promise<Staged> {
  const target = options.target ?? 'linux-x64';
  const binaries = BINARIES[target];
  if (binaries === undefined) {
    throw new Error(`No package for "${target}". Known: ${Object.keys(BINARIES).join(', ')}.`);
  }
  await step('production build', () => run(process.execPath, ['esbuild.js', '--production']));
  const folder = path.resolve('out/package');
  return step(`lay out the extension for ${target}`, async () => {
    fs.rmSync(folder, { recursive: true, force: true });
    for (const item of CONTENTS) {
      if (!fs.existsSync(item)) continue;
      fs.cpSync(item, path.join(folder, item), {
        recursive: true,
        filter: (source) => !/\.map$|__pycache__/.test(source),
      });
    }
    const packages = runtimePackages(binaries);
    for (const name of packages) copyPackage(name, folder);
    const manifest = stagedManifest(binaries);
    fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
    if (options.model) await copyModels(folder, options.requireEmbedder === true);
    for (const part of ['dist', 'node_modules', 'guidelines', 'models']) {
      say(`  ${part.padEnd(12)} ${megabytes(bytesBelow(path.join(folder, part)))}`);
    }
    return { folder, target, version: manifest.version };
  });
}

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

interface LockFile {
  readonly packages: Readonly<
    Record<
      string,
      { readonly dev?: boolean; readonly optional?: boolean; readonly devOptional?: boolean }
    >
  >;
}

/** The manifest without what only development needs, and with the binaries as a dependency. */
function stagedManifest(binaries: string): Manifest {
  const manifest = readJson<Manifest>('package.json');
  const { version } = readJson<Manifest>(`node_modules/${binaries}/package.json`);
  const dropped = ['devDependencies', 'scripts', 'overrides', 'files', 'private'];
  const kept = Object.entries(manifest).filter(([key]) => !dropped.includes(key));
  return {
    ...(Object.fromEntries(kept) as Manifest),
    dependencies: { ...manifest.dependencies, [binaries]: version },
  };
}

/** Folders of the packages needed at run time, from the lock file, nested ones included. */
function runtimePackages(binaries: string): readonly string[] {
  const lock = readJson<LockFile>('package-lock.json');
  const names = Object.entries(lock.packages)
    .filter(([name, p]) => name !== '' && p.dev !== true && p.devOptional !== true)
    .filter(([name, p]) => p.optional !== true || name === `node_modules/${binaries}`)
    .map(([name]) => name);
  const missing = names.filter((name) => !fs.existsSync(name));
  if (missing.length > 0) {
    throw new Error(
      `Not installed: ${missing.join(', ')}. Run \`npm ci\` (for another platform: \`npm install --no-save --force ${binaries}\`).`,
    );
  }
  return names;
}

function copyPackage(name: string, folder: string): void {
  fs.cpSync(name, path.join(folder, name), {
    recursive: true,
    dereference: true,
    filter: (source) => {
      const inside = path.relative(name, source).split(path.sep).join('/');
      if (inside === '') return true;
      // Nested packages are copied by their own entry of the lock file.
      if (inside.split('/')[0] === 'node_modules') return false;
      if (fs.statSync(source).isDirectory()) {
        return inside !== 'llama' ? !COMPILE_ONLY.test(inside) || name !== LLAMA : true;
      }
      if (name === LLAMA && COMPILE_ONLY.test(inside)) return false;
      return !UNREAD.test(inside) || /^licen[cs]e/i.test(path.basename(inside));
    },
  });
}
const LLAMA = 'node_modules/node-llama-cpp';

/** The weights that the package carries, with their licences. */
async function copyModels(folder: string, requireEmbedder: boolean): Promise<void> {
  const model = builtInEntry();
  if (!(await copyWeights(model, folder))) {
    throw new Error(
      `The built-in model is not here. Bring it with \`npx chartside models get ${model.id}\`, ` +
        'or package without it: `npm run package -- --no-model`.',
    );
  }
  const embedder = embedderEntry();
  const hasEmbedder =
    (await copyWeights(embedder, folder)) ||
    ((await bringEmbedder()) && (await copyWeights(embedder, folder)));
  if (!hasEmbedder) {
    const problem = `The package lacks the embedder: its search goes by words alone.`;
    if (requireEmbedder) {
      throw new Error(
        `${problem} Bring it with \`npx chartside models get ${embedder.id}\`, ` +
          'or package without models: `npm run package -- --no-model`.',
      );
    }
    say(`  ${problem}`);
  }
  fs.cpSync('models/licences', path.join(folder, 'models/weights'), { recursive: true });
}

/** Copies a model's file, if it is here, having held it to its hash. */
async function copyWeights(entry: CatalogueEntry, folder: string): Promise<boolean> {
  const file = await findInStore(modelStore(process.cwd()), entry);
  if (file === null) return false;
  const hash = createHash('sha256').update(fs.readFileSync(file)).digest('hex');
  if (entry.sha256 !== null && hash !== entry.sha256) {
    throw new Error(`${file} is not the file the catalogue names (SHA-256 ${hash}).`);
  }
  const target = path.join(folder, 'models/weights', entry.file);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.copyFileSync(file, target);
  return true;
}

function readJson<T>(file: string): T {
  return JSON.parse(fs.readFileSync(file, 'utf8')) as T;
}

function bytesBelow(file: string): number {
  const stat = fs.lstatSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.size;
  return fs.readdirSync(file).reduce((sum, name) => sum + bytesBelow(path.join(file, name)), 0);
}

function megabytes(bytes: number): string {
  return `${(bytes / MEGABYTE).toFixed(1)} MB`;
}
