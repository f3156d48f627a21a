/** Lets the latest request win: starting one aborts the one before. Pure of any editor. */
export class Latest {
  #current: AbortController | undefined;

  start(): AbortController {
    this.#current?.abort();
    this.#current = new AbortController();
    return this.#current;
  }

  cancel(): void {
    this.#current?.abort();
    this.#current = undefined;
  }
}

/** Resolves after `ms`, or at once when `signal` fires. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}

/** The promise's value, or `otherwise` when it takes longer than `ms` or fails. */
export async function within<T>(ms: number, promise: Promise<T>, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), ms);
  });
  try {
    return await Promise.race([promise.catch(() => otherwise), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** True of the error of an aborted or cancelled request. */
export function isCancelled(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // -32800 is JSON-RPC's "request cancelled".
  return (
    error.name === 'AbortError' ||
    error.name === 'Canceled' ||
    (error as { code?: unknown }).code === -32800
  );
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
