import * as vscode from 'vscode';
import type { Services } from './services';

/** The log: what Chartside did and what failed, never a word of a note. */
export function createLog(): vscode.LogOutputChannel {
  return vscode.window.createOutputChannel('Chartside', { log: true });
}

/** "Show log". */
export function register(_: vscode.ExtensionContext, services: Services): vscode.Disposable {
  return vscode.commands.registerCommand('chartside.showLog', () => services.log.show());
}
