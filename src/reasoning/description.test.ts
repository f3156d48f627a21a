import assert from 'node:assert/strict';
import { builtInLexicon } from '../note/terms/builtInLexicon';
import { readNote } from '../note/readNote';
import { rankingOf } from '../../test/support/conditions';
import { likenessOf, readDescriptions } from './description';
import { DIFFERENTIAL_HEADING } from './insertedDifferential';

const { knowledge, rank } = rankingOf(
  {
    'lichen-planus': 'findings:\n  rash: usual\n',
    'pityriasis-rosea': 'findings:\n  rash: usual\n',
    psoriasis: 'findings:\n  rash: usual\n',
  },
  {},
  {
    'lichen-planus': 'Shiny polygonal bumps with a lacy network.',
    'pityriasis-rosea': 'A herald patch, then a fir tree of oval spots.',
    psoriasis: 'Silvery plaques over the elbows.',
  },
);
const places = [...knowledge.conditions.keys()];
const likeness = (text: string) => {
  const of = likenessOf(readNote(text, builtInLexicon()), knowledge);
  return (condition: string) => of(places.indexOf(condition));
};
const HERALD = 'She noticed a herald patch resembling a fir tree.';

describe('The words of a description', () => {
  it('raise the condition they describe where the lexicon knows no finding', () => {
    const of = likeness(HERALD);
    assert.ok(of('pityriasis-rosea').weight > 0);
    assert.ok(of('psoriasis').weight < of('pityriasis-rosea').weight);
    assert.equal(rank(`Rash. ${HERALD}`).ranked[0]!.condition.id, 'pityriasis-rosea');
  });

  it('are named as the reason, as the note has them', () => {
    const [first] = rank(`Rash. ${HERALD}`).ranked;
    const reason = first!.for.find((e) => e.kind === 'description');
    assert.match(reason!.name, /“herald”|“fir”/);
  });

  it('are nobody’s reason where there are few or none', () => {
    const { ranked } = rank(`Rash. ${HERALD}`);
    const psoriasis = ranked.find((r) => r.condition.id === 'psoriasis')!;
    assert.ok(![...psoriasis.for, ...psoriasis.against].some((e) => /described by/.test(e.name)));
  });

  it('are the same when they are read ahead, with pauses', async () => {
    const { knowledge: other } = rankingOf(
      { 'lichen-planus': 'findings:\n  rash: usual\n' },
      {},
      {
        'lichen-planus': 'Shiny polygonal bumps.',
      },
    );
    let pauses = 0;
    await readDescriptions(other, () => Promise.resolve((pauses += 1)));
    assert.ok(pauses > 0);
    const of = likenessOf(readNote('Polygonal bumps.', builtInLexicon()), other)(0);
    assert.deepEqual(of.words, ['Polygonal']);
  });

  it('sum to nothing over the conditions', () => {
    const of = likeness(HERALD);
    const sum = [...knowledge.conditions.keys()].reduce((s, id) => s + of(id).weight, 0);
    assert.ok(Math.abs(sum) < 1e-9);
  });

  it('do not count in a plan or a heading: they tell of what is suspected already', () => {
    const plain = likeness('Rash.')('psoriasis').weight;
    const planned = likeness('Rash.\n\nPlan:\nTreat silvery plaques over the elbows.\n');
    assert.ok(Math.abs(planned('psoriasis').weight - plain) < 1e-9);
  });

  it('do not count in a denied, past or relative’s finding, nor in an inserted differential', () => {
    const plain = likeness('Rash.')('psoriasis').weight;
    for (const text of [
      'Rash. No psoriasis.',
      'Rash. Mother had psoriasis.',
      `Rash.\n${DIFFERENTIAL_HEADING}\n1. Psoriasis: silvery plaques`,
    ]) {
      assert.ok(Math.abs(likeness(text)('psoriasis').weight - plain) < 1e-9, text);
    }
  });

  it('weigh no more in a long note than in a short one', () => {
    const filler = Array.from({ length: 2000 }, (_, i) => `word${'abcdefghij'[i % 10]}${i}x`);
    const padded = `${HERALD} ${filler.map((w) => w.replace(/\d/g, 'q')).join(' ')}`;
    assert.ok(
      likeness(padded)('pityriasis-rosea').weight <= likeness(HERALD)('pityriasis-rosea').weight,
    );
  });
});
