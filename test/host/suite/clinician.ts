import * as fs from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { eventually, page, pause } from './page';

/** What a clinician does and sees, in the words of the tests. */

const GHOST = '.editor-instance .ghost-text-decoration, .editor-instance .ghost-text';
const LENS = '.editor-instance .codelens-decoration';
const HOVER = '.monaco-hover:not(.hidden) .hover-contents';
const STATUS = '.statusbar-item';

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

let activated: Promise<unknown> | undefined;

/** Activates Chartside, as opening the first note does, and resolves to what it exports. */
export async function chartside<T = unknown>(): Promise<T> {
  const extension = vscode.extensions.getExtension<T>('chartside.chartside');
  if (extension === undefined) throw new Error('the extension is not installed');
  activated ??= Promise.resolve(extension.activate());
  await activated;
  return extension.exports;
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

export function seesGhostText(ms?: number): Promise<string> {
  return eventually('ghost text', ghostText, ms);
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

export async function lensText(): Promise<string> {
  return page.text(LENS);
}

/** Rests the pointer on words of the note and reads the hover. */
export async function hoverOn(words: string): Promise<string> {
  const box = await eventually(`"${words}" in the editor`, () => page.find(words));
  await page.moveTo(box.x + box.width / 2 - 8, box.y + box.height / 2);
  await page.moveTo(box.x + box.width / 2, box.y + box.height / 2);
  return eventually(`a hover on "${words}"`, () => page.text(HOVER));
}

/** Takes hovers away: they cover what lies above them. */
export async function hideHover(): Promise<void> {
  await page.press('Escape');
  await page.moveAway();
}

export function seesStatus(text: string, ms?: number): Promise<boolean> {
  return eventually(
    `"${text}" in the status bar`,
    async () => (await page.texts(STATUS)).some((item) => item.includes(text)),
    ms,
  );
}

/** Chartside's own item of the status bar. */
export async function chartsideStatus(): Promise<string> {
  return page.text('.statusbar-item[id^="chartside.chartside"]');
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

/** The text of the shown document whose text satisfies `test`. */
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
