import * as vscode from 'vscode';
import type { CompletionMode } from '../assist/types';

const MODES: readonly string[] = ['eager', 'balanced', 'quiet', 'onRequest'];

/** The settings of Chartside as they stand now. Nothing else in the editor reads configuration. */
export const settings = {
  noteFolders: () => read<readonly string[]>('notes.folders', []),
  guidelineFolders: () => read<readonly string[]>('guidelines.folders', ['guidelines']),
  exclude: () => read<readonly string[]>('index.exclude', []),
  completionEnabled: (scope: vscode.Uri) => read('completion.enabled', true, scope),
  completionMode: () => asMode(read<string>('completion.mode', 'balanced')),
  minimumConfidence: () => read('completion.minimumConfidence', 0),
  completionDelay: () => read('completion.delay', 100),
  /** Minutes without use after which the model leaves memory; 0 for never. */
  unloadAfterMinutes: () => read('model.unloadAfterMinutes', 15),
  lens: () => read('differential.lens', true),
  hover: () => read('hover.enabled', true),
  highlight: () => read('highlight.enabled', true),
  /** A catalogue id or a GGUF path, or null for the built-in model. */
  model: () => fromUser<string>('model.path')?.trim() || null,
  /** Threads for generation, or null to let the engine measure. */
  threads: () => fromUser<number>('model.threads') || null,
  /** The Python that learning runs with, or null for the one on the path. */
  python: () => fromUser<string>('learn.python')?.trim() || null,
};

/** What the setting says, and balanced for a word that is none of it. */
function asMode(word: string): CompletionMode | 'onRequest' {
  return MODES.includes(word) ? (word as CompletionMode | 'onRequest') : 'balanced';
}

function read<T>(name: string, otherwise: T, scope?: vscode.Uri): T {
  return vscode.workspace.getConfiguration('chartside', scope).get<T>(name) ?? otherwise;
}

/**
 * The value of the user alone. A workspace must never choose the file that the engine loads, and
 * not every editor honours `restrictedConfigurations` or machine scope, so it is held here too.
 */
function fromUser<T>(name: string): T | undefined {
  return vscode.workspace.getConfiguration('chartside').inspect<T>(name)?.globalValue;
}

/** Stores the model the user chose. */
export async function saveModel(model: string | null): Promise<void> {
  await vscode.workspace
    .getConfiguration('chartside')
    .update('model.path', model ?? undefined, vscode.ConfigurationTarget.Global);
}
