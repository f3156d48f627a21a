import assert from 'node:assert/strict';
import { rankingOf } from '../../test/support/conditions';

const { rank } = rankingOf({
  migraine: 'findings:\n  headache: always\n  photophobia: usual\n  nausea: usual\n',
  'ankle-sprain':
    'findings:\n  ankle-pain: always\n  ankle-swelling: usual\n  difficulty-walking: common\n',
  cystitis: 'findings:\n  dysuria: always\n  urinary-frequency: usual\n  haematuria: common\n',
  gastroenteritis: 'findings:\n  diarrhoea: always\n  vomiting: usual\n  nausea: common\n',
});
const leading = (text: string) => rank(text).problems.map((p) => p.leading.condition.id);

describe('Several problems', () => {
  it('are one where one condition explains the note', () => {
    assert.deepEqual(leading('Headache, photophobia and nausea.'), ['migraine']);
  });

  it('are two where a note tells of two illnesses, each with its own findings', () => {
    const text = 'Headache, photophobia, nausea. Also dysuria, urinary frequency and haematuria.';
    assert.deepEqual(new Set(leading(text)), new Set(['migraine', 'cystitis']));
    const explained = rank(text).problems.map((p) => p.explains.map((f) => f.concept));
    assert.equal(new Set(explained.flat()).size, explained.flat().length);
  });

  it('make no problem of a single finding that is left over', () => {
    assert.deepEqual(leading('Headache, photophobia and nausea. Haematuria.'), ['migraine']);
  });

  it('are none where nothing was found', () => assert.deepEqual(leading('Lorem ipsum.'), []));
});
