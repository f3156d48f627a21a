import assert from 'node:assert/strict';
import { rankingOf } from '../../test/support/conditions';

const chestPain = (rest: string) => `findings:\n  chest-pain: usual\n${rest}`;
const { rank } = rankingOf(
  {
    costochondritis: chestPain('  chest-wall-tenderness: usual\n'),
    'gastro-oesophageal-reflux-disease': chestPain('  heartburn: always\n'),
    'panic-disorder': chestPain('  palpitations: usual\n'),
    pneumonia: chestPain('  fever: usual\n'),
    pericarditis: chestPain('  pericardial-friction-rub: common\n'),
    'aortic-dissection': chestPain('  back-pain: common\n'),
    migraine: 'findings:\n  headache: always\n',
    cystitis: 'findings:\n  dysuria: always\n',
    otitis: 'findings:\n  ear-pain: always\n',
    eczema: 'findings:\n  itching: always\n',
    sciatica: 'findings:\n  leg-pain: always\n',
    'testicular-torsion': 'findings:\n  testicular-pain: always\n',
    'cardiac-tamponade': chestPain('  hypotension: always\n  raised-jvp: usual\n'),
  },
  {
    'aortic-dissection': 'emergency',
    'testicular-torsion': 'emergency',
    'cardiac-tamponade': 'emergency',
  },
);
const listed = (text: string) => rank(text).cantMiss.map((r) => r.condition.id);
const NOTE = 'Chest pain with fever, heartburn, palpitations and chest wall tenderness.';

describe('The list of what must not be missed', () => {
  it('names emergencies behind the first three that a finding of the note speaks for', () => {
    const { ranked } = rank(NOTE);
    assert.ok(ranked.slice(0, 3).every((r) => r.condition.urgency !== 'emergency'));
    assert.ok(listed(NOTE).includes('aortic-dissection'));
  });

  it('leaves out emergencies that nothing in the note speaks for', () => {
    assert.ok(!listed(NOTE).includes('testicular-torsion'));
  });

  it('leaves out what is no emergency', () => {
    assert.ok(!listed(NOTE).includes('pericarditis'));
  });

  it('leaves out an emergency whose hallmarks are denied', () => {
    assert.ok(listed(NOTE).includes('cardiac-tamponade'));
    assert.ok(!listed(`${NOTE} No hypotension, no raised JVP.`).includes('cardiac-tamponade'));
  });

  it('does not repeat what stands among the first three', () => {
    const { ranked, cantMiss } = rank('Chest pain and back pain.');
    const inView = ranked.slice(0, 3).map((r) => r.condition.id);
    assert.ok(inView.includes('aortic-dissection'));
    assert.ok(!cantMiss.some((r) => inView.includes(r.condition.id)));
  });
});
