import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { say, since } from '../../scripts/step';
import type { Browser } from './browser';
import { serveControl } from './control';
import type { VsCodeServer } from './install';
import { startServer } from './server';

export interface LaunchOptions {
  /** Also the name of the folder below out/host that keeps logs and screenshots. */
  readonly suite: string;
  readonly server: VsCodeServer;
  readonly browser: Browser;
  readonly extensionDevelopmentPath: string;
  /** Module whose `run()` runs mocha. */
  readonly extensionTestsPath: string;
  /** Copied, so that a run may write in it. */
  readonly workspace: string;
  /** Files added to the copy of the workspace, by relative path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly extensionsDir?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly workspaceTrust?: boolean;
  readonly timeoutMs?: number;
}

/** Where a run left mocha's JSON report, and whether VS Code itself ended well. */
export interface HostRun {
  readonly resultsFile: string;
  /** Null where all is well; else what went wrong outside mocha. */
  readonly problem: string | null;
}

const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/** Where each host run keeps its logs and screenshots. */
export function artefactsFolder(suite: string): string {
  return path.resolve('out/host', suite);
}

/** A headless browser with a profile of its own. */
export async function openBrowser(browser: Browser) {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'chartside-browser-'));
  // Webviews live on an origin of their own and keep their state there.
  fs.mkdirSync(path.join(profile, 'Default'), { recursive: true });
  fs.writeFileSync(
    path.join(profile, 'Default/Preferences'),
    JSON.stringify({ profile: { block_third_party_cookies: false, cookie_controls_mode: 0 } }),
  );
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: browser.executable,
    env: { ...(process.env as Record<string, string>), ...browser.env },
    headless: true,
    args: CHROMIUM_ARGS,
    viewport: { width: 1280, height: 800 },
  });
  return {
    context,
    async close(): Promise<void> {
      await context.close().catch(() => undefined);
      fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

/** Writes the page's console, its failed requests and what it asked of other machines to a file. */
export function watchPage(page: Page, logFile: string) {
  const log = fs.createWriteStream(logFile);
  const write = (line: string) => {
    if (!log.writableEnded) log.write(`${line}\n`);
  };
  const external: string[] = [];
  page.on('console', (message) => write(`[${message.type()}] ${message.text()}`));
  page.on('requestfailed', (r) => write(`[failed] ${r.url()} ${r.failure()?.errorText}`));
  // Webviews ask a made-up host for their files and their service worker answers: only what no
  // worker answered has left for another machine.
  page.on('requestfailed', (request) => {
    if (!isLocal(request.url())) external.push(request.url());
  });
  page.on('response', (response) => {
    if (!isLocal(response.url()) && !response.fromServiceWorker()) external.push(response.url());
  });
  return { external, write, close: () => log.end() };
}

function isLocal(url: string): boolean {
  return /^(https?:\/\/(127\.0\.0\.1|localhost|\[::1\]|[\w-]+\.localhost)[:/]|data:|blob:|vscode-)/.test(
    url,
  );
}

/** Runs a mocha suite inside the extension host of a real VS Code, with a real page before it. */
export async function runInVsCode(options: LaunchOptions): Promise<HostRun> {
  const started = Date.now();
  const artefacts = artefactsFolder(options.suite);
  fs.rmSync(artefacts, { recursive: true, force: true });
  fs.mkdirSync(artefacts, { recursive: true });
  const resultsFile = path.join(artefacts, 'results.json');
  const workspace = copyWorkspace(options.workspace);
  for (const [name, text] of Object.entries(options.files ?? {})) {
    fs.mkdirSync(path.dirname(path.join(workspace, name)), { recursive: true });
    fs.writeFileSync(path.join(workspace, name), text);
  }

  let page: Page | undefined;
  let watch: ReturnType<typeof watchPage> | undefined;
  const control = await serveControl({
    page: () => {
      if (page === undefined) throw new Error('The page is not open yet.');
      return page;
    },
    externalRequests: () => watch?.external ?? [],
    artefacts,
    say,
  });
  const closing: (() => Promise<void> | void)[] = [() => control.close()];
  let problem: string | null = null;
  try {
    const server = await startServer({
      server: options.server,
      // In a browser VS Code saves by itself: a test throws away what it typed.
      settings: { 'files.autoSave': 'off', ...options.settings },
      extensionsDir: options.extensionsDir,
      workspaceTrust: options.workspaceTrust,
      logFile: path.join(artefacts, 'server.log'),
      env: {
        ...options.env,
        CHARTSIDE_TEST_RESULTS: resultsFile,
        CHARTSIDE_TEST_CONTROL: control.url,
      },
    });
    closing.unshift(() => server.stop());
    const opened = await openBrowser(options.browser);
    closing.unshift(() => opened.close());
    page = opened.context.pages()[0] ?? (await opened.context.newPage());
    watch = watchPage(page, path.join(artefacts, 'console.log'));
    const exit = await extensionHostExit(page, opened.context, watch.write);
    const ended = new Promise<never>((_, reject) =>
      server.process.once('exit', (code, signal) =>
        reject(new Error(`The VS Code server ended early (${code ?? signal}).`)),
      ),
    );
    ended.catch(() => undefined);
    await page.goto(pageUrl(server.port, workspace, options));
    say(`  ${options.server.name} is open after ${since(started)}`);
    const code = await withLimit(Promise.race([exit.code, ended]), options.timeoutMs);
    if (code !== 0) problem = `The extension host reported ${code}.`;
  } catch (error) {
    problem = error instanceof Error ? error.message : String(error);
    await page?.screenshot({ path: path.join(artefacts, 'failure.png') }).catch(() => undefined);
  } finally {
    for (const close of closing) await close();
    watch?.close();
    fs.rmSync(path.dirname(workspace), { recursive: true, force: true });
  }
  return { resultsFile, problem };
}

function pageUrl(port: number, workspace: string, options: LaunchOptions): string {
  const remote = (file: string) => `vscode-remote://127.0.0.1:${port}${path.resolve(file)}`;
  const payload = JSON.stringify([
    ['extensionDevelopmentPath', remote(options.extensionDevelopmentPath)],
    ['extensionTestsPath', remote(options.extensionTestsPath)],
    ['enableProposedApi', ''],
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
  ]);
  const query = new URLSearchParams({ folder: workspace, payload });
  return `http://127.0.0.1:${port}/?${query}`;
}

/** The workbench calls two functions of the page: when tests log, and when they have ended. */
async function extensionHostExit(page: Page, context: BrowserContext, write: (l: string) => void) {
  const exit = { code: Promise.resolve(-1) };
  let resolve: (code: number) => void = () => undefined;
  exit.code = new Promise<number>((res, reject) => {
    resolve = res;
    page.once('crash', () => reject(new Error('The page crashed.')));
    context.once('close', () => reject(new Error('The browser closed.')));
  });
  exit.code.catch(() => undefined);
  await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) =>
    write(`[automation ${type}] ${JSON.stringify(args)}`),
  );
  await page.exposeFunction('codeAutomationExit', (code: number) => resolve(code));
  return exit;
}

async function withLimit<T>(work: Promise<T>, ms = 300_000): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Not done after ${ms / 1000} s.`)), ms);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** A throw-away copy below the temporary folder, with a name that reads well in a screenshot. */
export function copyWorkspace(workspace: string): string {
  const parent = fs.mkdtempSync(path.join(os.tmpdir(), 'chartside-workspace-'));
  const copy = path.join(parent, path.basename(workspace));
  fs.cpSync(workspace, copy, { recursive: true });
  return copy;
}
