import assert from 'node:assert/strict';
import { Bm25 } from './bm25';

const PARAMETERS = { k: 1.2, b: 0.75 };

function build(texts: readonly string[]): Bm25 {
  const index = new Bm25(['text']);
  texts.forEach((text, doc) => index.add('text', doc, text.split(' ')));
  return index;
}

function scores(index: Bm25, n: number, ...terms: string[]): Map<number, number> {
  const query = terms.map((term) => ({ term, weight: 1 }));
  return new Map(index.search(query, n, new Map([['text', 1]]), PARAMETERS));
}

describe('BM25 over typed arrays', () => {
  it('gives the score of the formula', () => {
    const index = build(['fever cough fever', 'cough', 'rash on arm']);
    const average = 7 / 3;
    const idf = Math.log(1 + (3 - 1 + 0.5) / (1 + 0.5));
    const tf = 2 / (1 - 0.75 + (0.75 * 3) / average);
    const expected = (idf * tf * 2.2) / (1.2 + tf);
    const score = scores(index, 3, 'fever').get(0) ?? 0;
    assert.ok(Math.abs(score - expected) < 1e-12);
  });

  it('ranks a passage that says the word more often first', () => {
    const found = scores(build(['fever cough rash', 'fever fever rash']), 2, 'fever');
    assert.ok((found.get(1) ?? 0) > (found.get(0) ?? 0));
  });

  it('scores after removal as if the document had never been there', () => {
    const texts = ['fever cough', 'fever rash rash', 'cough cough pain', 'fever pain'];
    const changed = build(texts);
    changed.remove('text', 1, texts[1].split(' '));
    const fresh = new Bm25(['text']);
    for (const doc of [0, 2, 3]) fresh.add('text', doc, texts[doc].split(' '));
    assert.deepEqual(
      scores(changed, 3, 'fever', 'rash', 'cough'),
      scores(fresh, 3, 'fever', 'rash', 'cough'),
    );
  });

  it('scores the same from its columns, and after more is added and removed', () => {
    const texts = Array.from({ length: 300 }, (_, i) => `fever w${i % 7} w${i % 13} w${i}`);
    const index = build(texts);
    const restored = new Bm25(['text'], structuredClone(index.columns()));
    for (const each of [index, restored]) {
      each.remove('text', 5, texts[5].split(' '));
      each.add('text', 300, ['fever', 'w3', 'fever']);
    }
    assert.deepEqual(
      scores(restored, 300, 'fever', 'w3', 'w5'),
      scores(index, 300, 'fever', 'w3', 'w5'),
    );
    assert.equal(scores(restored, 300, 'w5').has(5), false);
  });

  it('lets a supporting term order what was found, but not find', () => {
    const index = build(['fever cough', 'fever rash', 'rash rash']);
    const query = [
      { term: 'fever', weight: 1 },
      { term: 'rash', weight: 0.3, supporting: true },
    ];
    const found = new Map(index.search(query, 3, new Map([['text', 1]]), PARAMETERS));
    assert.deepEqual([...found.keys()].sort(), [0, 1]);
    assert.ok((found.get(1) ?? 0) > (found.get(0) ?? 0));
  });

  it('answers only among the documents that are allowed, with the same scores', () => {
    const index = build(['fever', 'fever cough', 'cough']);
    const all = scores(index, 3, 'fever');
    const terms = [{ term: 'fever', weight: 1 }];
    const some = index.search(terms, 3, new Map([['text', 1]]), PARAMETERS, new Set([1, 2]));
    assert.deepEqual(some, [[1, all.get(1)]]);
  });
});
