import { lstat, readdir, readFile } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import type { DocumentKind, WorkspaceFolders } from './types';

export const IGNORE_FILE = '.chartsideignore';
export const LARGEST_FILE = 5 * 1024 * 1024;
const READABLE = /\.(?:md|markdown|txt|note|soap)$/i;
/** Files looked at together. */
const AT_ONCE = 64;
const NEVER = new Set(['node_modules', 'dist']);

/** A file that belongs into the index. */
export interface FoundFile {
  readonly path: string;
  /** Relative to its root, with forward slashes. */
  readonly relative: string;
  readonly kind: DocumentKind;
  readonly size: number;
  readonly mtimeMs: number;
}

export interface Skipped {
  readonly path: string;
  readonly reason: string;
}

export interface ScanResult {
  readonly files: FoundFile[];
  readonly skipped: Skipped[];
}

/** Patterns of one ignore file and the folder they are relative to. */
interface IgnoreRule {
  readonly base: string;
  readonly patterns: Ignore;
}

/** Decides which files of the workspace are indexed, and as what. */
export class FolderScan {
  readonly #folders: WorkspaceFolders;
  readonly #guidelines: Ignore;
  readonly #notes: Ignore | null;
  readonly #exclude: Ignore;

  constructor(folders: WorkspaceFolders) {
    this.#folders = folders;
    this.#guidelines = ignore().add([...folders.guidelines]);
    this.#notes = folders.notes.length > 0 ? ignore().add([...folders.notes]) : null;
    this.#exclude = ignore().add([...folders.exclude]);
  }

  /** All files of all roots, in order of path. A folder that cannot be read is skipped. */
  async all(signal?: AbortSignal): Promise<ScanResult> {
    const result: ScanResult = { files: [], skipped: [] };
    for (const root of this.#folders.roots) {
      await this.#walk(root, root, [], result, signal);
    }
    const seen = new Set<string>();
    const files = result.files.filter((f) => !seen.has(f.path) && seen.add(f.path));
    files.sort((a, b) => (a.path < b.path ? -1 : 1));
    return { files, skipped: result.skipped };
  }

  /** What a path stands for now: the files at it or below it; none where it is gone or ignored. */
  async at(path: string): Promise<ScanResult> {
    const result: ScanResult = { files: [], skipped: [] };
    const root = this.rootOf(path);
    if (root === null) return result;
    const steps = relative(root, path)
      .split(sep)
      .filter((s) => s !== '');
    let folder = root;
    const rules: IgnoreRule[] = [];
    for (const [i, step] of steps.entries()) {
      await this.#addRule(folder, rules);
      const isLast = i === steps.length - 1;
      const next = join(folder, step);
      const info = await lstat(next).catch(() => null);
      if (info === null || this.#isHidden(root, next, info.isDirectory(), rules)) return result;
      if (isLast && info.isFile()) {
        await this.#addFile(root, next, result);
        return result;
      }
      if (!info.isDirectory()) return result;
      folder = next;
    }
    await this.#walk(root, folder, rules, result);
    return result;
  }

  rootOf(path: string): string | null {
    const within = this.#folders.roots.filter((root) => isWithin(path, root));
    return within.sort((a, b) => b.length - a.length)[0] ?? null;
  }

  async #walk(
    root: string,
    folder: string,
    above: readonly IgnoreRule[],
    result: ScanResult,
    signal?: AbortSignal,
  ): Promise<void> {
    if (signal?.aborted) return;
    const rules = [...above];
    await this.#addRule(folder, rules);
    const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
      result.skipped.push({ path: folder, reason: reasonOf(error, 'folder') });
      return [];
    });
    const files: string[] = [];
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (this.#isHidden(root, path, entry.isDirectory(), rules)) continue;
      if (entry.isDirectory()) {
        await this.#walk(root, path, rules, result, signal);
      } else if (entry.isFile()) {
        files.push(path);
      } else if (entry.isSymbolicLink() && READABLE.test(entry.name)) {
        result.skipped.push({
          path,
          reason: 'is a link; add the folder it leads to to the workspace to index it',
        });
      }
    }
    for (let i = 0; i < files.length && !signal?.aborted; i += AT_ONCE) {
      const some = files.slice(i, i + AT_ONCE);
      await Promise.all(some.map((path) => this.#addFile(root, path, result)));
    }
  }

  async #addFile(root: string, path: string, result: ScanResult): Promise<void> {
    if (!READABLE.test(path)) return;
    const rel = slashed(relative(root, path));
    const kind = this.#kindOf(rel);
    if (kind === null) return;
    try {
      const { size, mtimeMs } = await lstat(path);
      if (size > LARGEST_FILE) {
        result.skipped.push({ path, reason: 'is larger than 5 MB; divide it to have it indexed' });
        return;
      }
      result.files.push({ path, relative: rel, kind, size, mtimeMs });
    } catch (error) {
      result.skipped.push({ path, reason: reasonOf(error, 'file') });
    }
  }

  #kindOf(rel: string): DocumentKind | null {
    if (this.#guidelines.ignores(rel)) return 'guideline';
    return this.#notes === null || this.#notes.ignores(rel) ? 'note' : null;
  }

  #isHidden(root: string, path: string, isFolder: boolean, rules: readonly IgnoreRule[]): boolean {
    const name = basename(path);
    if (name.startsWith('.') || (isFolder && NEVER.has(name))) return true;
    const slash = isFolder ? '/' : '';
    if (this.#exclude.ignores(slashed(relative(root, path)) + slash)) return true;
    return rules.some(({ base, patterns }) =>
      patterns.ignores(slashed(relative(base, path)) + slash),
    );
  }

  async #addRule(folder: string, rules: IgnoreRule[]): Promise<void> {
    const text = await readFile(join(folder, IGNORE_FILE), 'utf8').catch(() => null);
    if (text !== null) rules.push({ base: folder, patterns: ignore().add(text) });
  }
}

export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** A reason a user can act on, from a file system error. */
export function reasonOf(error: unknown, what: 'file' | 'folder'): string {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
  if (code === 'ENOENT') return `the ${what} was removed while it was being indexed`;
  if (code === 'EACCES' || code === 'EPERM') return `no permission to read the ${what}`;
  return `the ${what} cannot be read (${code})`;
}

function slashed(path: string): string {
  return sep === '/' ? path : path.split(sep).join('/');
}
