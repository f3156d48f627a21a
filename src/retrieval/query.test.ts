import assert from 'node:assert/strict';
import { queryTerms } from './query';

const terms = (text: string) => queryTerms(text).map((t) => t.term);

describe('The terms of a query', () => {
  it('leave out the words of the question', () => {
    assert.deepEqual(terms('What is the treatment of malaria?'), terms('treatment malaria'));
  });

  it('keep negations and times', () => {
    assert.ok(terms('fever without rash').includes('without'));
    assert.ok(terms('no fever').includes('no'));
    assert.ok(terms('before surgery').includes('befor'));
  });

  it('keep a function word that is written as an abbreviation', () => {
    assert.ok(terms('murmur of AS').includes('as'));
    assert.ok(!terms('murmur as before').includes('as'));
  });

  it('are all of them where there are only function words', () => {
    assert.deepEqual(terms('what is it'), ['what', 'is', 'it']);
  });

  it('hold an expansion at less than a word that was written', () => {
    const query = queryTerms('PE treatment', (w) => (w === 'PE' ? ['pulmonary embolism'] : []));
    const weight = new Map(query.map((t) => [t.term, t.weight]));
    const [pulmonary] = terms('pulmonary');
    assert.equal(weight.get('pe'), 1);
    assert.ok((weight.get(pulmonary) ?? 0) > 0 && (weight.get(pulmonary) ?? 1) < 1);
  });
});
