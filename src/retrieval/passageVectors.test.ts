import assert from 'node:assert/strict';
import { PassageVectors } from './passageVectors';
import { packVectors, unpackVectors } from './vectorFile';
import { decodeSnapshot, encodeSnapshot } from './snapshot';

const N = 48;
const key = (n: number) => Buffer.alloc(16, n).toString('base64');

/** A unit vector that is always the same for the same number. */
function unit(seed: number): Float32Array {
  const vector = Float32Array.from({ length: N }, (_, d) => Math.sin(seed * 7.13 + d * seed));
  const length = Math.hypot(...vector);
  return vector.map((x) => x / length);
}

function filled(count: number): PassageVectors {
  const vectors = new PassageVectors();
  vectors.use('fake-1', N);
  for (let i = 1; i <= count; i++) {
    vectors.add(`p${i}`, key(i));
    vectors.put(key(i), unit(i));
  }
  return vectors;
}

const ids = (vectors: PassageVectors, seed: number, limit = 3) =>
  vectors.nearest(unit(seed), limit, -1).map((n) => n.id);

describe('The vectors of passages', () => {
  it('find the nearest passage, with the cosine it has', () => {
    const [first, second] = filled(200).nearest(unit(42), 2, -1);
    assert.equal(first.id, 'p42');
    assert.ok(Math.abs(first.similarity - 1) < 0.01);
    assert.ok(second.similarity < first.similarity);
  });

  it('keep cosines to within a hundredth in eight bits', () => {
    const cosine = (a: number, b: number) => unit(a).reduce((sum, x, d) => sum + x * unit(b)[d], 0);
    for (const { id, similarity } of filled(200).nearest(unit(7), 200, -1)) {
      assert.ok(Math.abs(similarity - cosine(7, Number(id.slice(1)))) < 0.01, id);
    }
  });

  it('answer all above the least similarity in order, however many there are', () => {
    const all = filled(150).nearest(unit(9), 150, 0.2);
    assert.ok(all.length > 1 && all.length < 150);
    assert.ok(
      all.every(
        (n, i) => n.similarity >= 0.2 && (i === 0 || n.similarity <= all[i - 1].similarity),
      ),
    );
    assert.deepEqual(filled(150).nearest(unit(9), 5, 0.2), all.slice(0, 5));
  });

  it('are one for passages that say the same', () => {
    const vectors = filled(3);
    vectors.add('copy', key(2));
    assert.equal(vectors.next(), null);
    assert.deepEqual(ids(vectors, 2, 2).sort(), ['copy', 'p2']);
    assert.equal(vectors.embedded, 4);
  });

  it('go with the passage, and are there again when it comes back', () => {
    const vectors = filled(3);
    vectors.remove('p2');
    assert.ok(!ids(vectors, 2).includes('p2'));
    assert.deepEqual([vectors.embedded, vectors.has('p2')], [2, false]);
    vectors.add('moved', key(2));
    assert.equal(vectors.next(), null);
    assert.deepEqual(ids(vectors, 2, 1), ['moved']);
  });

  it('are wanted first for what came last', () => {
    const vectors = filled(1);
    vectors.add('old', key(8));
    vectors.add('new', key(9));
    assert.equal(vectors.next(), 'new');
    vectors.put(key(9), unit(9));
    assert.equal(vectors.next(), 'old');
    vectors.refuse(key(8));
    assert.equal(vectors.next(), null);
    vectors.use('fake-1', N);
    assert.equal(vectors.next(), 'old');
  });

  it('of another embedder are let go', () => {
    const vectors = filled(3);
    assert.equal(vectors.use('fake-1', N), false);
    assert.equal(vectors.use('fake-2', N), true);
    assert.deepEqual([vectors.embedded, ids(vectors, 1)], [0, []]);
    assert.notEqual(vectors.next(), null);
  });

  it('are stored without those that no passage holds, and restored as they were', () => {
    const vectors = filled(60);
    vectors.remove('p5');
    const columns = vectors.save();
    assert.ok(columns);
    assert.equal(columns.keys.length, 59);
    const reading = decodeSnapshot(encodeSnapshot(packVectors(columns)));
    assert.ok(reading.state === 'read');
    const restored = new PassageVectors(unpackVectors(reading.content) ?? undefined);
    for (let i = 1; i <= 60; i++) restored.add(`p${i}`, key(i));
    assert.deepEqual([restored.embedded, restored.next()], [59, 'p5']);
    assert.deepEqual(restored.nearest(unit(30), 9, -1), vectors.nearest(unit(30), 9, -1));
  });

  it('of a file whose columns do not belong together are not taken', () => {
    const columns = filled(4).save();
    assert.ok(columns);
    const cut = { ...columns, scales: columns.scales.slice(1) };
    assert.throws(() => unpackVectors(packVectors(cut)), RangeError);
  });
});
