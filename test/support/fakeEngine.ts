import { existsSync, writeFileSync } from 'node:fs';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import type { Engine } from '../../src/engine/protocol';
import { serveEngine } from '../../src/engine/server';

/**
 * A process that the client's tests fork: the real server before an engine without index or
 * model. What a request asks is in its text; what happened is written beside `storagePath`.
 */
function fakeEngine(mark: (what: string) => void): Engine & { dispose(): Promise<void> } {
  let opened = 0;
  let model: string | null = null;
  const die = (): Promise<never> => {
    process.kill(process.pid, 'SIGKILL');
    return new Promise(() => undefined);
  };
  const refuse = (): Promise<never> => Promise.reject(new Error('not part of this test'));
  return {
    async openIndex(scope, options) {
      opened++;
      options?.onProgress?.({ phase: 'reading', done: 1, total: 2, file: scope.roots[0] ?? null });
      options?.onProgress?.({ phase: 'ready', done: 2, total: 2, file: null });
      return { files: opened, chunks: 0, read: 0, skipped: [] };
    },
    async changed() {
      throw Object.assign(new Error('The folder is gone. Open another.'), { code: 'missing' });
    },
    rebuildIndex: die,
    embedIndex: refuse,
    setPaused: refuse,
    async search(text) {
      return [hit(`${text}; opened ${opened}; model ${model ?? 'built-in'}`)];
    },
    async complete({ text }, signal) {
      if (text === 'die') return die();
      if (text === 'die once' && !existsSync(`${marks}.died`)) {
        writeFileSync(`${marks}.died`, '');
        return die();
      }
      if (text === 'wait') {
        mark('waiting');
        await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
        mark('cancelled');
        throw new DOMException('', 'AbortError');
      }
      return { completion: `${text}!`, confidence: 1, source: 'model', ms: process.pid };
    },
    summarize: refuse,
    ask: refuse,
    models: refuse,
    getModel: refuse,
    async useModel(next) {
      model = next;
      return { state: 'ready', name: next ?? 'built-in' };
    },
    modelState: refuse,
    unloadModel: refuse,
    adapters: refuse,
    useAdapter: refuse,
    removeAdapter: refuse,
    async dispose() {
      mark('disposed');
    },
  };

  function hit(text: string) {
    const place = { path: '', kind: 'note' as const, heading: '', startLine: 1, endLine: 1 };
    return { id: '', ...place, text, score: 1 };
  }
}

let marks = '';
const connection = createMessageConnection(
  new IPCMessageReader(process),
  new IPCMessageWriter(process),
);
const server = serveEngine(connection, (settings, events) => {
  marks = settings.storagePath ?? '';
  events.log('info', `flags: ${process.execArgv.join(' ')}`);
  events.onModelState({ state: 'none', reason: settings.model ?? 'built-in' });
  const engine = fakeEngine((what) => writeFileSync(`${marks}.${what}`, ''));
  if (settings.model !== null) void engine.useModel(settings.model);
  return engine;
});
process.on('disconnect', () => {
  server.dispose().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
connection.listen();
