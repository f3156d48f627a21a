import assert from 'node:assert/strict';
import { compilePack } from '../knowledge/compilePack';
import { createKnowledge } from '../knowledge/knowledge';
import { builtInLexicon } from '../note/terms/builtInLexicon';
import { readNote } from '../note/readNote';
import { rankDifferential } from '../reasoning/differential';
import { differentialAsText } from './insertDifferential';

const lexicon = builtInLexicon();
const file = (id: string, findings: string) => ({
  path: `guidelines/${id}.md`,
  text: `---\ncondition: ${id}\nurgency: urgent\nfindings:\n${findings}sources:\n  - {organisation: WHO, title: A title, year: 2020}\nreviewed: 2026-11-24\n---\n# ${id}\n`,
});
const { pack } = compilePack(
  [
    file('asthma', '  wheeze: always\n  cough: usual\n  chest-tightness: usual\n'),
    file('pneumonia', '  fever: usual\n  cough: usual\n  crackles: usual\n'),
    file('cystitis', '  dysuria: always\n  urinary-frequency: usual\n'),
    file('migraine', '  headache: always\n'),
    file('otitis', '  ear-pain: always\n'),
    file('sciatica', '  leg-pain: always\n'),
    file('eczema', '  itching: always\n'),
  ],
  'test',
);
const knowledge = createKnowledge(pack, lexicon);
const rank = (text: string) => rankDifferential(readNote(text, lexicon), knowledge);

describe('A differential that is inserted into its note', () => {
  const note = 'HPI: Wheeze and cough. No fever.\n\nAssessment:\n';
  const before = rank(note);
  const text = differentialAsText(before, 5);

  it('says what it could be, with what speaks for, against and what to ask', () => {
    assert.match(
      text,
      /^Differential \(decision support, for review\):\nProblem: .*wheez.*\n1\. asthma \([<>]?\d+%, urgent\)/,
    );
    assert.match(text, /for wheez/);
    assert.match(text, /ask chest tightness/);
    assert.match(text, /against no fever/);
  });

  for (const [name, end] of [
    ['LF', '\n'],
    ['CRLF', '\r\n'],
  ] as const) {
    it(`changes nothing in the differential it came from (${name})`, () => {
      const after = rank(`${note}${text}\nPlan: inhaler.\n`.replace(/\n/g, end));
      assert.deepEqual(
        after.ranked.map((r) => [r.condition.id, r.probability]),
        before.ranked.map((r) => [r.condition.id, r.probability]),
      );
    });
  }

  it('tells several problems apart, and names what nothing explains', () => {
    const two =
      'HPI: Wheeze, cough and chest tightness. Dysuria and urinary frequency. Knee pain.\n\nAssessment:\n';
    const own = rank(two);
    const inserted = differentialAsText(own, 5);
    assert.match(inserted, /\nProblem 1: [^]*\n1\. [^]*\nProblem 2: [^]*\n1\. /);
    assert.match(inserted, /\nUnexplained: knee pain/);
    const after = rank(`${two}${inserted}\nPlan: inhaler.\n`);
    assert.deepEqual(
      after.ranked.map((r) => r.probability),
      own.ranked.map((r) => r.probability),
    );
  });

  it('does not hide what is written after it', () => {
    const after = rank(`${note}${text}\nNow crackles are heard.\n`);
    const of = (d: typeof after) => d.ranked.find((r) => r.condition.id === 'pneumonia')!;
    assert.ok(of(after).probability > of(before).probability);
  });

  it('is empty when nothing is ranked', () => {
    assert.equal(differentialAsText(rank('Nothing.'), 5), '');
  });
});
