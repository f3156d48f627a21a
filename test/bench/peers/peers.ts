import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What a peer says of one sentence's concept; null where it has no such axis. */
export interface PeerAnswer {
  readonly negated: boolean;
  readonly historical: boolean | null;
  readonly ms: number;
}

export interface PeerQuestion {
  readonly id: string;
  readonly sentence: string;
  readonly concept: string;
}

/** Each in an environment of its own: their requirements contradict one another. */
export const PEERS = [
  { name: 'medspaCy 1.3.1', requirement: 'medspacy==1.3.1', script: 'medspacy_assert.py' },
  { name: 'negspacy 1.1.0', requirement: 'negspacy==1.1.0', script: 'negspacy_assert.py' },
] as const;

/**
 * Asks one peer about all sentences, in order, in one Python process. Makes its virtual
 * environment below `out/peers` the first time (needs python3 and the Python package index).
 * Throws an Error that says what to do when Python or the package cannot be had.
 */
export function askPeer(
  peer: (typeof PEERS)[number],
  questions: readonly PeerQuestion[],
): readonly PeerAnswer[] {
  const python = environment(peer.requirement);
  const input = questions.map(({ id, sentence, concept }) =>
    JSON.stringify({ id, sentence, concept }),
  );
  const output = execFileSync(python, [resolve('test/bench/peers', peer.script)], {
    input: input.join('\n'),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
  });
  const answers = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Partial<PeerAnswer> & { id: string });
  if (answers.length !== questions.length) {
    throw new Error(`${peer.name} answered ${answers.length} of ${questions.length} sentences.`);
  }
  return answers.map(({ negated, historical, ms }) => ({
    negated: negated === true,
    historical: historical ?? null,
    ms: ms ?? NaN,
  }));
}

function environment(requirement: string): string {
  const folder = resolve('out/peers', requirement.split('==')[0] ?? requirement);
  const python = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const pip = ['-m', 'pip', '--disable-pip-version-check', '--quiet'];
  if (existsSync(python) && hasPackage(python, requirement)) return python;
  console.log(`Making a virtual environment for ${requirement} in out/peers (once, minutes)`);
  try {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(resolve('out/peers'), { recursive: true });
    execFileSync(process.platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', folder]);
    execFileSync(python, [...pip, 'install', requirement], { stdio: 'inherit' });
  } catch (error) {
    throw new Error(
      `${requirement} could not be installed; python3 with venv and pip, and a connection to the ` +
        'Python package index, are needed for --peers.',
      { cause: error },
    );
  }
  return python;
}

function hasPackage(python: string, requirement: string): boolean {
  const [name, version] = requirement.split('==');
  const ask = `from importlib.metadata import version; print(version("${name}"))`;
  try {
    return execFileSync(python, ['-c', ask], { encoding: 'utf8' }).trim() === version;
  } catch {
    return false;
  }
}
