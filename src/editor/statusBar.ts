import * as vscode from 'vscode';
import type { Services } from './services';
import { statusText } from './statusText';

/** Says what Chartside is doing, and turns suggestions and indexing off and on. */
export function register(_: vscode.ExtensionContext, services: Services): vscode.Disposable {
  const item = vscode.window.createStatusBarItem(
    'chartside.status',
    vscode.StatusBarAlignment.Right,
    100,
  );
  item.name = 'Chartside';
  item.command = 'chartside.suggestions';
  const update = () => {
    const note = services.documents.active();
    void vscode.commands.executeCommand('setContext', 'chartside.note', note !== undefined);
    const uri = note?.document.uri ?? anyNote(services);
    if (!uri && services.index.state.state !== 'reading') return item.hide();
    const suggestions = uri ? services.suggestions.state(uri) : ({ on: true } as const);
    const { text, label, tooltip, warning } = statusText({
      engine: services.engine.state,
      index: services.index.state,
      suggestions,
    });
    item.text = text;
    item.tooltip = tooltip;
    item.accessibilityInformation = { label, role: 'button' };
    item.backgroundColor = warning
      ? new vscode.ThemeColor('statusBarItem.warningBackground')
      : undefined;
    item.show();
  };
  update();
  return vscode.Disposable.from(
    item,
    services.engine.onDidChange(update),
    services.index.onDidChange(update),
    services.suggestions.onDidChange(update),
    services.documents.onDidChangeRules(update),
    vscode.window.onDidChangeActiveTextEditor(update),
    vscode.window.onDidChangeVisibleTextEditors(update),
    vscode.workspace.onDidOpenTextDocument(update),
    vscode.commands.registerCommand('chartside.suggestions', () => choose(services)),
  );
}

function anyNote(services: Services): vscode.Uri | undefined {
  return vscode.window.visibleTextEditors.find((e) => services.documents.isNote(e.document))
    ?.document.uri;
}

interface Choice extends vscode.QuickPickItem {
  readonly run?: () => unknown;
}

async function choose(services: Services): Promise<void> {
  const { suggestions, index } = services;
  const uri =
    services.documents.active()?.document.uri ??
    anyNote(services) ??
    vscode.workspace.workspaceFolders?.[0]?.uri;
  const state = uri ? suggestions.state(uri) : ({ on: true } as const);
  const separator = (label: string): Choice => ({
    label,
    kind: vscode.QuickPickItemKind.Separator,
  });
  const off: Choice[] = state.on
    ? [
        {
          label: '$(bell-slash) Turn suggestions off for 15 minutes',
          run: () => suggestions.snooze(15),
        },
        {
          label: '$(circle-slash) Turn suggestions off until the editor is started again',
          run: () => suggestions.untilRestart(),
        },
        ...(uri
          ? [
              {
                label: '$(folder) Turn suggestions off for this folder',
                run: () => suggestions.setForFolder(uri, false),
              },
            ]
          : []),
      ]
    : [{ label: '$(play) Turn suggestions on', run: () => suggestions.turnOn(uri) }];
  const restart: Choice[] =
    services.engine.state.state === 'down'
      ? [{ label: '$(debug-restart) Start the engine again', run: () => services.engine.restart() }]
      : [];
  const indexing: Choice[] =
    index.state.state === 'reading' || index.state.state === 'embedding'
      ? [
          index.state.paused
            ? { label: '$(debug-continue) Resume indexing', run: () => index.setPaused(false) }
            : { label: '$(debug-pause) Pause indexing', run: () => index.setPaused(true) },
          { label: '$(debug-stop) Stop indexing', run: () => index.stop() },
        ]
      : [command('$(refresh) Rebuild index', 'chartside.rebuildIndex')];
  const picked = await vscode.window.showQuickPick<Choice>(
    [
      ...restart,
      separator('Suggestions'),
      ...off,
      separator('Notes and guidelines'),
      ...indexing,
      separator('More'),
      command('$(settings) Choose model', 'chartside.chooseModel'),
      command('$(output) Show log', 'chartside.showLog'),
    ],
    { title: 'Chartside', placeHolder: 'Suggestions, indexing, model' },
  );
  await picked?.run?.();
}

function command(label: string, id: string): Choice {
  return { label, run: () => vscode.commands.executeCommand(id) };
}
