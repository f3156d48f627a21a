import assert from 'node:assert/strict';
import { rankingOf } from '../../test/support/conditions';

const { rank } = rankingOf({
  'pulmonary-embolism':
    'findings:\n  dyspnoea: usual\n  haemoptysis: sometimes\n  unilateral-leg-swelling: common\n  raised-d-dimer: always\n',
  pneumonia:
    'findings:\n  dyspnoea: usual\n  fever: usual\n  productive-cough: usual\n  crackles: usual\n',
  asthma: 'findings:\n  dyspnoea: usual\n  wheeze: usual\n  chest-tightness: common\n',
});
const asked = (text: string) => rank(text).questions;

describe('What is not yet asked', () => {
  it('is ordered by what it costs: words, then a look, then a test', () => {
    const order = ['ask', 'examine', 'test'];
    const places = asked('Shortness of breath.').map((q) => order.indexOf(q.inquiry));
    assert.ok(places.length >= 3 && new Set(places).size === 3, places.join());
    assert.deepEqual(
      places,
      [...places].sort((a, b) => a - b),
    );
  });

  it('tells more first within one kind', () => {
    const questions = asked('Shortness of breath.').filter((q) => q.inquiry === 'ask');
    for (let i = 1; i < questions.length; i += 1) {
      assert.ok(questions[i - 1]!.information >= questions[i]!.information);
    }
  });

  it('never holds what the note already says or denies', () => {
    const concepts = asked('Shortness of breath, no fever, wheeze.').map((q) => q.concept);
    for (const known of ['dyspnoea', 'fever', 'wheeze']) assert.ok(!concepts.includes(known));
  });

  it('says which condition a yes and a no would raise', () => {
    const wheeze = asked('Shortness of breath.').find((q) => q.concept === 'wheeze')!;
    assert.equal(wheeze.ifPresent.id, 'asthma');
    assert.notEqual(wheeze.ifAbsent.id, 'asthma');
  });

  it('leaves out what would not tell the contenders apart', () => {
    const one = rankingOf({ migraine: 'findings:\n  headache: always\n  nausea: usual\n' });
    assert.deepEqual(one.rank('Headache.').questions, []);
  });
});
