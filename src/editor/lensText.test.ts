import assert from 'node:assert/strict';
import type { Condition } from '../knowledge/types';
import { builtInLexicon } from '../note/terms/builtInLexicon';
import { readNote } from '../note/readNote';
import type { Note, Section } from '../note/types';
import type { RankedCondition } from '../reasoning/types';
import { NOTHING_RANKED } from '../reasoning/differential';
import { insertion, lensOffset, lensTitle } from './lensText';

const ranked = (name: string, probability: number, urgency: Condition['urgency']) =>
  ({
    condition: { name, urgency } as Condition,
    probability,
    for: [],
    against: [],
    ask: [],
  }) satisfies RankedCondition;

/** A note cut at its lines that end with a colon. */
function note(text: string): Note {
  const sections: Section[] = [];
  const heads = [...text.matchAll(/^(.+):$/gm)];
  heads.forEach((head, i) => {
    const start = head.index;
    const end = heads[i + 1]?.index ?? text.length;
    const assessment = head[1] === 'Assessment';
    sections.push({
      heading: { start, end: start + head[0].length },
      title: head[1]!,
      label: assessment ? 'ASSESSMENT' : 'GENHX',
      division: assessment ? 'assessment' : 'subjective',
      span: { start, end },
      body: { start: start + head[0].length, end },
    });
  });
  return {
    text,
    sections,
    sentences: [],
    findings: [],
    measurements: [],
    patient: { age: null, sex: null },
  };
}

const applied = (text: string, insert: string) => {
  const at = insertion(note(text), insert);
  return text.slice(0, at.offset) + at.text + text.slice(at.offset);
};

describe('The lens above the assessment', () => {
  it('names the first three with probability and the urgency as a word', () => {
    const title = lensTitle({
      ...NOTHING_RANKED,
      ranked: [
        ranked('Pulmonary embolism', 0.416, 'emergency'),
        ranked('Pneumonia', 0.2, 'urgent'),
        ranked('Costochondritis', 0.004, 'routine'),
        ranked('Asthma', 0.001, 'soon'),
      ],
    });
    assert.match(title, /Pulmonary embolism 42% \(emergency\)/);
    assert.match(title, /Pneumonia 20% \(urgent\)/);
    assert.match(title, /Costochondritis <1% \(routine\)/);
    assert.doesNotMatch(title, /Asthma/);
  });

  it('counts what is unexplained and what is dangerous and not excluded', () => {
    const first = ranked('Pneumonia', 0.4, 'urgent');
    const differential = { ...NOTHING_RANKED, ranked: [first] };
    assert.doesNotMatch(lensTitle(differential), /unexplained|excluded/);
    const finding = readNote('Fever.', builtInLexicon()).findings[0]!;
    const title = lensTitle({
      ...differential,
      unexplained: [finding],
      cantMiss: [ranked('Sepsis', 0.05, 'emergency'), ranked('Meningitis', 0.04, 'emergency')],
    });
    assert.match(title, /· 1 finding unexplained · 2 emergencies not excluded$/);
  });

  it('says so when there is nothing to rank', () => {
    assert.match(lensTitle(NOTHING_RANKED), /no symptom or sign found/);
  });

  it('stands above the assessment, or at the top where there is none', () => {
    const text = 'History:\ncough\nAssessment:\nunclear\n';
    assert.equal(lensOffset(note(text)), text.indexOf('Assessment'));
    assert.equal(lensOffset(note('History:\ncough\n')), 0);
  });
});

describe('An inserted differential', () => {
  it('goes to the end of the assessment and before the plan', () => {
    assert.equal(
      applied('History:\ncough\n\nAssessment:\nunclear\n\nPlan:\nrest\n', '1. Flu\n2. Cold\n'),
      'History:\ncough\n\nAssessment:\nunclear\n1. Flu\n2. Cold\n\nPlan:\nrest\n',
    );
  });

  it('gets a heading of its own where the note has no assessment', () => {
    assert.equal(
      applied('History:\ncough', '1. Flu\n'),
      'History:\ncough\n\nAssessment:\n1. Flu\n',
    );
  });

  it('does not glue itself to what follows', () => {
    assert.equal(applied('Assessment:', '1. Flu'), 'Assessment:\n1. Flu');
    assert.equal(applied('', '1. Flu'), 'Assessment:\n1. Flu\n');
  });
});
