import assert from 'node:assert/strict';
import { compilePack } from '../knowledge/compilePack';
import { createKnowledge } from '../knowledge/knowledge';
import { builtInLexicon } from '../note/terms/builtInLexicon';
import { readNote } from '../note/readNote';
import { rankDifferential } from './differential';

function guideline(id: string, front: string) {
  return {
    path: `guidelines/${id}.md`,
    text: `---\ncondition: ${id.replace(/-/g, ' ')}\nurgency: urgent\n${front}sources:\n  - {organisation: WHO, title: A title, year: 2020}\nreviewed: 2026-11-24\n---\n# ${id}\n`,
  };
}

const lexicon = builtInLexicon();
const { pack, problems } = compilePack(
  [
    guideline(
      'pulmonary-embolism',
      'risks: {immobilisation: strong, tamoxifen: moderate}\nfindings:\n  pleuritic-chest-pain: common\n  dyspnoea: usual\n  haemoptysis: {often: sometimes, telling: moderate}\n',
    ),
    guideline(
      'pneumonia',
      'findings:\n  productive-cough: usual\n  fever: usual\n  dyspnoea: common\n  pleuritic-chest-pain: sometimes\n',
    ),
    guideline('migraine', 'findings:\n  headache: always\n  photophobia: usual\n  nausea: usual\n'),
    guideline(
      'ectopic-pregnancy',
      'sex: {female: 1, male: 0}\nfindings:\n  abdominal-pain: always\n  vaginal-bleeding: usual\n',
    ),
    guideline(
      'appendicitis',
      'findings:\n  abdominal-pain: always\n  nausea: usual\n  fever: common\n',
    ),
  ],
  'test',
);
const knowledge = createKnowledge(pack, lexicon);
const rank = (text: string) => rankDifferential(readNote(text, lexicon), knowledge);
const first = (text: string) => rank(text).ranked[0]!.condition.id;
const probability = (text: string, id: string) =>
  rank(text).ranked.find((r) => r.condition.id === id)!.probability;

describe('The differential', () => {
  it('stands on a sound pack', () => assert.deepEqual(problems, []));

  it('puts the condition that explains the findings first', () => {
    assert.equal(first('Headache with photophobia and nausea.'), 'migraine');
    assert.equal(first('Fever, productive cough and shortness of breath.'), 'pneumonia');
  });

  it('is empty when nothing is found', () => {
    assert.deepEqual(rank('Lorem ipsum dolor.').ranked, []);
    assert.deepEqual(rank('').ranked, []);
  });

  it('lowers the condition that a denied symptom belongs to', () => {
    const base = 'Shortness of breath and pleuritic chest pain.';
    assert.ok(probability(`${base} No fever.`, 'pneumonia') < probability(base, 'pneumonia'));
  });

  it('counts a general denial once and against the specific finding', () => {
    const base = 'Fever and shortness of breath.';
    const denied = rank(`${base} No cough.`).ranked.find((r) => r.condition.id === 'pneumonia')!;
    assert.ok(denied.against.some((e) => e.name.startsWith('no ')));
  });

  it('reads a specific finding as the general one a condition lists', () => {
    const ranked = rank('Right lower quadrant pain and nausea.').ranked[0]!;
    assert.equal(ranked.condition.id, 'appendicitis');
    assert.ok(ranked.for.some((e) => /quadrant|iliac/.test(e.name)));
  });

  it('counts a finding and its generalisation once', () => {
    const once = probability('Pleuritic chest pain. Dyspnoea.', 'pulmonary-embolism');
    const twice = probability('Chest pain. Pleuritic chest pain. Dyspnoea.', 'pulmonary-embolism');
    assert.ok(Math.abs(once - twice) < 1e-9);
  });

  it('raises a condition by its risk factor, also from the past', () => {
    const base = 'Pleuritic chest pain and dyspnoea.';
    const risk = `${base}\nPMH: immobilisation for three weeks.`;
    assert.ok(probability(risk, 'pulmonary-embolism') > probability(base, 'pulmonary-embolism'));
  });

  it('all but excludes a condition of the other sex', () => {
    const man = probability('30-year-old man with abdominal pain.', 'ectopic-pregnancy');
    const woman = probability('30-year-old woman with abdominal pain.', 'ectopic-pregnancy');
    assert.ok(man < woman / 20);
  });

  it('does not count what a relative had, nor what may come', () => {
    const base = 'Abdominal pain.';
    const other = `${base} His mother had headache and photophobia. Return if fever.`;
    assert.ok(Math.abs(probability(base, 'migraine') - probability(other, 'migraine')) < 0.02);
  });

  it('does not count a drug that is only planned', () => {
    const base = 'Pleuritic chest pain and dyspnoea.';
    const taken = `${base}\nMedications: tamoxifen.`;
    const planned = `${base}\nPlan: tamoxifen.`;
    const embolism = (text: string) => probability(text, 'pulmonary-embolism');
    assert.ok(embolism(taken) > embolism(base));
    assert.ok(Math.abs(embolism(planned) - embolism(base)) < 1e-9);
  });

  it('expects a hallmark to be written down', () => {
    // Headache is migraine's hallmark; abdominal pain is that of appendicitis.
    const { ranked } = rank('Nausea. Photophobia.');
    const place = (id: string) => ranked.findIndex((r) => r.condition.id === id);
    assert.ok(place('migraine') < place('appendicitis'));
    const told = probability('Nausea. Photophobia. Headache.', 'migraine');
    assert.ok(told > probability('Nausea. Photophobia.', 'migraine'));
  });

  it('raises a condition that the note itself names, less when in doubt, not when it is past', () => {
    const base = 'Headache and nausea.';
    const plain = probability(base, 'pneumonia');
    const named = probability(`${base}\nAssessment: pneumonia.`, 'pneumonia');
    const doubted = probability(`${base}\nAssessment: possible pneumonia.`, 'pneumonia');
    const past = probability(`${base}\nPMH: pneumonia.`, 'pneumonia');
    assert.ok(named > doubted && doubted > plain);
    assert.ok(Math.abs(past - plain) < 0.01);
  });

  it('gives probabilities that leave room for what the pack does not hold', () => {
    const { ranked } = rank('Headache.');
    const sum = ranked.reduce((s, r) => s + r.probability, 0);
    assert.ok(sum > 0 && sum < 1);
    for (let i = 1; i < ranked.length; i++) {
      assert.ok(ranked[i - 1]!.probability >= ranked[i]!.probability);
    }
  });

  it('does not take one kind of a finding for another kind', () => {
    // Pleuritic chest pain makes "chest pain" expected in embolism, exertional pain no more likely.
    const ranked = rank('Exertional chest pain.').ranked.find(
      (r) => r.condition.id === 'pulmonary-embolism',
    )!;
    assert.deepEqual(ranked.for, []);
  });

  it('asks for what the note does not say, never for what it does', () => {
    const ranked = rank('Headache. No nausea.').ranked[0]!;
    assert.deepEqual(
      ranked.ask.map((e) => e.concept),
      ['photophobia'],
    );
  });

  it('names present findings that the first five do not explain', () => {
    const few = rank('Headache and photophobia. Itchy rash.');
    assert.ok(few.unexplained.length >= 1);
    assert.ok(few.unexplained.every((f) => !/headache|photophobia/.test(f.concept)));
  });

  it('points each reason to its place in the note', () => {
    const text = 'Headache with photophobia.';
    for (const e of rank(text).ranked[0]!.for) {
      assert.ok(e.finding !== null);
      assert.match(text.slice(e.finding.start, e.finding.end), /headache|photophobia/i);
    }
  });
});
