import type * as vscode from 'vscode';
import type { EngineService } from './engineService';
import type { IndexFeeder } from './indexFeeder';
import type { KnowledgeSource } from './knowledgeSource';
import type { NoteCache } from './noteCache';
import type { NoteDocuments } from './noteDocuments';
import type { ResultDocuments } from './resultDocuments';
import type { SuggestionSwitch } from './suggestionSwitch';
import type { WorkspaceFiles } from './workspaceFiles';

/** What the features share. Features know services; services know no feature. */
export interface Services {
  readonly extensionUri: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  readonly documents: NoteDocuments;
  readonly files: WorkspaceFiles;
  readonly knowledge: KnowledgeSource;
  readonly notes: NoteCache;
  readonly engine: EngineService;
  readonly index: IndexFeeder;
  readonly suggestions: SuggestionSwitch;
  readonly results: ResultDocuments;
}

/** A feature: shows one thing, for as long as what it returns is not disposed. */
export type Register = (
  context: vscode.ExtensionContext,
  services: Services,
) => vscode.Disposable | Promise<vscode.Disposable>;
