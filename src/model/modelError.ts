/** What can go wrong between a model's name and a loaded model. Stable: callers match on it. */
export type ModelErrorCode =
  | 'unknown-model'
  | 'missing'
  | 'truncated'
  | 'wrong-hash'
  | 'not-gguf'
  | 'unreadable'
  | 'not-convertible'
  | 'no-python'
  | 'no-network'
  | 'no-source'
  | 'disk-full'
  | 'read-only'
  | 'cancelled'
  | 'no-runtime'
  | 'no-memory'
  | 'load-failed'
  | 'too-long';

/** An error whose message says what happened, where, and what to do. Never holds note text. */
export class ModelError extends Error {
  readonly code: ModelErrorCode;

  constructor(code: ModelErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ModelError';
    this.code = code;
  }
}

/** The error a cancelled request rejects with: `name` is "AbortError", as the platform's own is. */
export function abortError(signal?: AbortSignal): Error {
  const reason: unknown = signal?.reason;
  if (reason instanceof Error && reason.name === 'AbortError') return reason;
  return new DOMException('The request was cancelled.', 'AbortError');
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw abortError(signal);
}
