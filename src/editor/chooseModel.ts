import * as vscode from 'vscode';
import type { ModelListing } from '../engine/protocol';
import { isCancelled, messageOf } from './latest';
import { consentText, modelItems } from './modelItems';
import type { Services } from './services';
import { saveModel, settings } from './settings';
import { bytesInWords } from './words';

interface Pick extends vscode.QuickPickItem {
  readonly id: string | null;
}

/** "Choose model": one of the catalogue (fetched after consent) or any GGUF file. */
export function register(_: vscode.ExtensionContext, services: Services): vscode.Disposable {
  return vscode.commands.registerCommand('chartside.chooseModel', async () => {
    try {
      const engine = await services.engine.get();
      const models = await engine.models();
      const items: Pick[] = [
        ...modelItems(models, settings.model()),
        { label: '', kind: vscode.QuickPickItemKind.Separator, id: null },
        {
          id: null,
          label: '$(folder-opened) A GGUF file…',
          detail: 'Choose a language model file on this machine',
        },
      ];
      const picked = await vscode.window.showQuickPick(items, {
        title: 'Choose model',
        placeHolder: 'The language model that completes and summarizes, on this machine',
        matchOnDetail: true,
      });
      if (!picked) return;
      if (picked.id === null) return await useFile(services);
      const model = models.find((m) => m.id === picked.id);
      if (model && (model.path !== null || (await fetchModel(model, services)))) {
        await use(model.builtIn ? null : model.id, model.name, services);
      }
    } catch (error) {
      if (isCancelled(error)) return;
      services.log.error(`The model could not be changed: ${messageOf(error)}`);
      void vscode.window.showErrorMessage(`The model could not be changed: ${messageOf(error)}`);
    }
  });
}

async function useFile(services: Services): Promise<void> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: 'Choose a GGUF file',
      openLabel: 'Use this model',
      filters: { 'GGUF language models': ['gguf'] },
    })) ?? [];
  if (file) await use(file.fsPath, file.path.split('/').at(-1) ?? 'model', services);
}

/** Loads the model, and keeps it as the setting only when that worked. */
async function use(model: string | null, name: string, services: Services): Promise<void> {
  const state = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Loading ${name}` },
    () => services.engine.useModel(model),
  );
  if (state.state === 'error' || state.state === 'none') {
    const reason = state.state === 'error' ? state.message : state.reason;
    void vscode.window.showErrorMessage(`${name} could not be loaded: ${reason}`);
    return;
  }
  await saveModel(model);
}

async function fetchModel(model: ModelListing, services: Services): Promise<boolean> {
  const agreed = await vscode.window.showInformationMessage(
    `Download ${model.name}?`,
    { modal: true, detail: consentText(model) },
    'Download',
  );
  if (agreed !== 'Download') return false;
  services.log.info(`Fetching the model ${model.id} on the user's word.`);
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: `Downloading ${model.name}`,
      cancellable: true,
    },
    async (progress, token) => {
      const run = new AbortController();
      token.onCancellationRequested(() => run.abort());
      const engine = await services.engine.get();
      let reported = 0;
      try {
        await engine.getModel(model.id, {
          signal: run.signal,
          onProgress: ({ receivedBytes, totalBytes, step }) => {
            const share = totalBytes > 0 ? (100 * receivedBytes) / totalBytes : 0;
            const increment = Math.max(0, share - reported);
            reported = Math.max(reported, share);
            const count = `${bytesInWords(receivedBytes)} of ${bytesInWords(totalBytes)}`;
            progress.report({ increment, message: `${step} · ${count}` });
          },
        });
        return true;
      } catch (error) {
        if (run.signal.aborted || isCancelled(error)) {
          services.log.info(`Fetching the model ${model.id} was cancelled.`);
          return false;
        }
        throw error;
      }
    },
  );
}
