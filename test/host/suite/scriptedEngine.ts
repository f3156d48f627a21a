import * as vscode from 'vscode';
import type { CompleteRequest, Completion } from '../../../src/assist/types';
import type { TestApi } from '../../../src/extension';
import { chartside } from './clinician';

/** What a test has the engine answer. */
export interface Script {
  readonly completion: string;
  readonly alternatives?: readonly string[];
}

/** A request for a completion as it reached the engine. */
export interface SeenRequest extends CompleteRequest {
  /** The text before the cursor. */
  readonly before: string;
  /** When it came, milliseconds of the host's clock. */
  readonly at: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Puts a script in the place of the engine's completions: `answer` is asked with the text before
 * the cursor, so that what a test sees depends on no model. Everything else stays real.
 */
export async function scriptEngine(
  answer: (before: string, request: SeenRequest) => Script | Promise<Script>,
) {
  await chartside();
  const extension = vscode.extensions.getExtension<TestApi>('chartside.chartside')!;
  const client = await extension.exports.services.engine.get();
  let requests: SeenRequest[] = [];
  client.complete = async (request, signal): Promise<Completion> => {
    const before = request.text.slice(0, request.offset);
    const seen = { ...request, before, at: performance.now(), signal };
    requests.push(seen);
    return { confidence: 0.9, source: 'phrases', ms: 0, ...(await answer(before, seen)) };
  };
  return {
    /** Since the start or the last `clear`. */
    requests: (): readonly SeenRequest[] => requests,
    clear: () => {
      requests = [];
    },
    restore: () => {
      delete (client as { complete?: unknown }).complete;
    },
  };
}
