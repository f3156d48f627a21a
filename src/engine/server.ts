import {
  ErrorCodes,
  ResponseError,
  type CancellationToken,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { CANCELLED, type EngineErrorData } from './engineError';
import type { EngineEvents } from './host';
import * as protocol from './protocol';
import type { Engine, EngineSettings, StreamOptions } from './protocol';

/** LSP's code for a request that its sender no longer wants. */
const REQUEST_CANCELLED = -32800;

export type DisposableEngine = Engine & { dispose(): Promise<void> };

export type CreateEngine = (settings: EngineSettings, events: EngineEvents) => DisposableEngine;

/**
 * Answers the requests of `protocol.ts` from an engine that the first of them, `Initialize`,
 * creates. A cancelled request aborts the engine's signal; a failure becomes a ResponseError whose
 * `data.code` is stable. The caller listens on the connection.
 */
export function serveEngine(
  connection: MessageConnection,
  create: CreateEngine,
): { dispose(): Promise<void> } {
  let engine: DisposableEngine | null = null;

  const started = (): Engine => {
    if (engine !== null) return engine;
    throw failure('not-initialized', 'The engine was asked before it was told its settings.');
  };
  const stream = <T>(token: number, signal: AbortSignal): StreamOptions<T> => ({
    signal,
    onProgress: (item) => void connection.sendNotification(protocol.Progress, { token, item }),
  });

  connection.onRequest(protocol.Initialize, (settings) =>
    answered(async () => {
      const old = engine;
      engine = null;
      await old?.dispose();
      engine = create(settings, {
        onModelState: (state) =>
          void connection.sendNotification(protocol.ModelStateChanged, state),
        log: (level, message) => void connection.sendNotification(protocol.Log, { level, message }),
      });
    }),
  );
  connection.onRequest(protocol.OpenIndex, ({ token, ...scope }, cancellation) =>
    cancellable(cancellation, (signal) => started().openIndex(scope, stream(token, signal))),
  );
  connection.onRequest(protocol.Changed, ({ paths }) => answered(() => started().changed(paths)));
  connection.onRequest(protocol.RebuildIndex, ({ token }, cancellation) =>
    cancellable(cancellation, (signal) => started().rebuildIndex(stream(token, signal))),
  );
  connection.onRequest(protocol.EmbedIndex, ({ token }, cancellation) =>
    cancellable(cancellation, (signal) => started().embedIndex(stream(token, signal))),
  );
  connection.onRequest(protocol.SetPaused, ({ paused }) =>
    answered(() => started().setPaused(paused)),
  );
  connection.onRequest(protocol.Search, ({ text, options }) =>
    answered(() => started().search(text, options)),
  );
  connection.onRequest(protocol.Complete, (request, cancellation) =>
    cancellable(cancellation, (signal) => started().complete(request, signal)),
  );
  connection.onRequest(protocol.Summarize, ({ token, ...request }, cancellation) =>
    cancellable(cancellation, (signal) => started().summarize(request, stream(token, signal))),
  );
  connection.onRequest(protocol.Ask, ({ token, ...request }, cancellation) =>
    cancellable(cancellation, (signal) => started().ask(request, stream(token, signal))),
  );
  connection.onRequest(protocol.Models, () => answered(() => started().models()));
  connection.onRequest(protocol.GetModel, ({ token, id, file }, cancellation) =>
    cancellable(cancellation, (signal) =>
      started().getModel(id, {
        ...stream<protocol.GetModelProgress>(token, signal),
        ...(file === undefined ? {} : { file }),
      }),
    ),
  );
  connection.onRequest(protocol.UseModel, ({ model }) => answered(() => started().useModel(model)));
  connection.onRequest(protocol.UnloadModel, () => answered(() => started().unloadModel()));
  connection.onRequest(protocol.GetModelState, () => answered(() => started().modelState()));
  connection.onRequest(protocol.Adapters, () => answered(() => started().adapters()));
  connection.onRequest(protocol.UseAdapter, ({ id }) => answered(() => started().useAdapter(id)));
  connection.onRequest(protocol.RemoveAdapter, ({ id }) =>
    answered(() => started().removeAdapter(id)),
  );

  return {
    async dispose() {
      const last = engine;
      engine = null;
      await last?.dispose();
    },
  };
}

async function cancellable<T>(
  cancellation: CancellationToken,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | ResponseError<EngineErrorData>> {
  const controller = new AbortController();
  if (cancellation.isCancellationRequested) controller.abort();
  const listener = cancellation.onCancellationRequested(() => controller.abort());
  try {
    return await answered(() => work(controller.signal));
  } finally {
    listener.dispose();
  }
}

async function answered<T>(work: () => Promise<T>): Promise<T | ResponseError<EngineErrorData>> {
  try {
    return await work();
  } catch (error) {
    return asResponse(error);
  }
}

function asResponse(error: unknown): ResponseError<EngineErrorData> {
  if (error instanceof ResponseError) return error as ResponseError<EngineErrorData>;
  if (!(error instanceof Error)) return failure('internal', 'The engine failed.');
  if (error.name === 'AbortError') {
    return new ResponseError(REQUEST_CANCELLED, 'The request was cancelled.', { code: CANCELLED });
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'internal';
  return failure(code, error.message);
}

function failure(code: string, message: string): ResponseError<EngineErrorData> {
  return new ResponseError(ErrorCodes.InternalError, message, { code });
}
