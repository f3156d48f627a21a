import { spawn } from 'node:child_process';
import { abortError, ModelError } from './modelError';

/** A Python 3 with pip, as a command and its first arguments. */
export interface Python {
  readonly command: string;
  readonly args: readonly string[];
}

export interface PythonRun {
  readonly code: number | null;
  readonly stderr: string;
}

const CANDIDATES: readonly Python[] =
  process.platform === 'win32'
    ? [
        { command: 'py', args: ['-3'] },
        { command: 'python', args: [] },
      ]
    : [
        { command: 'python3', args: [] },
        { command: 'python', args: [] },
      ];

/** The first Python 3 with pip on the path. Rejects with a ModelError ("no-python"). */
export async function findPython(env: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<Python> {
  for (const candidate of CANDIDATES) {
    const probe = 'import sys, pip; sys.exit(sys.version_info[0] != 3)';
    try {
      if ((await runPython(candidate, ['-c', probe], env, signal)).code === 0) return candidate;
    } catch (error) {
      if (signal?.aborted === true) throw error;
    }
  }
  throw new ModelError(
    'no-python',
    'No Python 3 with pip was found on the path. Install Python 3 from your software centre or python.org and try again, ' +
      'or give the model file yourself: chartside models get ID --file PATH.',
  );
}

/**
 * Runs Python to its end. Rejects where it cannot be started, and with an AbortError (after the
 * process is gone) when `signal` fires.
 */
export function runPython(
  python: Python,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): Promise<PythonRun> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted === true) {
      reject(abortError(signal));
      return;
    }
    const child = spawn(python.command, [...python.args, ...args], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
      windowsHide: true,
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-20_000);
    });
    let killer: NodeJS.Timeout | undefined;
    const onAbort = (): void => {
      child.kill('SIGTERM');
      killer = setTimeout(() => child.kill('SIGKILL'), 1500);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    const settle = (): void => {
      clearTimeout(killer);
      signal?.removeEventListener('abort', onAbort);
    };
    child.on('error', (error) => {
      settle();
      reject(error);
    });
    child.on('close', (code) => {
      settle();
      if (signal?.aborted === true) reject(abortError(signal));
      else resolve({ code, stderr });
    });
  });
}
