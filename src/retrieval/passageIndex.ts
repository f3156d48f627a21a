import {
  count,
  create,
  getByID,
  insert,
  load,
  remove,
  save,
  search,
  type Orama,
} from '@orama/orama';
import { bm25Component, type Bm25Relevance } from './bm25Component';
import type { Bm25Columns, WeightedTerm } from './bm25';
import { contentKey } from './embeddedText';
import { fuseByRank } from './fusion';
import type { PassageVectors } from './passageVectors';
import { queryTerms, supportingTerms, type Expand } from './query';
import { tokenize } from './tokenizer';
import type { Chunk, DocumentKind, Hit, SearchOptions } from './types';

const SCHEMA = { heading: 'string', text: 'string', kind: 'enum' } as const;
const TEXT_PROPERTIES = ['heading', 'text'];

/** Measured on question-to-passage retrieval; see test/bench/retrieval.ts. */
const RANKING = { k: 0.7, b: 0.5 };
/** Passages that are taken to answer the query, to learn what else such a passage says. */
const FEEDBACK_PASSAGES = 2;
const BOOST = { heading: 1, text: 1 };
/** How far down each list fusion looks. */
const FUSED_PASSAGES = 100;
/** Below this cosine a passage is no likelier to answer than any other; measured as above. */
const LEAST_SIMILARITY = 0.3;

type Store = ReturnType<ReturnType<typeof bm25Component>['create']>;
type Database = Orama<typeof SCHEMA, ReturnType<typeof bm25Component>>;

/** An index as it is stored: what cannot be had again from the passages themselves. */
export interface SavedPassages {
  /** Passage by internal id; null where one was removed. */
  readonly passages: readonly (Chunk | null)[];
  readonly bm25: Bm25Columns;
}

/** Passages in an Orama database with BM25F ranking and a filter by kind. */
export class PassageIndex {
  readonly #database: Database;
  #vectors: PassageVectors | null = null;
  #takes: (path: string) => boolean = () => true;

  private constructor(database: Database) {
    this.#database = database;
  }

  static empty(): PassageIndex {
    return new PassageIndex(createDatabase());
  }

  /** An index equal to the one that was saved. */
  static restore(saved: SavedPassages): PassageIndex {
    const database = createDatabase();
    const raw = save(database);
    const docs: Record<number, Chunk> = {};
    const internalIdToId: string[] = [];
    const kinds = createDatabase();
    let live = 0;
    saved.passages.forEach((passage, i) => {
      internalIdToId.push(passage?.id ?? `#${i}`);
      if (passage === null) return;
      docs[i + 1] = passage;
      live++;
    });
    const base = save(kinds) as unknown as { index: { base: unknown } };
    load(database, {
      ...raw,
      internalDocumentIDStore: { internalIdToId },
      docs: { docs, count: live },
      index: { base: base.index.base, bm25: saved.bm25 },
    });
    const store = database.data.index as Store;
    const { index } = database;
    saved.passages.forEach((passage, i) => {
      if (passage === null) return;
      index.insert(
        index,
        store,
        'kind',
        passage.id,
        i + 1,
        passage.kind,
        'enum',
        undefined,
        database.tokenizer,
        live,
      );
    });
    return new PassageIndex(database);
  }

  get(id: string): Chunk | undefined {
    return getByID(this.#database, id) as Chunk | undefined;
  }

  add(passage: Chunk): void {
    insert(this.#database, passage);
    if (this.#takes(passage.path)) this.#vectors?.add(passage.id, contentKey(passage));
  }

  remove(id: string): void {
    remove(this.#database, id);
    this.#vectors?.remove(id);
  }

  /** Keeps these vectors in step from now on, with the passages that are already here too. */
  attach(vectors: PassageVectors, takes: (path: string) => boolean = () => true): void {
    this.#vectors = vectors;
    this.#takes = takes;
    const { data, documentsStore } = this.#database;
    for (const document of Object.values(documentsStore.getAll(data.docs))) {
      const passage = document as unknown as Chunk;
      if (takes(passage.path)) vectors.add(passage.id, contentKey(passage));
    }
  }

  /**
   * The best passages for a query, best first; equal scores in order of path and line. Without a
   * vector each holds a word of the query: what the first passages say beside it only orders the
   * rest. With one, passages that mean what the query means are found too, and scores are of
   * fused ranks; but a single word that is found is looked up, not interpreted, so that the name
   * of one drug never brings another.
   * @param vector the unit vector of the query.
   */
  search(text: string, options: SearchOptions, expand?: Expand, vector?: Float32Array): Hit[] {
    const terms = queryTerms(text, expand);
    if (terms.length === 0 || options.limit <= 0) return [];
    if (!vector || !this.#vectors) return this.#searchWords(terms, options);
    const depth = Math.max(options.limit, FUSED_PASSAGES);
    const found = this.#searchWords(terms, { ...options, limit: depth });
    if (terms.length === 1 && found.length > 0) return found.slice(0, options.limit);
    const vectors = this.#vectors;
    const near = vectors.nearest(vector, depth, LEAST_SIMILARITY, (id) =>
      options.kind === undefined ? true : this.get(id)?.kind === options.kind,
    );
    const fused = fuseByRank(
      found.map((hit) => hit.id),
      near.map(({ id }) => id),
      (id) => vectors.has(id),
    );
    return fused.slice(0, options.limit).flatMap(({ id, score }) => {
      const passage = this.get(id);
      return passage ? [{ ...passage, score }] : [];
    });
  }

  #searchWords(terms: readonly WeightedTerm[], options: SearchOptions): Hit[] {
    if (terms.length === 1) return this.#rank(terms, options.limit, options.kind);
    const { bm25 } = this.#database.data.index as Store;
    const documents = count(this.#database);
    const first = this.#rank(terms, FEEDBACK_PASSAGES, options.kind);
    const support = supportingTerms(first, (term) => bm25.rarity('text', term, documents));
    return this.#rank([...terms, ...support], options.limit, options.kind);
  }

  save(): SavedPassages {
    const raw = save(this.#database) as unknown as {
      internalDocumentIDStore: { internalIdToId: string[] };
      docs: { docs: Record<number, Chunk> };
      index: { bm25: Bm25Columns };
    };
    const ids = raw.internalDocumentIDStore.internalIdToId;
    return { passages: ids.map((_, i) => raw.docs.docs[i + 1] ?? null), bm25: raw.index.bm25 };
  }

  #rank(terms: readonly WeightedTerm[], limit: number, kind?: DocumentKind): Hit[] {
    const relevance: Bm25Relevance = { ...RANKING, terms };
    const found = search(this.#database, {
      term: 'q',
      limit: limit + 50,
      boost: BOOST,
      relevance,
      ...(kind === undefined ? {} : { where: { kind: { eq: kind } } }),
    }) as { hits: { score: number; document: Chunk }[] };
    return found.hits
      .map(({ score, document }) => ({ ...document, score }))
      .sort(
        (a, b) =>
          b.score - a.score ||
          (a.path < b.path ? -1 : a.path > b.path ? 1 : a.startLine - b.startLine),
      )
      .slice(0, limit);
  }
}

function createDatabase(): Database {
  return create({
    schema: SCHEMA,
    sort: { enabled: false },
    components: {
      index: bm25Component(TEXT_PROPERTIES),
      tokenizer: {
        language: 'english',
        normalizationCache: new Map<string, string>(),
        tokenize: (raw: string) => tokenize(raw),
      },
    },
  }) as Database;
}
