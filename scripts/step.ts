import { spawn, type SpawnOptions } from 'node:child_process';

/** Prints a line of what is going on, at once. */
export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Seconds since `start` (milliseconds), for people: "3.2 s", "2 min 5 s". */
export function since(start: number): string {
  const seconds = (Date.now() - start) / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** Says what begins, runs it, says how long it took. Errors pass through. */
export async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  say(`> ${name}`);
  const start = Date.now();
  const result = await work();
  say(`  done in ${since(start)}`);
  return result;
}

/** A command that did not exit with 0. `code` is null where a signal ended it. */
export class CommandFailed extends Error {
  constructor(
    readonly command: string,
    readonly code: number | null,
    readonly output: string,
  ) {
    super(`\`${command}\` failed (${code ?? 'ended by a signal'}).\n${tail(output, 30)}`.trim());
  }
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Keep the output for the caller (and for the error) and print nothing. */
  readonly quiet?: boolean;
}

/**
 * Runs a command to its end and resolves to its standard output (empty unless `quiet`).
 * Rejects with `CommandFailed`, or with the spawn error where the command does not exist.
 */
export function run(command: string, args: readonly string[], options: RunOptions = {}) {
  return new Promise<string>((resolve, reject) => {
    const spawnOptions: SpawnOptions = {
      cwd: options.cwd ?? process.cwd(),
      env: options.env ?? process.env,
      stdio: options.quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    };
    const child = spawn(command, [...args], spawnOptions);
    let out = '';
    let all = '';
    child.stdout?.on('data', (d: Buffer) => {
      out += String(d);
      all += String(d);
    });
    child.stderr?.on('data', (d: Buffer) => (all += String(d)));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(out);
      else reject(new CommandFailed([command, ...args].join(' '), code, all));
    });
  });
}

/** The last lines of a text. */
export function tail(text: string, lines: number): string {
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}
