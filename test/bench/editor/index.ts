import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension';
import { residentMiB } from '../residentMemory';

/** What the editor bench reports. */
export interface EditorFigures {
  /** From asking VS Code to activate until it has: loading the bundle and `activate()`. */
  readonly activationMs: number;
  readonly activateMs: number;
  readonly hostMiB: number;
  readonly hostIdleMiB: number;
  readonly engineMiB: number | null;
}

/** Runs inside the extension host of a real VS Code; the result goes to a file. */
export async function run(): Promise<void> {
  // A window that has just opened is still busy with itself.
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const hostIdleMiB = residentMiB(process.pid)!;
  const extension = vscode.extensions.getExtension<TestApi>('chartside.chartside')!;
  const started = performance.now();
  const { services, activationMs: activateMs } = await extension.activate();
  const activationMs = performance.now() - started;
  const folder = vscode.workspace.workspaceFolders![0]!.uri;
  const uri = vscode.Uri.joinPath(folder, 'notes', 'emergency-chest-pain.note');
  const document = await vscode.workspace.openTextDocument(uri);
  const end = document.lineAt(document.lineCount - 1).range.end;
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(end, end) });
  await services.notes.read(document);
  const engine = await services.engine.get();
  const text = document.getText();
  await engine.complete({ text, offset: text.length, explicit: true });
  const figures: EditorFigures = {
    activationMs,
    activateMs,
    hostIdleMiB,
    hostMiB: residentMiB(process.pid)!,
    engineMiB: engine.pid === undefined ? null : residentMiB(engine.pid),
  };
  writeFileSync(process.env.CHARTSIDE_TEST_RESULTS!, JSON.stringify(figures));
}
