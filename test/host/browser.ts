import * as fs from 'node:fs';
import * as path from 'node:path';
import { spawnSync } from 'node:child_process';
import { brotliDecompressSync } from 'node:zlib';
import { say } from '../../scripts/step';
import { hostFolder } from './install';

/** A Chromium that starts here. */
export interface Browser {
  readonly executable: string;
  /** Added to the environment of the browser. */
  readonly env: Readonly<Record<string, string>>;
  readonly version: string;
}

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
];
const MAC_CHROME = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/**
 * The browser for the host tests: `CHROMIUM`, one on the PATH, or the one in the npm package
 * @sparticuz/chromium, unpacked on first use. Throws where none starts, with what to install.
 */
export function findBrowser(): Browser {
  const onPath = NAMES.flatMap((name) =>
    (process.env.PATH ?? '').split(path.delimiter).map((dir) => path.join(dir, name)),
  );
  const installed = [process.env.CHROMIUM ?? '', ...onPath, MAC_CHROME];
  for (const executable of installed) {
    if (executable === '' || !fs.existsSync(executable)) continue;
    const version = versionOf(executable, {});
    if (version !== null) return { executable, env: {}, version };
    say(`  ${executable} does not start; looking on.`);
  }
  const packaged = unpackBrowser();
  if (packaged !== null) {
    for (const env of [{}, packaged.env]) {
      const version = versionOf(packaged.executable, env);
      if (version !== null) return { executable: packaged.executable, env, version };
    }
  }
  throw new Error(
    'The host tests need a Chromium or Chrome and none starts here. ' +
      'Install one (Debian, Ubuntu: `apt-get install chromium`) or set CHROMIUM to its path.',
  );
}

function versionOf(executable: string, env: Record<string, string>): string | null {
  const found = spawnSync(executable, ['--version', '--no-sandbox'], {
    encoding: 'utf8',
    timeout: 30_000,
    env: { ...process.env, ...env },
  });
  return found.status === 0 ? found.stdout.trim() : null;
}

/** Unpacks the npm package's compressed binary beside it; null where the package is missing. */
function unpackBrowser(): { executable: string; env: Record<string, string> } | null {
  const source = path.join(hostFolder, 'node_modules/@sparticuz/chromium/bin');
  if (!fs.existsSync(source)) return null;
  const target = path.join(hostFolder, 'node_modules/.browser');
  const executable = path.join(target, 'chromium');
  if (!fs.existsSync(executable)) {
    say('  unpacking the browser of the npm package @sparticuz/chromium');
    fs.mkdirSync(target, { recursive: true });
    for (const archive of ['al2023', 'swiftshader', 'fonts']) {
      const file = path.join(source, `${archive}.tar.br`);
      if (!fs.existsSync(file)) continue;
      const into = archive === 'swiftshader' ? target : path.join(target, archive);
      fs.mkdirSync(into, { recursive: true });
      spawnSync('tar', ['-xf', '-', '-C', into], {
        input: brotliDecompressSync(fs.readFileSync(file)),
      });
    }
    // The package's own configuration looks for fonts where a cloud function has them.
    fs.writeFileSync(
      path.join(target, 'fonts/fonts.conf'),
      `<?xml version="1.0"?><fontconfig><dir>${target}/fonts</dir><dir>/usr/share/fonts</dir>` +
        `<cachedir>${target}/font-cache</cachedir></fontconfig>`,
    );
    const partial = `${executable}.partial`;
    fs.writeFileSync(
      partial,
      brotliDecompressSync(fs.readFileSync(path.join(source, 'chromium.br'))),
      { mode: 0o755 },
    );
    fs.renameSync(partial, executable);
  }
  return {
    executable,
    env: {
      LD_LIBRARY_PATH: [path.join(target, 'al2023/lib'), process.env.LD_LIBRARY_PATH ?? '']
        .filter((p) => p !== '')
        .join(':'),
      FONTCONFIG_PATH: path.join(target, 'fonts'),
    },
  };
}
