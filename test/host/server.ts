import { spawn, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { VsCodeServer } from './install';

export interface ServerOptions {
  readonly server: VsCodeServer;
  /** User settings on top of `QUIET`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Folder of installed extensions; a fresh empty one where it is left out. */
  readonly extensionsDir?: string;
  /** Where the server's log goes. */
  readonly logFile: string;
  /** Ask before trusting a folder, as a desktop VS Code does. */
  readonly workspaceTrust?: boolean;
  /** Port to listen on; 0 or nothing for a free one. */
  readonly port?: number;
}

export interface RunningServer {
  readonly process: ChildProcess;
  readonly port: number;
  /** Ends the server and its extension hosts and removes its data. */
  stop(): Promise<void>;
}

/** No news, no updates, no marketplace: nothing that is not the extension itself. */
const QUIET: Readonly<Record<string, unknown>> = {
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'remote.autoForwardPorts': false,
};

/** An environment without what an outer VS Code or Node may have set. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  for (const name of Object.keys(env)) {
    if (name.startsWith('VSCODE_') || name === 'NODE_OPTIONS' || name === 'ELECTRON_RUN_AS_NODE') {
      delete env[name];
    }
  }
  return env;
}

/** Arguments every call of the server's entry needs. */
function entry(server: VsCodeServer): string[] {
  return [path.join(server.root, 'out/server-main.js'), '--accept-server-license-terms'];
}

/**
 * Starts the VS Code server on a free port of 127.0.0.1. It is made to honour the page's
 * `extensionDevelopmentPath` by its smoke-test driver.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const data = fs.mkdtempSync(path.join(os.tmpdir(), 'chartside-vscode-'));
  fs.mkdirSync(path.join(data, 'User'), { recursive: true });
  const settings = {
    ...QUIET,
    'security.workspace.trust.enabled': options.workspaceTrust === true,
    ...options.settings,
  };
  fs.writeFileSync(path.join(data, 'User/settings.json'), JSON.stringify(settings, null, 2));
  const child = spawn(
    options.server.node,
    [
      ...entry(options.server),
      '--host=127.0.0.1',
      `--port=${options.port ?? 0}`,
      '--without-connection-token',
      '--telemetry-level=off',
      ...(options.workspaceTrust === true ? [] : ['--disable-workspace-trust']),
      '--enable-smoke-test-driver',
      `--server-data-dir=${data}`,
      `--user-data-dir=${data}`,
      `--extensions-dir=${options.extensionsDir ?? path.join(data, 'extensions')}`,
    ],
    {
      // No gallery; sockets stay in the run's own folder.
      env: {
        ...cleanEnvironment(),
        EXTENSIONS_GALLERY: '{}',
        XDG_RUNTIME_DIR: data,
        ...options.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true, // its own process group, so that extension hosts end with it
    },
  );
  const log = fs.createWriteStream(options.logFile);
  child.once('close', () => log.end());
  const end = async () => {
    await endGroup(child);
    fs.rmSync(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  try {
    const port = await listening(child, log);
    return { process: child, port, stop: end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Installs a packaged extension into `extensionsDir`. */
export function installExtension(
  server: VsCodeServer,
  vsix: string,
  extensionsDir: string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const data = fs.mkdtempSync(path.join(os.tmpdir(), 'chartside-install-'));
    const child = spawn(
      server.node,
      [
        ...entry(server),
        `--server-data-dir=${data}`,
        `--extensions-dir=${extensionsDir}`,
        `--install-extension=${vsix}`,
        '--force',
      ],
      { env: { ...cleanEnvironment(), EXTENSIONS_GALLERY: '{}', XDG_RUNTIME_DIR: data } },
    );
    let output = '';
    child.stdout.on('data', (d: Buffer) => (output += String(d)));
    child.stderr.on('data', (d: Buffer) => (output += String(d)));
    child.once('error', reject);
    child.once('close', (code) => {
      fs.rmSync(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
      if (code === 0 && /successfully installed/i.test(output)) resolve();
      else reject(new Error(`VS Code did not install ${path.basename(vsix)}:\n${output}`));
    });
  });
}

function listening(child: ChildProcess, log: fs.WriteStream): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = '';
    const limit = setTimeout(
      () => reject(new Error(`The VS Code server did not start in 60 s.\n${output}`)),
      60_000,
    );
    const onData = (data: Buffer) => {
      log.write(data);
      output = (output + String(data)).slice(-20_000);
      const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(limit);
      resolve(Number(port));
    };
    child.stdout?.on('data', onData);
    child.stderr?.on('data', onData);
    child.once('error', (error) => {
      clearTimeout(limit);
      reject(error);
    });
    child.once('exit', (code, signal) => {
      clearTimeout(limit);
      reject(new Error(`The VS Code server ended (${code ?? signal}).\n${output}`));
    });
  });
}

/** Ends a detached child with everything it started: gently, then for good after five seconds. */
export async function endGroup(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(-pid, name);
    } catch {
      // Already gone.
    }
  };
  if (child.exitCode === null && child.signalCode === null) {
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    signal('SIGTERM');
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, 5000)));
    await Promise.race([gone, late]);
    clearTimeout(timer);
  }
  signal('SIGKILL');
}
