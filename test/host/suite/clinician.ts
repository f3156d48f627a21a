import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { eventually, pause } from '../../support/eventually';
import { page } from './page';

/** What a clinician does and sees, in the words of the tests. */

const GHOST = '.editor-instance .ghost-text-decoration, .editor-instance .ghost-text';
const LENS = '.editor-instance .codelens-decoration';
/** Hovers of the editor; those of the workbench itself, say of the status bar, left out. */
export const HOVER = '.monaco-hover:not(.hidden):not(.workbench-hover) .hover-contents';
const STATUS = '.statusbar-item';
/** Chartside's own item of the status bar. */
export const STATUS_ITEM = '.statusbar-item[id^="chartside.chartside"]';

export function workspaceFile(name: string): string {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error('no workspace is open');
  return path.join(folder.uri.fsPath, name);
}

/** Writes a note into the (throw-away) workspace. */
export function writeNote(name: string, text: string): string {
  const file = workspaceFile(name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
  return name;
}

/** What Chartside exports for tests, as far as they use it. */
export interface Exports {
  readonly services: {
    readonly engine: {
      readonly state: { readonly state: string; readonly name?: string; readonly reason?: string };
      readonly running: { readonly pid: number | undefined } | undefined;
    };
    readonly index: {
      readonly state: { readonly state: string; readonly done?: number };
      rebuild(onProgress: (progress: unknown) => void, signal: AbortSignal): Promise<unknown>;
    };
  };
  readonly activationMs: number;
}

let activated: Promise<unknown> | undefined;

/** Activates Chartside, as opening the first note does, and resolves to what it exports. */
export async function chartside(): Promise<Exports> {
  const extension = vscode.extensions.getExtension<Exports>('chartside.chartside');
  if (extension === undefined) throw new Error('the extension is not installed');
  activated ??= Promise.resolve(extension.activate());
  await activated;
  return extension.exports;
}

/** The process id of the running engine. */
export async function enginePid(): Promise<number> {
  const { services } = await chartside();
  return eventually('a running engine', () => services.engine.running?.pid, 30_000);
}

/** Waits until notes and guidelines are indexed. */
export async function seesIndex(ms = 60_000): Promise<void> {
  const { services } = await chartside();
  await eventually(
    'the index',
    () => ['ready', 'embedding'].includes(services.index.state.state),
    ms,
  );
}

/** Opens a file with the cursor where `before` ends (the last time it occurs), or at the start. */
export async function openAt(name: string, before?: string): Promise<vscode.TextEditor> {
  await chartside();
  const document = await vscode.workspace.openTextDocument(workspaceFile(name));
  const text = document.getText();
  const found = before === undefined ? 0 : text.lastIndexOf(before);
  if (found < 0) throw new Error(`${name} does not hold "${before}"`);
  return cursorAt(document, document.positionAt(found + (before?.length ?? 0)));
}

/** Puts the cursor into a shown document and waits until the page has it there. */
export async function cursorAt(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.TextEditor> {
  const editor = await vscode.window.showTextDocument(document, {
    selection: new vscode.Range(position, position),
    viewColumn: vscode.ViewColumn.One,
    preview: false,
  });
  await seesStatus(`Ln ${position.line + 1}, Col ${position.character + 1}`);
  await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
  return editor;
}

/** VS Code makes its inline-suggestion controller when it is first asked: ask once. */
export async function readyForGhostText(): Promise<void> {
  await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
  await vscode.commands.executeCommand('editor.action.inlineSuggest.hide');
}

export async function ghostText(): Promise<string> {
  return (await page.texts(GHOST)).join('');
}

/** Waits for ghost text that begins with `start`: what was shown a key before may still stand. */
export function seesGhostText(start: string): Promise<string> {
  return eventually(`ghost text that begins with "${start}"`, async () => {
    const shown = await ghostText();
    return shown.startsWith(start) ? shown : '';
  });
}

/** Asks for ghost text by key until some shows: for tests of what happens with it. */
export async function askForGhostText(): Promise<string> {
  return eventually(
    'ghost text on request',
    async () => {
      await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
      for (let i = 0; i < 20; i++) {
        const shown = await ghostText();
        if (shown !== '') return shown;
        await pause(100);
      }
      return '';
    },
    30_000,
  );
}

/** The lenses of the shown editors as one line of words, icons left out. */
export async function lensText(): Promise<string> {
  return (await page.text(LENS)).replace(/\s+/g, ' ').trim();
}

/** Waits for a lens that names conditions. */
export function seesLens(): Promise<string> {
  return eventually('the lens', async () => {
    const text = await lensText();
    return text.includes('Could be:') ? text : '';
  });
}

/** Rests the pointer on words of the note and reads the hover. */
export async function hoverOn(words: string): Promise<string> {
  const box = await eventually(`"${words}" in the editor`, () => page.find(words));
  await page.moveTo(box.x + box.width / 2 - 8, box.y + box.height / 2);
  await page.moveTo(box.x + box.width / 2, box.y + box.height / 2);
  return eventually(`a hover on "${words}"`, () => page.text(HOVER));
}

/**
 * Follows a link in an editor, Ctrl and a click on its words, until `arrived` holds: links are
 * made a moment after the text that they stand in.
 */
export async function followLink(words: string, arrived: () => boolean): Promise<void> {
  await eventually(`the place that the link "${words}" leads to`, async () => {
    const box = await page.find(words);
    if (box === null) return false;
    await page.clickAt(box.x + box.width / 2, box.y + box.height / 2, 'Control');
    return eventually('arrival', arrived, 2000);
  });
}

/** Takes hovers away: they cover what lies above them. */
export async function hideHover(): Promise<void> {
  await page.press('Escape');
  await page.moveAway();
  await eventually('no hover', async () => (await page.text(HOVER)) === '');
}

export function seesStatus(text: string, ms?: number): Promise<boolean> {
  return eventually(
    `"${text}" in the status bar`,
    async () => (await page.texts(STATUS)).some((item) => item.includes(text)),
    ms,
  );
}

/** What Chartside's item of the status bar says. */
export async function chartsideStatus(): Promise<string> {
  return page.text(STATUS_ITEM);
}

/** Runs a command of the palette the way a clinician does: F1, its name, Enter. */
export async function fromPalette(title: string): Promise<void> {
  await page.press('F1');
  await eventually('the palette', () =>
    page.text('.quick-input-widget .quick-input-titlebar, .quick-input-widget .quick-input-list'),
  );
  await page.type(title, 5);
  await eventually(`"${title}" in the palette`, async () =>
    (await page.texts('.quick-input-list .monaco-list-row.focused')).some((row) =>
      row.includes(title),
    ),
  );
  await page.press('Enter');
}

/** Messages that VS Code shows in the corner. */
export async function notifications(): Promise<readonly string[]> {
  return page.texts('.notifications-toasts .notification-list-item-message');
}

/** The shown document whose text satisfies `test`. */
export function seesDocument(
  what: string,
  test: (text: string) => boolean,
  ms = 30_000,
): Promise<vscode.TextDocument> {
  return eventually(
    what,
    () =>
      vscode.window.visibleTextEditors
        .map((editor) => editor.document)
        .find((document) => test(document.getText())),
    ms,
  );
}

/** Throws away every unsaved change and closes every editor. */
export async function closeAll(): Promise<void> {
  await page.press('Escape');
  for (const document of vscode.workspace.textDocuments) {
    if (!document.isDirty || document.uri.scheme !== 'file') continue;
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
