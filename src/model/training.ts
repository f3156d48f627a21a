import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { abortError, throwIfAborted } from './modelError';

/** What can go wrong while a model is trained. Stable: callers match on it. */
export type TrainingErrorCode = 'no-python' | 'no-packages' | 'too-little' | 'failed';

/** An error whose message says what happened and what to do. Never holds note text. */
export class TrainingError extends Error {
  readonly code: TrainingErrorCode;

  constructor(code: TrainingErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TrainingError';
    this.code = code;
  }
}

/** Where the training pipeline is and what runs it. */
export interface TrainingPlace {
  /** A Python 3 with the packages of `requirements.txt`: a command, or a path. */
  readonly python: string;
  /** The folder `models/training`. */
  readonly folder: string;
}

export interface TrainingStep {
  /** The Python module, for example "adapter.train". */
  readonly module: string;
  readonly args: readonly string[];
  readonly signal?: AbortSignal;
  /** Each line of JSON that the step prints. */
  readonly onLine?: (line: Readonly<Record<string, unknown>>) => void;
}

const PACKAGES = ['torch', 'transformers', 'peft', 'accelerate', 'safetensors', 'gguf', 'numpy'];
const OLDEST = [3, 11] as const;
/** A step that is asked to end writes a checkpoint first. */
const STOP_MS = 60_000;
/** Codes of the pipeline's refusals (`corpus/report.py`). */
const REFUSALS: Readonly<Record<number, TrainingErrorCode>> = { 3: 'no-packages', 5: 'too-little' };

/** Prints the Python's version and the packages it lacks, as JSON; imports none of them. */
const PROBE = `
import importlib.util, json, sys
missing = [p for p in sys.argv[1:] if importlib.util.find_spec(p) is None]
print(json.dumps({"version": list(sys.version_info[:2]), "missing": missing}))
`;

/** $CHARTSIDE_PYTHON, else the platform's own name of Python 3. */
export function defaultPython(env: NodeJS.ProcessEnv = process.env): string {
  return env['CHARTSIDE_PYTHON'] || (process.platform === 'win32' ? 'python' : 'python3');
}

/** The pipeline as the extension carries it. */
export function trainingFolder(extensionPath: string): string {
  return join(extensionPath, 'models', 'training');
}

/**
 * Rejects with a TrainingError ("no-python", "no-packages") that names the command that installs
 * what is missing.
 */
export async function assertCanTrain(place: TrainingPlace, signal?: AbortSignal): Promise<void> {
  const install = `"${place.python}" -m pip install -r "${join(place.folder, 'requirements.txt')}"`;
  const noPython = (why: string): TrainingError =>
    new TrainingError(
      'no-python',
      `Learning needs Python ${OLDEST.join('.')} or later, and ${why}. Install Python 3 from your software ` +
        `centre or python.org, or say where it is (setting chartside.learn.python, --python, or the ` +
        `environment variable CHARTSIDE_PYTHON). Then install its packages: ${install}`,
    );
  let found: { readonly version: readonly number[]; readonly missing: readonly string[] } | null =
    null;
  try {
    await run(place, ['-c', PROBE, ...PACKAGES], {
      ...(signal && { signal }),
      onLine: (line) => (found = line as unknown as typeof found),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw noPython(`"${place.python}" cannot be run`);
  }
  const { version, missing } = found ?? { version: [0, 0], missing: [] };
  const [major = 0, minor = 0] = version;
  if (major !== OLDEST[0] || minor < OLDEST[1]) {
    throw noPython(`"${place.python}" is ${major === 0 ? 'something else' : version.join('.')}`);
  }
  if (missing.length > 0) {
    throw new TrainingError(
      'no-packages',
      `Learning needs Python packages that "${place.python}" does not have: ${missing.join(', ')}. ` +
        `Install them once (5.7 GB on Linux): ${install}`,
    );
  }
}

/**
 * Runs a step of the pipeline to its end, behind everything else the machine does.
 * Rejects with a TrainingError that says what the step said, or, once the process is gone, with an
 * AbortError. A step that is stopped goes on from where it was when it is run again.
 */
export async function runTrainingStep(place: TrainingPlace, step: TrainingStep): Promise<void> {
  await run(place, ['-m', step.module, ...step.args], step);
}

function run(
  place: TrainingPlace,
  args: readonly string[],
  { signal, onLine, module }: Partial<TrainingStep>,
): Promise<void> {
  throwIfAborted(signal);
  return new Promise((resolve, reject) => {
    const child = spawn(place.python, args, {
      cwd: place.folder,
      env: trainingEnvironment(process.env),
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let told: Told | null = null;
    let stderr = '';
    child.once('spawn', () => {
      try {
        setPriority(child.pid!, constants.priority.PRIORITY_LOW);
      } catch {
        // Not everywhere allowed, nowhere needed.
      }
    });
    createInterface({ input: child.stdout }).on('line', (text) => {
      const line = parsed(text);
      if (line === null) return;
      if (typeof line['error'] === 'string') told = { error: line['error'], code: line['code'] };
      else onLine?.(line);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-20_000);
    });
    let killer: NodeJS.Timeout | undefined;
    const onAbort = (): void => {
      child.kill('SIGTERM');
      killer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    // It ends with us.
    const onExit = (): void => void child.kill('SIGTERM');
    process.once('exit', onExit);
    const settle = (): void => {
      clearTimeout(killer);
      process.off('exit', onExit);
      signal?.removeEventListener('abort', onAbort);
    };
    child.once('error', (cause) => {
      settle();
      reject(new TrainingError('no-python', `"${place.python}" cannot be run.`, { cause }));
    });
    child.once('close', (code, killedBy) => {
      settle();
      if (signal?.aborted === true) reject(abortError(signal));
      else if (code === 0) resolve();
      else reject(failure(module ?? 'python', told, stderr, killedBy));
    });
  });
}

/** Python that keeps to itself: no downloads, no files beside the pipeline, text as UTF-8. */
export function trainingEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const own = ['PYTHONPATH', 'PYTHONHOME', 'PYTHONSTARTUP'];
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !own.includes(name))),
    HF_HUB_OFFLINE: '1',
    TRANSFORMERS_OFFLINE: '1',
    HF_HUB_DISABLE_TELEMETRY: '1',
    DO_NOT_TRACK: '1',
    TOKENIZERS_PARALLELISM: 'false',
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONUNBUFFERED: '1',
    PYTHONUTF8: '1',
  };
}

/** What a step says when it refuses. */
interface Told {
  readonly error: string;
  readonly code: unknown;
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  if (!text.startsWith('{')) return null;
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return null;
  }
}

/**
 * What a failed step said of itself. A traceback's own words are left out: an exception may quote
 * what it choked on.
 */
function failure(
  module: string,
  told: Told | null,
  stderr: string,
  killedBy: NodeJS.Signals | null,
): TrainingError {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const last = lines.at(-1) ?? '';
  const crashed = lines.some((line) => line.startsWith('Traceback ('));
  if (told === null && killedBy !== null) {
    const memory = killedBy === 'SIGKILL' ? ', perhaps for want of memory' : '';
    return new TrainingError(
      'failed',
      `The step ${module} was ended by ${killedBy}${memory}. Close other programs and run it again: it goes on from where it was.`,
    );
  }
  if (told === null && crashed) {
    const kind = /^[\w.]*?(\w+)(?::|$)/.exec(last)?.[1] ?? 'an exception';
    const missing = kind === 'ModuleNotFoundError';
    const memory = kind === 'MemoryError' || kind === 'OutOfMemoryError';
    return new TrainingError(
      missing ? 'no-packages' : 'failed',
      `The step ${module} failed (${kind}). ` +
        (missing
          ? 'Install the packages of models/training/requirements.txt and run it again.'
          : memory
            ? 'Close other programs and run it again: it goes on from where it was.'
            : 'Run it again; if it fails again, install the packages of models/training/requirements.txt in these very versions.'),
    );
  }
  const code = typeof told?.code === 'number' ? REFUSALS[told.code] : undefined;
  const said = told?.error ?? last;
  return new TrainingError(code ?? 'failed', said === '' ? `The step ${module} failed.` : said);
}
