import * as fs from 'node:fs';
import * as path from 'node:path';
import { createHash } from 'node:crypto';
import { run, say, step } from '../../scripts/step';

export const theiaFolder = path.resolve('test/theia');
const marker = path.join(theiaFolder, 'node_modules/.ready');

/**
 * Installs and builds Eclipse Theia below test/theia on first use (about 600 MB on disk, two
 * minutes) and says so; later calls find it there.
 */
export async function installTheia(): Promise<void> {
  const hash = createHash('sha256');
  for (const file of ['package.json', 'package-lock.json']) {
    hash.update(fs.readFileSync(path.join(theiaFolder, file)));
  }
  const wanted = hash.digest('hex');
  const present = fs.existsSync(marker) ? fs.readFileSync(marker, 'utf8').trim() : '';
  const main = path.join(theiaFolder, 'lib/backend/main.js');
  if (present === wanted && fs.existsSync(main)) return;

  say('Theia: not built yet; it comes from npm packages (about 600 MB on disk).');
  const options = {
    cwd: theiaFolder,
    quiet: true,
    env: { ...process.env, ...ownHeaders(), PUPPETEER_SKIP_DOWNLOAD: '1' },
  };
  const flags = ['--no-audit', '--no-fund', '--loglevel=error'];
  await step('npm ci in test/theia', () =>
    run('npm', ['ci', '--ignore-scripts', ...flags], options),
  );
  // Its one native part that the server does not start without. It comes prebuilt where GitHub can
  // be reached, and is compiled where it cannot.
  await step('npm rebuild drivelist', () =>
    run('npm', ['rebuild', 'drivelist', '--ignore-scripts=false', ...flags], options),
  );
  await step('theia build', () => run('npx', ['theia', 'build', '--mode', 'production'], options));
  fs.writeFileSync(marker, `${wanted}\n`);
}

/** Compiling takes the headers this Node came with, where it has them, instead of fetching some. */
function ownHeaders(): NodeJS.ProcessEnv {
  const prefix = path.dirname(path.dirname(process.execPath));
  const there = fs.existsSync(path.join(prefix, 'include/node/node_api.h'));
  return there ? { npm_config_nodedir: prefix } : {};
}
