import assert from 'node:assert/strict';
import { builtInLexicon } from '../note/lexicon';
import { compilePack } from './compilePack';
import { createKnowledge } from './knowledge';

function file(path: string, condition: string, findings: string, extra = '') {
  return {
    path,
    text: `---\ncondition: ${condition}\nurgency: urgent\n${extra}findings:\n${findings}sources:\n  - {organisation: WHO, title: A title, year: 2020}\nreviewed: 2026-11-24\n---\n# ${condition}\n`,
  };
}

const PACK = compilePack(
  [
    file('guidelines/migraine.md', 'Migraine', '  headache: always\n  photophobia: usual\n'),
    file(
      'guidelines/pneumonia.md',
      'Pneumonia',
      '  productive-cough: usual\n  fever: usual\n',
      'synonyms: [Lung infection]\n',
    ),
  ],
  '1.0.0',
);

describe('Knowledge', () => {
  const lexicon = builtInLexicon();

  it('compiles a pack without problems', () => {
    assert.deepEqual(PACK.problems, []);
    assert.equal(PACK.pack.guidelines.length, 2);
  });

  it('lets a workspace guideline override the built-in one of the same name or synonym', () => {
    const own = file(
      '/ws/guidelines/cap.md',
      'Lung infection',
      '  cough: always\n',
      'synonyms: [Pneumonia]\n',
    );
    const knowledge = createKnowledge(PACK.pack, lexicon, [own]);
    assert.deepEqual([...knowledge.conditions.keys()].sort(), ['cap', 'migraine']);
    assert.equal(knowledge.conditions.get('cap')!.origin, 'workspace');
  });

  it('loads the rest when one workspace guideline is broken, and says which', () => {
    const broken = { path: '/ws/guidelines/bad.md', text: '---\ncondition: [\n---\n# Bad\n' };
    const good = file('/ws/guidelines/gout.md', 'Gout', '  joint-pain: always\n');
    const knowledge = createKnowledge(PACK.pack, lexicon, [broken, good]);
    assert.ok(knowledge.conditions.has('gout'));
    assert.ok(knowledge.conditions.has('migraine'));
    assert.ok(knowledge.problems.some((p) => p.path === broken.path && p.line >= 2));
  });

  it('warns of a workspace finding that the lexicon does not know', () => {
    const own = file('/ws/guidelines/odd.md', 'Odd', '  no-such-finding: always\n');
    const { problems } = createKnowledge(PACK.pack, lexicon, [own]);
    assert.match(problems[0]!.message, /no-such-finding/);
  });

  it('finds the conditions of a general finding through its more specific ones', () => {
    const knowledge = createKnowledge(PACK.pack, lexicon);
    assert.deepEqual(
      knowledge.conditionsWith('cough').map((c) => c.id),
      ['pneumonia'],
    );
  });
});
