import assert from 'node:assert/strict';
import { Lexicon } from '../note/terms/lexicon';
import { compileLexicon } from '../note/terms/compileLexicon';
import { abbreviationExpander } from './abbreviations';

const lexicon = new Lexicon(
  compileLexicon([
    {
      source: [{ organisation: 'WHO', title: 'A title', year: 2020 }],
      findings: [
        { id: 'dyspnoea', name: 'shortness of breath', kind: 'symptom', abbreviations: ['SOB'] },
      ],
    },
  ]),
);

describe('A search abbreviation', () => {
  const expand = abbreviationExpander(lexicon);

  it('finds what it stands for, in either case', () => {
    assert.deepEqual(expand('SOB'), ['shortness of breath']);
    assert.deepEqual(expand('sob'), ['shortness of breath']);
  });

  it('leaves other words alone', () => assert.deepEqual(expand('sober'), []));
});
