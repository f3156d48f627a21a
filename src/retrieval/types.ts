export type DocumentKind = 'note' | 'guideline';

/** A passage of a document: one section, or a part of a long one. */
export interface Chunk {
  readonly id: string;
  readonly path: string;
  readonly kind: DocumentKind;
  /** Headings from the document's title down, joined with " › ". */
  readonly heading: string;
  /** 1-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
}

export interface Hit extends Chunk {
  readonly score: number;
}

export interface SearchOptions {
  readonly limit: number;
  readonly kind?: DocumentKind;
}

export interface IndexProgress {
  readonly phase: 'scanning' | 'reading' | 'embedding' | 'saving' | 'ready';
  /** Files; passages where they are being embedded. */
  readonly done: number;
  readonly total: number;
  /** Workspace-relative path of the file being read. */
  readonly file: string | null;
}

export interface IndexStats {
  readonly files: number;
  readonly chunks: number;
  /** Chunks that have a vector, by which search goes too; left out of an index without embedder. */
  readonly embedded?: number;
  /** Files read in this run; the rest came from the snapshot. */
  readonly read: number;
  /** Files skipped, each with a reason a user can act on. No note text. */
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
}

/** What to index. Paths are absolute; globs are gitignore patterns relative to a root. */
export interface WorkspaceFolders {
  readonly roots: readonly string[];
  /** Folders (gitignore patterns) whose documents are guidelines. */
  readonly guidelines: readonly string[];
  /** Folders whose documents are notes; empty means everything else. */
  readonly notes: readonly string[];
  readonly exclude: readonly string[];
}

export type IndexLog = (level: 'info' | 'warn' | 'error', message: string) => void;

/** Turns texts into unit vectors whose angles tell how alike they are in meaning. */
export interface TextEmbedder {
  /** Names the model and its version: vectors of two ids are never compared. */
  readonly id: string;
  readonly dimensions: number;
  embed(texts: readonly string[], signal?: AbortSignal): Promise<readonly Float32Array[]>;
}

/** How an index comes to its vectors. */
export interface Embedding {
  /** The embedder, loaded on first need; null where there is none. */
  readonly embedder: () => Promise<TextEmbedder | null>;
  /** Asked before each passage; resolves when no one waits for anything, or the signal fires. */
  readonly quiet?: (signal: AbortSignal) => Promise<void>;
  /** Whether passages of a file get a vector; all do where it is left out. */
  readonly takes?: (path: string) => boolean;
  /** How long a search waits for the vector of its query; after that, words alone. */
  readonly queryMs?: number;
}
