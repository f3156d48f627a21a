import { createEngineHost, type EngineHost } from '../engine/host';
import { extensionPath } from './place';

export interface EngineOptions {
  readonly model?: string;
  readonly threads?: string;
}

/**
 * Runs `use` with an engine in this process: the command line is a process of its own, so nothing
 * needs protecting from it. Warnings go to standard error, answers alone to standard output.
 */
export async function withEngine<T>(
  options: EngineOptions,
  use: (engine: EngineHost) => Promise<T>,
): Promise<T> {
  const engine = createEngineHost(
    {
      extensionPath,
      storagePath: null,
      model: options.model ?? null,
      threads: options.threads === undefined ? null : Number(options.threads),
    },
    {
      onModelState: () => {},
      log: (level, message) => {
        if (level !== 'info') process.stderr.write(`${message}\n`);
      },
    },
  );
  try {
    return await use(engine);
  } finally {
    await engine.dispose();
  }
}

/** A signal that fires on the first Ctrl+C; the second one ends the process as usual. */
export function interrupted(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  return controller.signal;
}
