import * as fs from 'node:fs';
import * as http from 'node:http';
import * as path from 'node:path';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';

/**
 * What a test inside the extension host can ask of the page it runs in. Selectors are
 * Playwright's; where several elements match, `text`, `click` and `hover` take the first.
 */
export type ControlRequest =
  | { readonly do: 'type'; readonly text: string; readonly delay?: number }
  | { readonly do: 'press'; readonly key: string }
  /** A character on its way, as an input method shows it before it is decided. */
  | { readonly do: 'compose'; readonly text: string }
  /** The character that a composition ends with. */
  | { readonly do: 'commit'; readonly text: string }
  | { readonly do: 'hover'; readonly selector: string }
  | { readonly do: 'click'; readonly selector: string; readonly frame?: string }
  | { readonly do: 'move'; readonly x: number; readonly y: number }
  /** A click at a place, for example a link that is followed with `Control`. */
  | { readonly do: 'clickAt'; readonly x: number; readonly y: number; readonly with?: 'Control' }
  | { readonly do: 'texts'; readonly selector: string; readonly frame?: string }
  | { readonly do: 'find'; readonly text: string; readonly within: string }
  | { readonly do: 'screenshot'; readonly name: string }
  | { readonly do: 'externalRequests' }
  | { readonly do: 'say'; readonly text: string };

/** A place in the page, in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Answers to control requests, by `do`; null where there is nothing to say. */
export type ControlAnswer = null | readonly string[] | Box;

export interface ControlOptions {
  readonly page: () => Page;
  /** Addresses outside this machine that the page asked for. */
  readonly externalRequests: () => readonly string[];
  readonly artefacts: string;
  readonly say: (text: string) => void;
}

const TIMEOUT_MS = 10_000;

/** Serves the control channel on a free port of 127.0.0.1. */
export async function serveControl(options: ControlOptions) {
  // One at a time, in order: the picture of a failed test is taken before it is tidied up.
  let previous: Promise<unknown> = Promise.resolve();
  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (data) => (body += data));
    request.on('end', () => {
      previous = previous
        .then(() => answer(JSON.parse(body) as ControlRequest, options))
        .then(
          (value) => response.end(JSON.stringify({ value })),
          (error: unknown) => response.end(JSON.stringify({ error: String(error) })),
        );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close(): void {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(request: ControlRequest, options: ControlOptions): Promise<ControlAnswer> {
  const page = options.page();
  switch (request.do) {
    case 'type':
      await page.keyboard.type(request.text, { delay: request.delay ?? 40 });
      return null;
    case 'press':
      await page.keyboard.press(request.key);
      return null;
    case 'compose': {
      const { text } = request;
      const inPage = await page.context().newCDPSession(page);
      await inPage.send('Input.imeSetComposition', {
        text,
        selectionStart: text.length,
        selectionEnd: text.length,
      });
      await inPage.detach();
      return null;
    }
    case 'commit':
      await page.keyboard.insertText(request.text);
      return null;
    case 'hover':
      await page.locator(request.selector).first().hover({ timeout: TIMEOUT_MS });
      return null;
    case 'click':
      await (await locate(page, request)).first().click({ timeout: TIMEOUT_MS });
      return null;
    case 'move':
      await page.mouse.move(request.x, request.y);
      return null;
    case 'clickAt':
      if (request.with !== undefined) await page.keyboard.down(request.with);
      await page.mouse.move(request.x, request.y, { steps: 3 });
      await page.mouse.click(request.x, request.y);
      if (request.with !== undefined) await page.keyboard.up(request.with);
      return null;
    case 'texts': {
      const all = await (await locate(page, request)).allInnerTexts();
      // The editor draws spaces as U+00A0.
      return all.map((text) => text.replace(/\u00a0/g, ' '));
    }
    case 'find':
      return findText(page, request.text, request.within);
    case 'screenshot': {
      // What fades in is fully there in a moment.
      await page.waitForTimeout(300);
      const file = `${request.name.replace(/[^\w.-]+/g, '-').slice(0, 80)}.png`;
      await page.screenshot({ path: path.join(options.artefacts, file) });
      return null;
    }
    case 'externalRequests':
      return options.externalRequests();
    case 'say':
      options.say(request.text);
      return null;
  }
}

/**
 * A locator in the page, or in the first frame (webviews are frames in frames) that shows
 * something for the selector `frame`.
 */
async function locate(page: Page, target: { readonly selector: string; readonly frame?: string }) {
  if (target.frame !== undefined) {
    for (const frame of page.frames()) {
      const count = await frame
        .locator(target.frame)
        .count()
        .catch(() => 0);
      if (count > 0) return frame.locator(target.selector);
    }
    return page.locator('chartside-no-such-frame');
  }
  return page.locator(target.selector);
}

/** Where a text is drawn inside the first of the elements `within` that shows it, or null. */
export function findText(page: Page, text: string, within: string): Promise<Box | null> {
  const source = fs.readFileSync(path.resolve('test/host/findText.js'), 'utf8');
  return page.evaluate(`${source}; findText(${JSON.stringify([text, within])})`);
}
