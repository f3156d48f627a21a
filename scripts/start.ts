// npm start: builds Chartside, brings its model and opens it in a real VS Code with the sample
// workspace. `--server` skips the desktop VS Code, `--no-open` opens no browser, `--terminal`
// opens nothing and runs the main job on one note.
import { spawn, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { installVsCodeServer } from '../test/host/install';
import { endGroup, startServer } from '../test/host/server';
import { bringModel } from './bringModel';
import { openInBrowser } from './openInBrowser';
import { run, say, step } from './step';

const { values } = parseArgs({
  options: {
    server: { type: 'boolean' },
    'no-open': { type: 'boolean' },
    terminal: { type: 'boolean' },
  },
});

const SAMPLE = path.resolve('sample');

/** The note that is open at first: the first clinical note of the sample workspace. */
function sampleNote(): string {
  const notes = path.join(SAMPLE, 'notes');
  const files = fs.readdirSync(notes).sort();
  const note = files.find((file) => file.endsWith('.note')) ?? files[0];
  return path.join(notes, note);
}

function hasDesktop(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
}

/** The main job without an editor. */
async function inTheTerminal(note: string): Promise<void> {
  const shown = path.relative(process.cwd(), note);
  say(`\nIn the terminal the same product is the command chartside. This is\n`);
  say(`  npx chartside summarize ${shown}\n`);
  await run(process.execPath, ['dist/cli.js', 'summarize', shown]);
  say(`\nMore: npx chartside differential ${shown}`);
  say(`      npx chartside findings ${shown}`);
  say('      npx chartside --help');
}

/** Desktop VS Code, downloaded once into .vscode-test; null where it cannot be had. */
async function desktopCode(): Promise<string | null> {
  try {
    return await step('desktop VS Code (downloaded into .vscode-test on first use)', async () => {
      const { downloadAndUnzipVSCode } = await import('@vscode/test-electron');
      return downloadAndUnzipVSCode('stable');
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    say(`  cannot be downloaded here (${reason.split('\n')[0]}): the VS Code server it is.`);
    return null;
  }
}

/** Opens the desktop editor; resolves when its window is closed. */
async function inDesktop(executable: string, note: string): Promise<void> {
  const child = spawn(
    executable,
    [
      SAMPLE,
      `--goto=${note}`,
      '--new-window',
      '--wait',
      '--skip-welcome',
      '--disable-workspace-trust',
      `--extensionDevelopmentPath=${process.cwd()}`,
      `--user-data-dir=${path.resolve('.vscode-test/user-data')}`,
      `--extensions-dir=${path.resolve('.vscode-test/extensions')}`,
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
    { stdio: 'ignore', detached: true },
  );
  say('\nVS Code is opening. Close its window or press Ctrl+C to stop.');
  stopWith(child);
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => resolve());
  });
}

function stopWith(child: ChildProcess): void {
  onStop(() => endGroup(child));
}

/** Settles when everything has ended; null until someone wants it to end. */
let stopping: Promise<void> | null = null;

/** Ends everything on Ctrl+C or a polite kill. */
function onStop(end: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stopping !== null) return;
      say('\nStopping …');
      stopping = end().then(() => say('Stopped.'));
    });
  }
}

/** Serves VS Code on this machine and opens it in the browser. */
async function inBrowser(note: string): Promise<void> {
  const server = await installVsCodeServer();
  fs.mkdirSync('out', { recursive: true });
  const running = await step(`start ${server.name}`, () =>
    startServer({ server, logFile: path.resolve('out/start-server.log') }),
  );
  onStop(() => running.stop());
  const remote = (file: string) => `vscode-remote://127.0.0.1:${running.port}${file}`;
  const payload = JSON.stringify([
    ['extensionDevelopmentPath', remote(process.cwd())],
    ['openFile', remote(note)],
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ]);
  const url = `http://127.0.0.1:${running.port}/?${new URLSearchParams({ folder: SAMPLE, payload })}`;
  const opened = values['no-open'] !== true && hasDesktop() && (await openInBrowser(url));
  say(opened ? '\nOpened in your browser. The address:' : '\nOpen this address in a browser:');
  say(`\n  ${url}\n`);
  say('Press Ctrl+C to stop.');
  await new Promise<void>((resolve) => running.process.once('exit', () => resolve()));
}

async function main(): Promise<void> {
  await step('build Chartside', () => run(process.execPath, ['esbuild.js']));
  await step('the built-in models', bringModel);
  const note = sampleNote();
  if (values.terminal === true) return inTheTerminal(note);
  if (!hasDesktop()) {
    say('There is no desktop here (neither DISPLAY nor WAYLAND_DISPLAY is set).');
    if (values['no-open'] !== true) await inTheTerminal(note);
  } else if (values.server !== true && values['no-open'] !== true) {
    const executable = await desktopCode();
    if (executable !== null) return inDesktop(executable, note);
  }
  return inBrowser(note);
}

main().then(
  async () => {
    await stopping;
    process.exit(0);
  },
  (error: unknown) => {
    say(`\n${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  },
);
