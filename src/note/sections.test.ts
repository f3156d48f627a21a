import assert from 'node:assert/strict';
import fc from 'fast-check';
import headings from './data/headings.yaml';
import { sectionDefaults, splitSections } from './sections';

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

  it('are not made of ordinary sentences or list items', () => {
    assert.deepEqual(labels('She has a history of asthma.\nPlan to see her again\n- S tablets'), [
      'GENHX:',
    ]);
  });

  it('stay one section where a heading of a body system stands inside them', () => {
    assert.deepEqual(labels('ROS:\nRespiratory: no cough\nCardiac: no CP'), ['ROS:ROS']);
  });

  it('tell family history and past history by their headings', () => {
    const [pmh, fhx] = splitSections('PMH: asthma\nFHx: stroke');
    assert.equal(sectionDefaults(pmh ?? null).historical, true);
    assert.equal(sectionDefaults(fhx ?? null).family, true);
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
