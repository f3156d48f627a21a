import assert from 'node:assert/strict';
import { builtInLexicon } from '../note/terms/builtInLexicon';
import { careOf } from './care';
import { compilePack } from './compilePack';
import { parseGuideline } from './guideline';
import { createKnowledge } from './knowledge';

const lexicon = builtInLexicon();
const { pack } = compilePack(
  [
    {
      path: 'guidelines/gout.md',
      text:
        '---\ncondition: Gout\nurgency: soon\nfindings:\n  joint-pain: always\n' +
        'sources:\n  - {organisation: WHO, title: A title, year: 2020}\nreviewed: 2026-11-24\n---\n' +
        '# Gout\n\n## Work-up\n\nUrate.\n\n## Treatment\n\n1. Colchicine.\n',
    },
  ],
  'test',
);

describe('What a guideline says to do', () => {
  it('is its work-up and treatment, with their lines and the date of review', () => {
    const knowledge = createKnowledge(pack, lexicon);
    const gout = knowledge.conditions.get('gout')!;
    const treatment = careOf(gout, 'treatment', knowledge)!;
    assert.equal(treatment.section.text, '1. Colchicine.');
    assert.equal(treatment.section.startLine, 16);
    assert.equal(treatment.reviewed, '2026-11-24');
    assert.equal(careOf(gout, 'investigations', knowledge)!.section.text, 'Urate.');
  });

  it('comes from the workspace’s own guideline first, even one without front matter', () => {
    const path = '/ws/guidelines/gout.txt';
    const own = parseGuideline({ path, text: 'GOUT\n\nTREATMENT\nIce.\n' }, 'workspace', lexicon);
    const knowledge = createKnowledge(pack, lexicon, [own]);
    const gout = knowledge.conditions.get('gout')!;
    assert.equal(careOf(gout, 'treatment', knowledge)!.path, path);
    assert.equal(careOf(gout, 'treatment', knowledge)!.section.text, 'Ice.');
    // What the local text does not hold, the built-in file still says.
    assert.equal(careOf(gout, 'investigations', knowledge)!.path, 'guidelines/gout.md');
  });

  it('is nothing where the guideline says nothing', () => {
    const knowledge = createKnowledge(pack, lexicon);
    const bare = { ...knowledge.conditions.get('gout')!, path: 'guidelines/other.md' };
    assert.equal(careOf(bare, 'treatment', knowledge), null);
  });
});
