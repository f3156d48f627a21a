import assert from 'node:assert/strict';
import { builtInLexicon } from '../note/terms/builtInLexicon';
import { compilePack } from './compilePack';
import { parseGuideline, type GuidelineFile } from './guideline';
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
  const parsed = (f: GuidelineFile) => parseGuideline(f, 'workspace', lexicon);

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
    const knowledge = createKnowledge(PACK.pack, lexicon, [own].map(parsed));
    assert.deepEqual([...knowledge.conditions.keys()].sort(), ['cap', 'migraine']);
    assert.equal(knowledge.conditions.get('cap')!.origin, 'workspace');
  });

  it('loads the rest when one workspace guideline is broken, and says which', () => {
    const broken = { path: '/ws/guidelines/bad.md', text: '---\ncondition: [\n---\n# Bad\n' };
    const good = file('/ws/guidelines/gout.md', 'Gout', '  joint-pain: always\n');
    const knowledge = createKnowledge(PACK.pack, lexicon, [broken, good].map(parsed));
    assert.ok(knowledge.conditions.has('gout'));
    assert.ok(knowledge.conditions.has('migraine'));
    assert.ok(knowledge.problems.some((p) => p.path === broken.path && p.line >= 2));
  });

  it('warns of a workspace finding that the lexicon does not know', () => {
    const own = file('/ws/guidelines/odd.md', 'Odd', '  no-such-finding: always\n');
    const { problems } = createKnowledge(PACK.pack, lexicon, [own].map(parsed));
    assert.match(problems[0]!.message, /no-such-finding/);
    assert.equal(problems[0]!.line, 5);
  });

  it('finds the conditions of a general finding through its more specific ones', () => {
    const knowledge = createKnowledge(PACK.pack, lexicon);
    assert.deepEqual(
      knowledge.conditionsWith('cough').map((c) => c.id),
      ['pneumonia'],
    );
  });

  describe('of a guideline without front matter', () => {
    const text = (title: string) =>
      `${title}\nIntroduction\nA local disease.\n\nCLINICAL FEATURES\nUsually fever and headache.\n` +
      '- Vomiting\n- Less common: jaundice\n- No rash\n\nTREATMENT\nRest.\nCough is treated by honey.\n';
    const knowledgeOf = (title: string) =>
      createKnowledge(PACK.pack, lexicon, [
        parsed({ path: '/ws/guidelines/local.txt', text: text(title) }),
      ]);

    it('reads the condition from its clinical features, and says that it did', () => {
      const local = knowledgeOf('RIVER FEVER (SWAMP FEVER)').conditions.get('river-fever')!;
      assert.equal(local.name, 'River fever');
      assert.deepEqual(local.synonyms, ['Swamp fever']);
      assert.equal(local.basis, 'text');
      const often = new Map(local.findings.map((f) => [f.concept, f.often]));
      assert.deepEqual([...often.keys()].sort(), ['fever', 'headache', 'jaundice', 'vomiting']);
      assert.ok(often.get('fever')! > often.get('vomiting')!);
      assert.ok(often.get('vomiting')! > often.get('jaundice')!);
    });

    it('cites it beside the condition that somebody wrote of the same name', () => {
      const { conditions } = knowledgeOf('LUNG INFECTION');
      assert.deepEqual([...conditions.keys()].sort(), ['migraine', 'pneumonia']);
      const pneumonia = conditions.get('pneumonia')!;
      assert.equal(pneumonia.local, '/ws/guidelines/local.txt');
      assert.equal(pneumonia.basis, 'authored');
    });

    it('makes no condition of a page that describes no patient', () => {
      const page = 'HAND WASHING\n\nTREATMENT\nUse soap. Fever, headache and vomiting are rare.\n';
      const { conditions, guidelines } = createKnowledge(PACK.pack, lexicon, [
        parsed({ path: '/ws/guidelines/hands.txt', text: page }),
      ]);
      assert.equal(conditions.size, 2);
      assert.ok(guidelines.some((g) => g.title === 'HAND WASHING'));
    });

    it('holds a disease of newborns for impossible in the old, and of pregnancy in men', () => {
      const newborn = knowledgeOf('TETANY IN THE NEWBORN').conditions.get('tetany-in-the-newborn')!;
      assert.ok(newborn.age.old! < 0.1 && newborn.age.newborn === 1);
      const pregnant = knowledgeOf('ITCH IN PREGNANCY').conditions.get('itch-in-pregnancy')!;
      assert.equal(pregnant.sex.male, 0);
    });
  });
});
