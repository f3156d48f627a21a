import { components, type AnyIndexStore, type BM25Params, type IIndex } from '@orama/orama';
import { Bm25, type Bm25Columns, type WeightedTerm } from './bm25';

type BaseStore = ReturnType<typeof components.index.create>;

/** Orama's own index for filters, with our ranking for text beside it. */
interface Bm25Store extends AnyIndexStore {
  readonly base: BaseStore;
  readonly bm25: Bm25;
  readonly properties: readonly string[];
  readonly types: BaseStore['searchablePropertiesWithTypes'];
}

interface SavedStore {
  readonly base: unknown;
  readonly bm25: Bm25Columns;
}

/** Search parameters of the component: BM25's own, and the query's terms with their weights. */
export interface Bm25Relevance extends BM25Params {
  readonly terms?: readonly WeightedTerm[];
}

/** Orama sorts all it is given; beyond this many hits nobody looks. */
const MOST_HITS = 1000;

/**
 * An index component for Orama (`components.index`) that ranks text by BM25F over typed arrays.
 * Orama's own ranking takes a term for a prefix and does not count how often it occurs. Filters
 * on other properties are left to Orama's index. `exact` and `tolerance` have no meaning here:
 * every match is of a whole word.
 * @param textProperties the properties of the schema that are ranked.
 */
export function bm25Component(textProperties: readonly string[]): IIndex<Bm25Store> {
  const base = components.index;
  const isText = (property: string) => textProperties.includes(property);
  const none = () => undefined;
  const storeOf = (store: AnyIndexStore) => store as Bm25Store;
  return {
    create(orama, ids, schema) {
      const created = base.create(orama, ids, schema);
      return storeWith(created, new Bm25(textProperties));
    },
    insert(_implementation, store, property, id, internalId, value, type, language, tokenizer, n) {
      if (isText(property)) {
        const tokens = tokenizer.tokenize(String(value), language, property);
        store.bm25.add(property, internalId, tokens);
      } else {
        const own = base.createIndex();
        base.insert(own, store.base, property, id, internalId, value, type, language, tokenizer, n);
      }
    },
    remove(_implementation, store, property, id, internalId, value, type, language, tokenizer, n) {
      if (isText(property)) {
        const tokens = tokenizer.tokenize(String(value), language, property);
        store.bm25.remove(property, internalId, tokens);
        return true;
      }
      const own = base.createIndex();
      return base.remove(
        own,
        store.base,
        property,
        id,
        internalId,
        value,
        type,
        language,
        tokenizer,
        n,
      );
    },
    search(
      store,
      term,
      tokenizer,
      language,
      properties,
      _exact,
      _tolerance,
      boost,
      relevance,
      n,
      allowed,
    ) {
      const given = (relevance as Bm25Relevance).terms;
      const terms =
        given ??
        [...new Set(tokenizer.tokenize(term, language))].map((t) => ({ term: t, weight: 1 }));
      const weights = boost as Readonly<Record<string, number | undefined>>;
      const boosts = new Map(properties.filter(isText).map((p) => [p, weights[p] ?? 1]));
      const hits = storeOf(store).bm25.search(terms, n, boosts, relevance, allowed);
      return hits.length > MOST_HITS
        ? hits.sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, MOST_HITS)
        : hits;
    },
    searchByWhereClause: (store, tokenizer, filters, language) =>
      base.searchByWhereClause(storeOf(store).base, tokenizer, filters, language),
    getSearchableProperties: (store) => [...store.properties],
    getSearchablePropertiesWithTypes: (store) => store.types,
    load(ids, raw) {
      const saved = raw as unknown as SavedStore;
      return storeWith(base.load(ids, saved.base), new Bm25(textProperties, saved.bm25));
    },
    save(store) {
      const saved: SavedStore = { base: base.save(store.base), bm25: store.bm25.columns() };
      return saved as never;
    },
    insertDocumentScoreParameters: none,
    insertTokenScoreParameters: none,
    removeDocumentScoreParameters: none,
    removeTokenScoreParameters: none,
    calculateResultScores: none,
  };

  function storeWith(created: BaseStore, bm25: Bm25): Bm25Store {
    return {
      base: created,
      bm25,
      properties: created.searchableProperties,
      types: created.searchablePropertiesWithTypes,
      vectorIndexes: created.vectorIndexes,
    };
  }
}
