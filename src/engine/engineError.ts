/** An engine's failure as its client sees it. `code` is stable: a ModelError's, or one of these. */
export class EngineError extends Error {
  /** "engine-died", "engine-down", "disposed", "not-initialized", "internal", or a ModelErrorCode. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EngineError';
    this.code = code;
  }
}

/** What travels in a ResponseError's `data`. */
export interface EngineErrorData {
  readonly code: string;
}

export const CANCELLED = 'cancelled';
