import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { chunkDocument, type SourceDocument } from './chunks';
import { FolderScan, IGNORE_FILE, isWithin, reasonOf, type FoundFile } from './folderScan';
import { IndexVectors } from './indexVectors';
import { embedPassages } from './passageEmbedding';
import { PassageIndex } from './passageIndex';
import { Pause } from './pause';
import type { Expand } from './query';
import { packIndex, unpackIndex, type IndexedFile } from './savedIndex';
import { readSnapshot, removeSnapshot, writeSnapshot } from './snapshot';
import type {
  DocumentKind,
  Embedding,
  Hit,
  IndexLog,
  IndexProgress,
  IndexStats,
  SearchOptions,
  WorkspaceFolders,
} from './types';

export interface IndexRunOptions {
  readonly onProgress?: (progress: IndexProgress) => void;
  /** Stops reading; what was read by then is kept, searched and saved. */
  readonly signal?: AbortSignal;
}

export interface OpenOptions extends IndexRunOptions {
  readonly folders: WorkspaceFolders;
  /** Folder for the snapshot, or null to keep none. */
  readonly storagePath: string | null;
  readonly log: IndexLog;
  /** Holds indexing up from the start; `setPaused` sets the same switch. */
  readonly pausing?: Pause;
  /** Other writings of a word of a query, for example of an abbreviation. */
  readonly expand?: Expand;
  /** Search goes by meaning too, once `embed` has given the passages their vectors. */
  readonly embedding?: Embedding;
}

/** Files read ahead of the one being indexed. */
const READ_AHEAD = 8;
/** A file changed this shortly before it was read may have changed again in the same instant. */
const DOUBT_MS = { fine: 50, coarse: 2000 };
const SAVE_AFTER_MS = 5000;

/**
 * The index of a workspace: notes and guidelines below its roots, cut into passages, kept in
 * step with the files and restored from a snapshot. A file that cannot be read is skipped with a
 * reason; without storage the index lives in memory.
 */
export class WorkspaceIndex {
  readonly #scan: FolderScan;
  readonly #storagePath: string | null;
  readonly #log: IndexLog;
  readonly #pausing: Pause;
  readonly #expand: Expand | undefined;
  #passages = PassageIndex.empty();
  #vectors: IndexVectors | null = null;
  #embedding: Promise<void> = Promise.resolve();
  /** True once all was embedded: what changes later is then embedded too. */
  #keepsEmbedding = false;
  #files = new Map<string, IndexedFile>();
  #skipped = new Map<string, string>();
  /** Given documents of the snapshot that were not given again in this run. */
  #unconfirmed = new Set<string>();
  #chunks = 0;
  #read = 0;
  #changes = 0;
  #saved = 0;
  #warnedOfStorage = false;
  #queue: Promise<unknown> = Promise.resolve();
  #saveTimer: NodeJS.Timeout | null = null;
  #closing = new AbortController();

  private constructor(options: OpenOptions) {
    this.#scan = new FolderScan(options.folders);
    this.#storagePath = options.storagePath;
    this.#log = options.log;
    this.#pausing = options.pausing ?? new Pause();
    this.#expand = options.expand;
  }

  /** Restores the snapshot where there is a sound one, then reads what changed since. */
  static async open(options: OpenOptions): Promise<WorkspaceIndex> {
    const index = await WorkspaceIndex.restore(options);
    await index.refresh(options);
    return index;
  }

  /** Restores the snapshot alone: it can be searched at once, `refresh` brings it up to date. */
  static async restore(options: Omit<OpenOptions, 'signal'>): Promise<WorkspaceIndex> {
    const index = new WorkspaceIndex(options);
    await index.#restore();
    if (options.embedding) {
      const { embedding, storagePath, log } = options;
      index.#vectors = await IndexVectors.restore({ embedding, storagePath, log });
      index.#passages.attach(index.#vectors.vectors, embedding.takes);
      index.#vectors.settle();
    }
    return index;
  }

  /** Reads what changed since; searches meanwhile find what has been read. */
  refresh(options: IndexRunOptions = {}): Promise<void> {
    return this.#inTurn(() => this.#update(options)).then(() => this.#embedMore());
  }

  /**
   * Gives each passage its vector, in the background: one at a time, standing back while paused
   * or while anyone waits for something. Resolves when all have one, when there is no embedder
   * or it fails, or when the signal fires; what was done by then is kept. After a run that came
   * to its end the index embeds by itself what changes.
   */
  embed(options: IndexRunOptions = {}): Promise<void> {
    const run = this.#embedding.then(() => this.#embedAll(options));
    this.#embedding = run.catch(() => undefined);
    return run;
  }

  stats(): IndexStats {
    const skipped = [...this.#skipped].map(([path, reason]) => ({ path, reason }));
    let files = this.#files.size;
    for (const path of this.#unconfirmed) if (this.#files.has(path)) files--;
    const embedded = this.#vectors?.vectors.embedded;
    return {
      files,
      chunks: this.#chunks,
      ...(embedded === undefined ? {} : { embedded }),
      read: this.#read,
      skipped,
    };
  }

  /** The best passages for a query, best first. */
  async search(text: string, options: SearchOptions): Promise<Hit[]> {
    const vector = await this.#vectors?.query(text, this.#expand);
    this.#dropUnconfirmed();
    return this.#passages.search(text, options, this.#expand, vector ?? undefined);
  }

  /** Documents of the index: files by absolute path, and those that were given. */
  *documents(): Iterable<{ readonly path: string; readonly kind: DocumentKind }> {
    for (const { path, kind } of this.#files.values()) {
      if (!this.#unconfirmed.has(path)) yield { path, kind };
    }
  }

  /** Absolute paths of the notes. */
  *notes(): Iterable<string> {
    for (const { path, kind, onDisk } of this.#files.values()) {
      if (kind === 'note' && onDisk) yield path;
    }
  }

  /**
   * Looks what became of these files or folders: created, changed, renamed (both paths), deleted.
   */
  changed(paths: readonly string[]): Promise<void> {
    return this.#inTurn(async () => {
      if (paths.some((path) => basename(path) === IGNORE_FILE)) {
        await this.#update({});
        return;
      }
      for (const given of paths) {
        const path = resolve(given);
        const { files, skipped } = await this.#scan.at(path);
        this.#forgetSkipped(path);
        for (const s of skipped) this.#skipped.set(s.path, s.reason);
        const there = new Set(files.map((f) => f.path));
        for (const known of [...this.#files.values()]) {
          if (known.onDisk && isWithin(known.path, path) && !there.has(known.path)) {
            this.#removeFile(known.path);
          }
        }
        await this.#readFiles(files, {}, () => undefined);
      }
      this.#saveSoon();
    }).then(() => this.#embedMore());
  }

  /**
   * Forgets everything, the snapshot too, and reads all files again; given documents remain, and
   * so does the vector of a passage that says the same as before.
   */
  rebuild(options: IndexRunOptions = {}): Promise<void> {
    return this.#inTurn(async () => {
      this.#dropUnconfirmed();
      const given = [...this.#files.values()].filter((f) => !f.onDisk);
      const before = this.#passages;
      this.#passages = PassageIndex.empty();
      if (this.#vectors) {
        this.#vectors.vectors.release();
        this.#passages.attach(this.#vectors.vectors, this.#vectors.takes);
      }
      this.#files = new Map();
      this.#chunks = 0;
      for (const file of given) {
        for (let i = 0; i < file.chunks; i++) {
          const passage = before.get(`${file.path}#${i}`);
          if (passage) this.#passages.add(passage);
        }
        this.#files.set(file.path, file);
        this.#chunks += file.chunks;
      }
      this.#changes++;
      if (this.#storagePath !== null)
        await removeSnapshot(this.#storagePath).catch(() => undefined);
      await this.#update(options);
    }).then(() => this.#embedMore());
  }

  /**
   * Indexes documents that are not files of the workspace, such as the guidelines that come with
   * Chartside. The list is the whole of them: one that was given before and is not in it goes.
   */
  addDocuments(documents: readonly SourceDocument[]): Promise<void> {
    return this.#inTurn(async () => {
      const there = new Set(documents.map((d) => d.path));
      for (const known of [...this.#files.values()]) {
        if (!known.onDisk && !there.has(known.path)) this.#removeFile(known.path);
      }
      this.#unconfirmed.clear();
      for (const document of documents) {
        const hash = hashOf(document.text);
        const known = this.#files.get(document.path);
        if (known && known.hash === hash && known.kind === document.kind) continue;
        this.#putFile(document, {
          size: document.text.length,
          mtimeMs: 0,
          readAt: 0,
          hash,
          onDisk: false,
        });
        await nextTurn();
      }
      this.#saveSoon();
    }).then(() => this.#embedMore());
  }

  setPaused(paused: boolean): void {
    this.#pausing.set(paused);
  }

  /** Writes the snapshot if anything changed since the last. Warns, and goes on, if it cannot. */
  save(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#saveNow();
      await this.#vectors?.save();
    });
  }

  /** Stops what is under way and writes the snapshot. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#pausing.set(false);
    if (this.#saveTimer) clearTimeout(this.#saveTimer);
    this.#saveTimer = null;
    await this.#embedding;
    await this.#inTurn(() => this.#saveNow());
    await this.#vectors?.save();
  }

  async #embedAll({ onProgress = () => undefined, signal }: IndexRunOptions): Promise<void> {
    const held = this.#vectors;
    const stop = AbortSignal.any([this.#closing.signal, ...(signal ? [signal] : [])]);
    this.#keepsEmbedding = false;
    if (!held || stop.aborted) return;
    const embedder = await held.embedder();
    if (!embedder || stop.aborted) return;
    const { vectors } = held;
    if (vectors.use(embedder.id, embedder.dimensions)) {
      this.#log('info', 'Vectors of another embedder were let go, and are made anew.');
    }
    try {
      await embedPassages(vectors, {
        embedder,
        quiet: (signal) => held.quiet(signal),
        pausing: this.#pausing,
        signal: stop,
        passage: (id) => this.#passages.get(id),
        onStep: () => {
          held.saveSoon();
          const { embedded: done, passages: total } = vectors;
          onProgress({ phase: 'embedding', done, total, file: null });
        },
      });
      this.#keepsEmbedding = !stop.aborted;
    } catch (error) {
      held.warn(error);
    }
    await held.save();
    const { embedded: done, passages: total } = vectors;
    onProgress({ phase: 'ready', done, total, file: null });
  }

  #embedMore(): void {
    if (!this.#keepsEmbedding || !this.#vectors) return;
    if (this.#vectors.vectors.next() !== null) void this.embed();
  }

  async #restore(): Promise<void> {
    if (this.#storagePath === null) return;
    const reading = await readSnapshot(this.#storagePath);
    if (reading.state === 'none') return;
    let reason = reading.state === 'rejected' ? reading.reason : 'it was made by another tokenizer';
    if (reading.state === 'read') {
      try {
        const saved = unpackIndex(reading.content);
        if (saved) {
          this.#passages = PassageIndex.restore(saved.passages);
          for (const file of saved.files) {
            this.#files.set(file.path, file);
            this.#chunks += file.chunks;
            if (!file.onDisk) this.#unconfirmed.add(file.path);
          }
          return;
        }
      } catch (error) {
        reason = `it cannot be restored (${(error as Error).name})`;
        this.#passages = PassageIndex.empty();
        this.#files = new Map();
        this.#unconfirmed.clear();
        this.#chunks = 0;
      }
    }
    this.#changes++;
    this.#log('warn', `The index snapshot is not used, and the index is built anew: ${reason}.`);
  }

  async #update({ onProgress = () => undefined, signal }: IndexRunOptions): Promise<void> {
    const stop = AbortSignal.any([this.#closing.signal, ...(signal ? [signal] : [])]);
    this.#read = 0;
    onProgress({ phase: 'scanning', done: 0, total: 0, file: null });
    const { files, skipped } = await this.#scan.all(stop);
    if (!stop.aborted) {
      this.#skipped = new Map(skipped.map((s) => [s.path, s.reason]));
      const there = new Set(files.map((f) => f.path));
      for (const known of [...this.#files.values()]) {
        if (known.onDisk && !there.has(known.path)) this.#removeFile(known.path);
      }
      await this.#readFiles(
        files.filter((f) => this.#mayHaveChanged(f)),
        { signal: stop },
        onProgress,
      );
    }
    onProgress({ phase: 'saving', done: this.#read, total: this.#read, file: null });
    await this.#saveNow();
    onProgress({ phase: 'ready', done: this.#read, total: this.#read, file: null });
  }

  #mayHaveChanged(file: FoundFile): boolean {
    const known = this.#files.get(file.path);
    return (
      !known ||
      known.kind !== file.kind ||
      known.size !== file.size ||
      known.mtimeMs !== file.mtimeMs ||
      file.mtimeMs > known.readAt - (file.mtimeMs % 1000 === 0 ? DOUBT_MS.coarse : DOUBT_MS.fine)
    );
  }

  /** Reads files in order, a few ahead, and lets other work in between two of them. */
  async #readFiles(
    files: readonly FoundFile[],
    { signal }: { signal?: AbortSignal },
    onProgress: (progress: IndexProgress) => void,
  ): Promise<void> {
    const ahead: Promise<Buffer | { reason: string }>[] = [];
    let asked = 0;
    for (const [i, file] of files.entries()) {
      await this.#pausing.passed(signal);
      if (signal?.aborted) break;
      while (asked < files.length && asked < i + READ_AHEAD) {
        ahead.push(readBytes(files[asked++].path));
      }
      onProgress({ phase: 'reading', done: i, total: files.length, file: file.relative });
      const bytes = await ahead[i];
      this.#take(file, bytes);
      await nextTurn();
    }
  }

  #take(file: FoundFile, bytes: Buffer | { reason: string }): void {
    const { path, kind, mtimeMs } = file;
    if (!Buffer.isBuffer(bytes)) return this.#skip(path, bytes.reason);
    this.#read++;
    const hash = hashOf(bytes);
    const known = this.#files.get(path);
    const stamp = { size: bytes.length, mtimeMs, readAt: Date.now(), hash, onDisk: true };
    if (known && known.hash === hash && known.kind === kind) {
      this.#changes++;
      this.#files.set(path, { ...known, ...stamp });
      return;
    }
    const text = decodeText(bytes);
    if (text === null) return this.#skip(path, 'is not text; only text is indexed');
    try {
      this.#putFile({ path, kind, text }, stamp);
    } catch (error) {
      this.#skip(path, `cannot be indexed (${(error as Error).name})`);
    }
  }

  #skip(path: string, reason: string): void {
    this.#removeFile(path);
    this.#skipped.set(path, reason);
    this.#log('warn', `Not indexed: ${path}: ${reason}.`);
  }

  #putFile(
    document: SourceDocument,
    stamp: Pick<IndexedFile, 'size' | 'mtimeMs' | 'readAt' | 'hash' | 'onDisk'>,
  ): void {
    const chunks = chunkDocument(document);
    this.#removeFile(document.path);
    for (const chunk of chunks) this.#passages.add(chunk);
    const { path, kind } = document;
    this.#files.set(path, { path, kind, ...stamp, chunks: chunks.length });
    this.#chunks += chunks.length;
    this.#changes++;
  }

  #removeFile(path: string): void {
    const known = this.#files.get(path);
    if (!known) return;
    for (let i = 0; i < known.chunks; i++) this.#passages.remove(`${path}#${i}`);
    this.#files.delete(path);
    this.#unconfirmed.delete(path);
    this.#chunks -= known.chunks;
    this.#changes++;
  }

  #dropUnconfirmed(): void {
    for (const path of [...this.#unconfirmed]) this.#removeFile(path);
  }

  #forgetSkipped(path: string): void {
    for (const skipped of [...this.#skipped.keys()]) {
      if (isWithin(skipped, path)) this.#skipped.delete(skipped);
    }
  }

  #saveSoon(): void {
    if (this.#storagePath === null || this.#saveTimer || this.#closing.signal.aborted) return;
    this.#saveTimer = setTimeout(() => {
      this.#saveTimer = null;
      void this.#inTurn(() => this.#saveNow());
    }, SAVE_AFTER_MS);
    this.#saveTimer.unref();
  }

  async #saveNow(): Promise<void> {
    this.#vectors?.saveSoon();
    if (this.#storagePath === null || this.#saved === this.#changes) return;
    const changes = this.#changes;
    try {
      const files = [...this.#files.values()];
      const content = packIndex({ files, passages: this.#passages.save() });
      await writeSnapshot(this.#storagePath, content);
      this.#saved = changes;
    } catch (error) {
      if (this.#warnedOfStorage) return;
      this.#warnedOfStorage = true;
      const code = (error as NodeJS.ErrnoException).code ?? (error as Error).name;
      this.#log(
        'warn',
        `The index cannot be saved in ${this.#storagePath} (${code}): it works, but is built anew ` +
          `at each start. Free some space or make the folder writable.`,
      );
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function readBytes(path: string): Promise<Buffer | { reason: string }> {
  try {
    return await readFile(path);
  } catch (error) {
    return { reason: reasonOf(error, 'file') };
  }
}

function hashOf(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('base64');
}

/** The text of a file in UTF-8 or UTF-16, or null where it is none. */
function decodeText(bytes: Buffer): string | null {
  if (bytes.length >= 2 && bytes[0] === 0xff && bytes[1] === 0xfe) {
    return bytes.toString('utf16le', 2);
  }
  if (bytes.subarray(0, 8192).includes(0)) return null;
  const text = bytes.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}
