import { spawn } from 'node:child_process';

/**
 * Opens an address in the user's browser. Resolves to whether something took it: `BROWSER`, the
 * platform's opener, or a browser on the PATH.
 */
export async function openInBrowser(url: string): Promise<boolean> {
  for (const [command, ...args] of openers(url)) {
    if (await starts(command, args)) return true;
  }
  return false;
}

function openers(url: string): readonly (readonly [string, ...string[]])[] {
  if (process.platform === 'darwin') return [['open', url]];
  // `start` takes its first quoted argument as a window title, and cmd reads & as a separator.
  if (process.platform === 'win32') {
    return [['cmd', '/c', 'start', '""', url.replace(/&/g, '^&')]];
  }
  const own = process.env.BROWSER ?? '';
  const names = ['xdg-open', 'firefox', 'chromium', 'google-chrome'];
  return [own, ...names].filter((name) => name !== '').map((name) => [name, url] as const);
}

/** True when the command exists and has not failed within two seconds. */
function starts(command: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, [...args], { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
    setTimeout(() => resolve(child.exitCode === null || child.exitCode === 0), 2000);
    child.unref();
  });
}
