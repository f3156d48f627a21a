import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { findBrowser } from '../host/browser';
import { artefactsFolder, openBrowser } from '../host/launch';
import { eventually } from '../support/eventually';

/** `npm start` as a person without a desktop runs it, and what stands at the address it prints. */
describe('npm start', () => {
  const artefacts = artefactsFolder('start');
  let started: ChildProcess;
  let output = '';

  before(() => {
    fs.rmSync(artefacts, { recursive: true, force: true });
    fs.mkdirSync(artefacts, { recursive: true });
    started = spawn(process.execPath, ['scripts/run.mjs', 'start', '--no-open'], {
      env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' },
    });
    started.stdout?.on('data', (data) => (output += data));
    started.stderr?.on('data', (data) => (output += data));
  });

  after(() => started.kill('SIGKILL'));

  it('says what it does and prints an address', async () => {
    await eventually('an address', () => /http:\/\/127\.0\.0\.1:\d+\/\S+/.test(output), 120_000);
    assert.match(output, /> build Chartside/);
    assert.match(output, /There is no desktop here/);
  });

  it('serves a VS Code with a note of the sample workspace open, and Chartside at work', async () => {
    const url = /http:\/\/127\.0\.0\.1:\d+\/\S+/.exec(output)?.[0] ?? '';
    const browser = await openBrowser(findBrowser());
    try {
      const page = browser.context.pages()[0] ?? (await browser.context.newPage());
      await page.goto(url);
      const lens = page.locator('.codelens-decoration', { hasText: 'Could be:' });
      await lens.first().waitFor({ timeout: 60_000 });
      assert.match(await page.locator('.tabs-container .tab.active').innerText(), /\.note/);
      await page
        .locator('.statusbar-item[id^="chartside.chartside"]', { hasText: 'SmolLM2' })
        .waitFor({ timeout: 60_000 });
      await page.screenshot({ path: path.join(artefacts, 'sample-workspace.png') });
    } finally {
      await browser.close();
    }
  });

  it('stops with Ctrl+C and leaves nothing running', async () => {
    const port = /127\.0\.0\.1:(\d+)/.exec(output)?.[1];
    started.kill('SIGINT');
    const code = await new Promise((resolve) => started.once('exit', resolve));
    assert.equal(code, 0);
    assert.match(output, /Stopped\.\s*$/);
    await assert.rejects(fetch(`http://127.0.0.1:${port}/`), 'nobody answers any more');
  });
});

describe('npm start in a terminal', () => {
  it('summarizes a sample note', async () => {
    const child = spawn(process.execPath, ['scripts/run.mjs', 'start', '--terminal']);
    let text = '';
    child.stdout.on('data', (data) => (text += data));
    const code = await new Promise((resolve) => child.once('exit', resolve));
    assert.equal(code, 0, text);
    assert.match(text, /npx chartside summarize sample\/notes\//);
    assert.match(text, /\[L\d+/);
  });
});
