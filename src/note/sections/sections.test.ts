import assert from 'node:assert/strict';
import fc from 'fast-check';
import headings from '../data/headings.yaml';
import { labelSection, sectionDefaults, splitSections } from './sections';

const labels = (text: string): string[] => splitSections(text).map((s) => `${s.label}:${s.title}`);
const bodies = (text: string): string[] =>
  splitSections(text).map((s) => text.slice(s.body.start, s.body.end).trim());

describe('sections', () => {
  it('are read from headings on lines of their own, with a colon, or in Markdown', () => {
    const text = '# Chief complaint\ncough\n\nPMHx:\n- asthma\nO/E\nchest clear\nPlan: rest';
    assert.deepEqual(labels(text), [
      'CC:Chief complaint',
      'PASTMEDICALHX:PMHx',
      'EXAM:O/E',
      'PLAN:Plan',
    ]);
    assert.deepEqual(bodies(text), ['cough', '- asthma', 'chest clear', 'rest']);
  });

  it('are read from the run-on headings of transcribed reports', () => {
    const text =
      'SUBJECTIVE:,  She coughs.,MEDICATIONS: , None.,OBJECTIVE:,Vitals:  BP 124/78.,HEENT:  Clear.,ASSESSMENT:,  Cold.';
    assert.deepEqual(labels(text), [
      'GENHX:SUBJECTIVE',
      'MEDICATIONS:MEDICATIONS',
      'EXAM:OBJECTIVE',
      'EXAM:Vitals',
      'ASSESSMENT:ASSESSMENT',
    ]);
    assert.equal(bodies(text)[0], 'She coughs.,');
  });

  it('keep their name through a bracket or a word that follows it', () => {
    assert.deepEqual(labels('Exam (brief):\nwell\nIx today:\nnil'), [
      'EXAM:Exam (brief)',
      'LABS:Ix today',
    ]);
  });

  it('are read from the shorthand of a ward round or a surgery', () => {
    assert.deepEqual(labels('S/ cough\nO/ chest clear\nA/ viral\nP/ rest'), [
      'GENHX:S/',
      'EXAM:O/',
      'ASSESSMENT:A/',
      'PLAN:P/',
    ]);
    assert.deepEqual(labels('O/E chest clear\nImp: viral\nFollow-up\n2 weeks'), [
      'EXAM:O/E',
      'ASSESSMENT:Imp',
      'PLAN:Follow-up',
    ]);
    assert.deepEqual(labels('*Plan*: rest\n**Hx**\ncough'), ['PLAN:Plan', 'GENHX:Hx']);
  });

  it('are not made of a bold word that is no heading', () => {
    assert.deepEqual(labels('**Admitted:** 12 March'), ['GENHX:']);
    assert.deepEqual(labels('Imp of viral illness\nRx given'), ['GENHX:']);
  });

  it('are labelled by their heading, else by their words', () => {
    assert.equal(labelSection('Aspirin 75 mg daily', 'Current medications:'), 'MEDICATIONS');
    assert.equal(labelSection('x', 'FAM/SOCHX'), 'FAM/SOCHX');
    assert.equal(labelSection('Mother had breast cancer. He does not smoke.'), 'FAM/SOCHX');
    assert.equal(labelSection('No known drug allergies.', 'Heading of no kind'), 'ALLERGY');
    assert.equal(labelSection('Tonsillectomy in 1990, appendectomy in 2001.'), 'PASTSURGICAL');
    assert.equal(typeof labelSection(''), 'string');
  });

  it('are not made of ordinary sentences or list items', () => {
    assert.deepEqual(labels('She has a history of asthma.\nPlan to see her again\n- S tablets'), [
      'GENHX:',
    ]);
  });

  it('stay one section where a heading of a body system stands inside them', () => {
    assert.deepEqual(labels('ROS:\nRespiratory: no cough\nCardiac: no CP'), ['ROS:ROS']);
  });

  it('tell family history, past history and a differential by their headings', () => {
    const [pmh, fhx] = splitSections('PMH: asthma\nFHx: stroke');
    assert.equal(sectionDefaults(pmh ?? null).historical, true);
    assert.equal(sectionDefaults(fhx ?? null).family, true);
    const [ddx] = splitSections('DDx: asthma');
    assert.equal(sectionDefaults(ddx ?? null).uncertain, true);
  });

  it('tile any text without gap or overlap', () => {
    const line = fc.constantFrom(
      'PMH: asthma',
      'Plan',
      'FEVER:, no.,EXAM: ok',
      'x\r\n',
      '',
      '# A',
      '🙂 שלום',
    );
    const note = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(line).map((l) => l.join('\n')),
    );
    fc.assert(
      fc.property(note, (text) => {
        let at = 0;
        for (const { span, body, heading } of splitSections(text)) {
          assert.equal(span.start, at);
          assert.ok(span.end > span.start);
          assert.ok(body.start >= (heading?.end ?? span.start) && body.end === span.end);
          at = span.end;
        }
        assert.equal(at, text.length);
      }),
    );
  });

  it('have a data file of known labels only', () => {
    const data = headings as {
      divisions: Record<string, string>;
      headings: { label: string; names: unknown[] }[];
    };
    for (const { label, names } of data.headings) {
      assert.ok(label in data.divisions, label);
      for (const name of names) assert.equal(typeof name, 'string');
    }
  });
});
