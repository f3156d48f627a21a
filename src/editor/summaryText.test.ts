import assert from 'node:assert/strict';
import type { SummarySentence } from '../assist/types';
import { plainSummary, summaryText, type SummaryProgress } from './summaryText';

const sentence = (text: string, over: Partial<SummarySentence> = {}): SummarySentence => ({
  part: 'Impression',
  text,
  support: [[12, 14]],
  status: 'grounded',
  missing: [],
  by: 'extraction',
  ...over,
});

const progress = (over: Partial<SummaryProgress> = {}): SummaryProgress => ({
  source: 'visit.md',
  part: 'report',
  sentences: [sentence('Acute embolism.')],
  lineOffset: 0,
  state: { is: 'done', model: null },
  ...over,
});

describe('The summary document', () => {
  it('ends each sentence with a link to its lines', () => {
    const { text, links } = summaryText(progress());
    assert.match(text, /- Acute embolism\. \[L12–14\]/);
    const [link] = links;
    assert.equal(text.slice(link!.start, link!.end), 'L12–14');
    assert.deepEqual(link!.target, { kind: 'source', lines: [12, 14] });
  });

  it('marks a sentence that the note does not support with a sign and words', () => {
    const { text, marks } = summaryText(
      progress({
        sentences: [
          sentence('Start warfarin 5 mg.', {
            status: 'unsupported',
            support: [],
            missing: ['warfarin', '5 mg'],
          }),
        ],
      }),
    );
    assert.match(text, /⚠ Not in the note: Start warfarin 5 mg\. \(no basis: warfarin, 5 mg\)/);
    assert.equal(marks[0]?.kind, 'unsupported');
    assert.equal(
      text.slice(marks[0]!.start, marks[0]!.end),
      '⚠ Not in the note: Start warfarin 5 mg.',
    );
  });

  it('marks an inferred sentence as such', () => {
    const { text, marks } = summaryText(
      progress({ sentences: [sentence('Stable.', { status: 'inferred' })] }),
    );
    assert.match(text, /≈ Inferred: Stable\./);
    assert.equal(marks[0]?.kind, 'inferred');
  });

  it('counts the lines of a selection from the top of its note', () => {
    const { links, text } = summaryText(progress({ part: 'selection', lineOffset: 30 }));
    assert.deepEqual(links[0]?.target, { kind: 'source', lines: [42, 44] });
    assert.match(text, /^# Summary of the selection in visit\.md/);
  });

  it('says whether a model wrote it or it was extracted', () => {
    assert.match(summaryText(progress()).text, /Extracted: these are sentences of the note itself/);
    assert.match(
      summaryText(progress({ state: { is: 'done', model: 'SmolLM2' } })).text,
      /Written with SmolLM2 on this machine/,
    );
  });

  it('says plainly that a cancelled or failed summary is not complete', () => {
    assert.match(
      summaryText(progress({ state: { is: 'cancelled' } })).text,
      /Cancelled: .*not complete/,
    );
    assert.match(
      summaryText(progress({ state: { is: 'failed', message: 'The engine stopped' } })).text,
      /not complete: The engine stopped/,
    );
  });

  it('groups sentences below the part they belong to', () => {
    const { text } = summaryText(
      progress({
        sentences: [sentence('One.'), sentence('Two.'), sentence('Three.', { part: 'Plan' })],
      }),
    );
    assert.equal(text.match(/## Impression/g)?.length, 1);
    assert.ok(text.indexOf('## Plan') > text.indexOf('Two.'));
  });

  it('says so when a note holds nothing to summarise', () => {
    assert.match(summaryText(progress({ sentences: [] })).text, /Nothing to summarise/);
  });
});

describe('A copied summary', () => {
  it('leaves out line numbers and what the note does not say', () => {
    const text = plainSummary([
      sentence('Acute embolism.'),
      sentence('Start warfarin.', { status: 'unsupported', support: [] }),
      sentence('Scan today.', { part: 'Plan' }),
    ]);
    assert.equal(text, 'Impression:\n- Acute embolism.\n\nPlan:\n- Scan today.\n');
  });
});
