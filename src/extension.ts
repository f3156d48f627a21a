import type * as vscode from 'vscode';
import * as askCommand from './editor/askCommand';
import * as chooseModel from './editor/chooseModel';
import * as differentialLens from './editor/differentialLens';
import * as differentialPanel from './editor/differentialPanel';
import { EngineService } from './editor/engineService';
import * as findingHover from './editor/findingHover';
import * as findingsView from './editor/findingsView';
import * as ghostText from './editor/ghostText';
import * as guidelineCompletion from './editor/guidelineCompletion';
import * as guidelineProblems from './editor/guidelineProblems';
import { IndexFeeder } from './editor/indexFeeder';
import * as insertDifferential from './editor/insertDifferential';
import { KnowledgeSource } from './editor/knowledgeSource';
import * as learnCommand from './editor/learnCommand';
import * as logChannel from './editor/logChannel';
import { MarkdownPreview } from './editor/markdownPreview';
import * as markDecorations from './editor/markDecorations';
import * as newGuideline from './editor/newGuideline';
import { NoteCache } from './editor/noteCache';
import { NoteDocuments } from './editor/noteDocuments';
import * as openAt from './editor/openAt';
import * as rebuildIndex from './editor/rebuildIndex';
import { ResultDocuments } from './editor/resultDocuments';
import * as sectionOutline from './editor/sectionOutline';
import * as semanticTokens from './editor/semanticTokens';
import type { Register, Services } from './editor/services';
import * as statusBar from './editor/statusBar';
import { SuggestionSwitch } from './editor/suggestionSwitch';
import * as summaryDocument from './editor/summaryDocument';
import { WorkspaceFiles } from './editor/workspaceFiles';

const FEATURES: Readonly<Record<string, Register>> = {
  'log channel': logChannel.register,
  'open at': openAt.register,
  'status bar': statusBar.register,
  'ghost text': ghostText.register,
  'finding hover': findingHover.register,
  'differential lens': differentialLens.register,
  'differential panel': differentialPanel.register,
  'insert differential': insertDifferential.register,
  'summary document': summaryDocument.register,
  'ask command': askCommand.register,
  'choose model': chooseModel.register,
  'learn command': learnCommand.register,
  'rebuild index': rebuildIndex.register,
  'guideline problems': guidelineProblems.register,
  'guideline completion': guidelineCompletion.register,
  'new guideline': newGuideline.register,
  'semantic tokens': semanticTokens.register,
  'mark decorations': markDecorations.register,
  'findings view': findingsView.register,
  'section outline': sectionOutline.register,
};

/** What `activate` returns for tests alone. */
export interface TestApi {
  readonly services: Services;
  /** Milliseconds that `activate` took. */
  readonly activationMs: number;
}

export interface Exports extends TestApi {
  /** The plugin that the Markdown preview of VS Code and Theia asks for. */
  readonly extendMarkdownIt: MarkdownPreview['extendMarkdownIt'];
}

export async function activate(context: vscode.ExtensionContext): Promise<Exports> {
  const started = performance.now();
  const services = build(context);
  for (const [name, register] of Object.entries(FEATURES)) {
    try {
      context.subscriptions.push(await register(context, services));
    } catch (error) {
      services.log.error(`The feature "${name}" could not be started: ${String(error)}`);
    }
  }
  const preview = new MarkdownPreview(services);
  context.subscriptions.push(preview);
  const activationMs = performance.now() - started;
  services.log.info(`Activated in ${Math.round(activationMs)} ms.`);
  return { extendMarkdownIt: preview.extendMarkdownIt, services, activationMs };
}

function build(context: vscode.ExtensionContext): Services {
  const { extensionUri, extensionPath } = context;
  const log = logChannel.createLog();
  const documents = new NoteDocuments();
  const files = new WorkspaceFiles();
  const knowledge = new KnowledgeSource(extensionPath, documents, log, files);
  const notes = new NoteCache(documents, knowledge);
  const engine = new EngineService(context, log);
  const index = new IndexFeeder(engine, log, documents, files);
  const suggestions = new SuggestionSwitch();
  const results = new ResultDocuments(extensionUri);
  const held = [results, suggestions, index, engine, notes, knowledge, files, documents, log];
  context.subscriptions.push(...held);
  return {
    extensionUri,
    log,
    documents,
    files,
    knowledge,
    notes,
    engine,
    index,
    suggestions,
    results,
  };
}
