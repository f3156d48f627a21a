import assert from 'node:assert/strict';
import { builtInLexicon } from '../note/terms/builtInLexicon';
import { readNote } from '../note/readNote';
import { rankingOf } from '../../test/support/conditions';
import { caseOf, weigh } from './evidence';
import { observe } from './observations';
import { weightsOf } from './weights';

const { knowledge } = rankingOf({
  'pulmonary-embolism':
    'risks: {immobilisation: strong}\nage: {old: 2}\nfindings:\n  pleuritic-chest-pain: common\n  dyspnoea: usual\n',
  pneumonia: 'findings:\n  chest-pain: sometimes\n  fever: usual\n  productive-cough: usual\n',
  migraine: 'sex: {female: 3, male: 1}\nfindings:\n  headache: always\n',
});
const weights = weightsOf(knowledge);
const scalesOf = (text: string) => {
  const note = readNote(text, builtInLexicon());
  const known = caseOf(observe(note, knowledge.lexicon), note, knowledge);
  return { known, ...weigh(known, weights) };
};
const place = (id: string) => weights.conditions.findIndex((c) => c.id === id);

describe('The weighing of a note', () => {
  const NOTES = [
    '70-year-old woman with pleuritic chest pain and central chest pain, possible fever. No cough.',
    '30-year-old man. Dyspnoea after immobilisation. Denies fever.\nAssessment: pneumonia.',
    'Headache.',
  ];

  it('gives each condition the sum of its reasons, its commonness and what is not told', () => {
    for (const text of NOTES) {
      const { known, score, evidence } = scalesOf(text);
      const priors = weights.priors(known.patient);
      weights.conditions.forEach((_, i) => {
        const reasons = evidence(i).reduce((sum, e) => sum + e.weight, 0);
        const silence = weights.hallmarks[i]!.filter((h) => !known.told.has(h.concept));
        const rest = silence.reduce((sum, h) => sum + h.weight, priors[i]!.common);
        assert.ok(Math.abs(score(i) - reasons - rest) < 1e-5, text);
      });
    }
  });

  it('counts two findings that meet one expectation once, by the stronger', () => {
    const scales = scalesOf('Pleuritic chest pain. Chest pain at rest. Tight chest.');
    const i = place('pneumonia');
    const met = scales.evidence(i).filter((e) => e.kind === 'present');
    assert.equal(scales.known.present.length > 1, true);
    assert.equal(met.length, 1);
  });

  it('counts an uncertain finding for less than a certain one', () => {
    const weight = (text: string) =>
      scalesOf(text)
        .evidence(place('pneumonia'))
        .find((e) => e.concept === 'fever')!.weight;
    assert.ok(weight('Possible fever.') < weight('Fever.'));
    assert.ok(weight('Possible fever.') > 0);
  });
});
