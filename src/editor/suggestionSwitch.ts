import * as vscode from 'vscode';
import { settings } from './settings';

/** Why no suggestion is shown. */
export type SuggestionState =
  | { readonly on: true }
  | { readonly on: false; readonly because: 'folder' | 'restart' }
  | { readonly on: false; readonly because: 'snooze'; readonly until: Date };

/** Turns ghost text off and on: for a while, until the next start, for a folder. */
export class SuggestionSwitch implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  /** Milliseconds since the epoch; Infinity until the next start; 0 when not paused. */
  #pausedUntil = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #listener = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('chartside.completion')) this.#changed.fire();
  });

  state(uri: vscode.Uri): SuggestionState {
    if (this.#pausedUntil === Infinity) return { on: false, because: 'restart' };
    if (this.#pausedUntil > Date.now()) {
      return { on: false, because: 'snooze', until: new Date(this.#pausedUntil) };
    }
    return settings.completionEnabled(uri) ? { on: true } : { on: false, because: 'folder' };
  }

  snooze(minutes: number): void {
    this.#pauseUntil(Date.now() + minutes * 60_000);
    this.#timer = setTimeout(() => this.#changed.fire(), minutes * 60_000 + 100);
  }

  untilRestart(): void {
    this.#pauseUntil(Infinity);
  }

  /** Off (or on) for the workspace folder of `uri`, or for the user where there is none. */
  async setForFolder(uri: vscode.Uri, on: boolean): Promise<void> {
    const configuration = vscode.workspace.getConfiguration('chartside', uri);
    const inspected = configuration.inspect<boolean>('completion.enabled');
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    const target = !folder
      ? vscode.ConfigurationTarget.Global
      : vscode.workspace.workspaceFile
        ? vscode.ConfigurationTarget.WorkspaceFolder
        : vscode.ConfigurationTarget.Workspace;
    // "On" leaves no setting behind where what lies below it is already on.
    const below = target === vscode.ConfigurationTarget.Global ? true : inspected?.globalValue;
    const value = on && (below ?? inspected?.defaultValue ?? true) ? undefined : on;
    await configuration.update('completion.enabled', value, target);
  }

  /** Ends every pause and, where it is off by setting, turns the folder of `uri` on. */
  async turnOn(uri: vscode.Uri | undefined): Promise<void> {
    this.#pauseUntil(0);
    if (uri && !settings.completionEnabled(uri)) await this.setForFolder(uri, true);
  }

  #pauseUntil(time: number): void {
    clearTimeout(this.#timer);
    this.#pausedUntil = time;
    this.#changed.fire();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#listener.dispose();
    this.#changed.dispose();
  }
}
