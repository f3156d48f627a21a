import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { endGroup } from '../host/server';
import { theiaFolder } from './install';

export interface TheiaOptions {
  /** Unpacked extension. */
  readonly extension: string;
  readonly workspace: string;
  readonly logFile: string;
}

export interface RunningTheia {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts Theia's back end on a free port with the extension as its only plugin. */
export async function startTheia(options: TheiaOptions): Promise<RunningTheia> {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'chartside-theia-'));
  const plugins = path.join(data, 'plugins');
  fs.mkdirSync(plugins);
  fs.symlinkSync(options.extension, path.join(plugins, 'chartside'), 'dir');
  const child = spawn(
    process.execPath,
    [
      path.join(theiaFolder, 'lib/backend/main.js'),
      options.workspace,
      '--hostname=127.0.0.1',
      '--port=0',
      `--plugins=local-dir:${plugins}`,
    ],
    {
      cwd: theiaFolder,
      env: { ...process.env, THEIA_CONFIG_DIR: path.join(data, 'config') },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    },
  );
  const log = fs.createWriteStream(options.logFile);
  child.once('close', () => log.end());
  const stop = async () => {
    await endGroup(child);
    fs.rmSync(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  try {
    const port = await new Promise<string>((resolve, reject) => {
      let output = '';
      const limit = setTimeout(() => reject(new Error(`Theia did not start.\n${output}`)), 60_000);
      const onData = (data: Buffer) => {
        log.write(data);
        output = (output + String(data)).slice(-20_000);
        const found = /listening on https?:\/\/[^:]+:(\d+)/i.exec(output)?.[1];
        if (found === undefined) return;
        clearTimeout(limit);
        resolve(found);
      };
      child.stdout.on('data', onData);
      child.stderr.on('data', onData);
      child.once('error', reject);
      child.once('exit', (code) => {
        clearTimeout(limit);
        reject(new Error(`Theia ended (${code}).\n${output}`));
      });
    });
    // Not 127.0.0.1: webviews are served from a host name below localhost.
    return { url: `http://localhost:${port}/#${options.workspace}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
