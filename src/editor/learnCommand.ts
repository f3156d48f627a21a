import * as path from 'node:path';
import * as vscode from 'vscode';
import type { LearnRequest, OpenEngine } from '../assist/learn/learn';
import type { StoredAdapter } from '../engine/protocol';
import { isCancelled, messageOf } from './latest';
import { adapterItem, learnConsent, learntText, minutesOf } from './learnText';
import type { Services } from './services';
import { settings } from './settings';

type Folders = LearnRequest['folders'];
type Card = NonNullable<StoredAdapter['card']>;

/** Chartside's own adapter, in the list of those that were learnt. */
const OWN = null;

/** "Learn from my notes", "Choose what was learnt" and "Remove what was learnt". */
export function register(context: vscode.ExtensionContext, services: Services): vscode.Disposable {
  const command = (name: string, what: string, run: () => Promise<void>): vscode.Disposable =>
    vscode.commands.registerCommand(name, async () => {
      try {
        await run();
      } catch (error) {
        if (isCancelled(error)) return;
        services.log.error(`${what}: ${messageOf(error)}`);
        void vscode.window.showErrorMessage(`${what}: ${messageOf(error)}`);
      }
    });
  return vscode.Disposable.from(
    command('chartside.learn', 'Nothing was learnt', () => learnFromNotes(context, services)),
    command('chartside.chooseAdapter', 'Nothing was changed', () => choose(services)),
    command('chartside.removeAdapter', 'Nothing was removed', () => remove(context, services)),
  );
}

async function learnFromNotes(context: vscode.ExtensionContext, services: Services): Promise<void> {
  const folders = await askFolders();
  if (!folders) return;
  const minutes = await askMinutes();
  if (minutes === null) return;
  const agreed = await vscode.window.showInformationMessage(
    'Learn from your notes?',
    { modal: true, detail: learnConsent(minutes) },
    'Learn',
  );
  if (agreed !== 'Learn') return;
  const card = await run(context, services, folders, minutes);
  if (card) await offer(card, services);
}

async function askFolders(): Promise<Folders | undefined> {
  const roots = (vscode.workspace.workspaceFolders ?? [])
    .filter((folder) => folder.uri.scheme === 'file')
    .map((folder) => path.normalize(folder.uri.fsPath));
  const workspace = { label: '$(notebook) The notes of this workspace' };
  const other = { label: '$(folder-opened) Another folder…' };
  const picked =
    roots.length === 0
      ? other
      : await vscode.window.showQuickPick([workspace, other], {
          title: 'Learn from my notes',
          placeHolder: 'Which notes?',
        });
  if (!picked) return undefined;
  if (picked === workspace) {
    return {
      roots,
      guidelines: settings.guidelineFolders(),
      notes: settings.noteFolders(),
      exclude: settings.exclude(),
    };
  }
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: 'Choose the folder of your notes',
      openLabel: 'Learn from these notes',
      canSelectFiles: false,
      canSelectFolders: true,
    })) ?? [];
  return folder && { roots: [folder.fsPath], guidelines: [], notes: [], exclude: [] };
}

async function askMinutes(): Promise<number | null> {
  const answer = await vscode.window.showInputBox({
    title: 'Learn from my notes',
    prompt: 'Minutes of training. It can be stopped at any time, and goes on from there next time.',
    value: '30',
    validateInput: (text) =>
      minutesOf(text) === null ? 'Give a number of minutes from 1 to 1440.' : undefined,
  });
  return answer === undefined ? null : minutesOf(answer);
}

function run(
  context: vscode.ExtensionContext,
  services: Services,
  folders: Folders,
  minutes: number,
): Thenable<Card | undefined> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: 'Learning from your notes',
      cancellable: true,
    },
    async (progress, token) => {
      const stopping = new AbortController();
      token.onCancellationRequested(() => stopping.abort());
      const { learn } = await import('../assist/learn/learn');
      const { version } = context.extension.packageJSON as { version: string };
      services.log.info(`Learning from notes within ${minutes} minutes, on the user's word.`);
      try {
        const card = await learn(
          {
            extensionPath: context.extensionPath,
            folders,
            model: settings.model(),
            python: settings.python(),
            minutes,
            version,
            signal: stopping.signal,
            onProgress: ({ message, done }) =>
              progress.report({ message: `${message} · ${Math.floor(100 * done)}%` }),
          },
          { openEngine: openEngine(context, services) },
        );
        services.log.info(
          `Learnt ${card.id} from ${card.notes.train} notes in ${Math.round(card.seconds / 60)} minutes.`,
        );
        return card;
      } catch (error) {
        if (!stopping.signal.aborted && !isCancelled(error)) throw error;
        void vscode.window.showInformationMessage(
          'Learning was stopped. The same command goes on from there; "Remove what was learnt" removes it.',
        );
        return undefined;
      }
    },
  );
}

/** An engine of its own, beside the one that the clinician types with. */
function openEngine(context: vscode.ExtensionContext, services: Services): OpenEngine {
  return async (adapter) => {
    const { EngineClient } = await import('../engine/client');
    const client = new EngineClient({
      engineFile: path.join(context.extensionPath, 'dist', 'engine.js'),
      settings: {
        extensionPath: context.extensionPath,
        storagePath: null,
        model: settings.model(),
        threads: settings.threads(),
        adapter,
      },
      log: (level, message) => services.log[level](`While measuring: ${message}`),
      onModelState: () => {},
    });
    return { suggest: (request) => client.complete(request), dispose: () => client.dispose() };
  };
}

/** Nothing changes before the clinician says so. */
async function offer(card: Card, services: Services): Promise<void> {
  const { verdict, detail } = learntText(card);
  const answer = await vscode.window.showInformationMessage(
    verdict === 'better' ? 'Use what was learnt?' : 'Use what was learnt all the same?',
    { modal: true, detail },
    'Use it',
    'Remove it',
  );
  const engine = await services.engine.get();
  if (answer === 'Use it') await engine.useAdapter(card.id);
  else if (answer === 'Remove it') await engine.removeAdapter(card.id);
  else {
    void vscode.window.showInformationMessage(
      'It is kept and not used. "Choose what was learnt" takes it into use.',
    );
  }
}

async function choose(services: Services): Promise<void> {
  const engine = await services.engine.get();
  const adapters = await engine.adapters();
  const isOwn = !adapters.some((a) => a.isCurrent);
  const picked = await vscode.window.showQuickPick(
    [
      {
        id: OWN,
        label: `$(${isOwn ? 'check' : 'circle-outline'}) Chartside's own`,
        description: isOwn ? 'in use' : '',
        detail: 'Learnt from text that may be shared, by nobody in particular',
      },
      ...adapters.filter((a) => a.problem === null).map(adapterItem),
    ],
    {
      title: 'Choose what was learnt',
      placeHolder:
        adapters.length === 0
          ? 'Nothing was learnt from your notes yet: "Learn from my notes" does that'
          : 'What suggestions are made with',
      matchOnDetail: true,
    },
  );
  if (picked) await engine.useAdapter(picked.id);
}

async function remove(context: vscode.ExtensionContext, services: Services): Promise<void> {
  const { removeUnfinishedLearning, unfinishedLearning } = await import('../assist/learn/learn');
  const engine = await services.engine.get();
  const adapters = await engine.adapters();
  const unfinished = await unfinishedLearning(context.extensionPath);
  const stopped = {
    id: 'unfinished',
    label: '$(debug-pause) A learning that was stopped',
    description: unfinished?.slice(0, 10) ?? '',
    detail: 'The copy of your notes without identifiers, and how far training came',
  };
  const items = [...adapters.map(adapterItem), ...(unfinished === null ? [] : [stopped])];
  if (items.length === 0) {
    void vscode.window.showInformationMessage('Nothing was learnt from your notes yet.');
    return;
  }
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Remove what was learnt',
    placeHolder: 'What is removed, for good',
    canPickMany: true,
  });
  for (const { id } of picked ?? []) {
    if (id === stopped.id) await removeUnfinishedLearning(context.extensionPath);
    else await engine.removeAdapter(id);
  }
}
