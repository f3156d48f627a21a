import assert from 'node:assert/strict';
import fc from 'fast-check';
import { chunkDocument } from './chunks';
import { splitLines } from './cutting';

const MARKDOWN = `---
condition: Asthma
---
# Asthma

Reversible obstruction.

## Work-up

- Peak flow
- Oxygen saturation

\`\`\`
# not a heading
\`\`\`

## Treatment
### First line

1. Salbutamol
2. Prednisolone
`;

const PLAIN = `ADENOID DISEASES
Introduction
A syndrome due to hyperplasia of the adenoid tissue in the
nasopharynx, commoner in children aged 2 to 6 years, and often outgrown by the age of ten.

CLINICAL FEATURES OF ADENOID DISEASES
・ Nasal obstruction and mouth-breathing, snoring at night
・ Progressive deafness due to secretory otitis media, which may be noticed first at school

TREATMENT OF ADENOID DISEASES
Non-drug Treatment
・ Adenoidectomy in severe cases
Drug Treatment
・ Decongestants
`;

const words = (n: number) => Array.from({ length: n }, (_, i) => `word${i}`).join(' ');
const guideline = (path: string, text: string) => chunkDocument({ path, kind: 'guideline', text });

describe('Passages of a Markdown guideline', () => {
  it('are its sections, with the headings that lead there and the lines of the file', () => {
    const chunks = guideline('asthma.md', MARKDOWN);
    assert.deepEqual(
      chunks.map((c) => [c.heading, c.startLine, c.endLine]),
      [
        ['Asthma', 4, 6],
        ['Asthma › Work-up', 8, 15],
        ['Asthma › Treatment › First line', 18, 21],
      ],
    );
    assert.equal(chunks[0].text, '# Asthma\n\nReversible obstruction.');
  });

  it('have the same lines with CRLF', () => {
    const lines = (text: string) =>
      guideline('asthma.md', text).map((c) => [c.startLine, c.endLine, c.text]);
    assert.deepEqual(lines(MARKDOWN.replaceAll('\n', '\r\n')), lines(MARKDOWN));
  });

  it('do not hold the front matter', () => {
    assert.ok(!guideline('asthma.md', MARKDOWN).some((c) => c.text.includes('condition:')));
  });

  it('are cut at paragraphs where a section is long, under the same heading', () => {
    const text = `# Sepsis\n\n## Treatment\n\n${[1, 2, 3, 4].map(() => words(110)).join('\n\n')}\n`;
    const chunks = guideline('sepsis.md', text);
    assert.ok(chunks.length >= 2);
    for (const chunk of chunks) {
      assert.equal(chunk.heading, 'Sepsis › Treatment');
      assert.ok(chunk.text.split(/\s+/).length <= 260);
    }
    assert.deepEqual([chunks[0].startLine, chunks[chunks.length - 1].endLine], [3, 11]);
  });
});

describe('Passages of a plain-text guideline', () => {
  it('begin at upper-case headings', () => {
    assert.deepEqual(
      guideline('a.txt', PLAIN).map((c) => [c.heading, c.startLine, c.endLine]),
      [
        ['ADENOID DISEASES', 1, 4],
        ['ADENOID DISEASES › CLINICAL FEATURES OF ADENOID DISEASES', 6, 8],
        ['ADENOID DISEASES › TREATMENT OF ADENOID DISEASES', 10, 14],
      ],
    );
  });

  it('are cut before a sub-heading where a section is long, and named by it', () => {
    const list = Array.from({ length: 20 }, (_, i) => `• item ${i} ${words(7)}`).join('\n');
    const text = `MALARIA\n${words(70)}\n\nTREATMENT\nGoals\n${list}\nDrug Treatment\n${list}\n`;
    const chunks = guideline('m.txt', text);
    const last = chunks[chunks.length - 1];
    assert.equal(last.heading, 'MALARIA › TREATMENT › Drug Treatment');
    assert.equal(last.startLine, 26);
  });

  it('of a few words are not divided', () => {
    const chunks = guideline('p.txt', 'CONCLUSIONS: The drug works.\nBACKGROUND: It was unknown.');
    assert.equal(chunks.length, 1);
  });

  it('are named by the file where the text has no title', () => {
    assert.equal(guideline('stroke_unit.txt', 'call the team at once.')[0].heading, 'stroke unit');
  });
});

describe('Passages of a note', () => {
  it('are its sections, each under its own heading', () => {
    const text = `CC: cough for three weeks\n\nHPI:\n${words(50)}\n\nAssessment\n${words(20)}\n\nPlan:\n- x-ray\n`;
    assert.deepEqual(
      chunkDocument({ path: 'n.note', kind: 'note', text }).map((c) => [
        c.heading,
        c.startLine,
        c.endLine,
      ]),
      [
        ['CC', 1, 1],
        ['HPI', 3, 4],
        ['Assessment', 6, 7],
        ['Plan', 9, 10],
      ],
    );
  });

  it('in one very long line are cut between sentences, all on that line', () => {
    const text = Array.from({ length: 60 }, (_, i) => `Sentence ${i} has ${words(8)}.`).join(' ');
    const chunks = chunkDocument({ path: 'n.note', kind: 'note', text });
    assert.ok(chunks.length > 1);
    for (const chunk of chunks) {
      assert.deepEqual([chunk.startLine, chunk.endLine], [1, 1]);
      assert.match(chunk.text, /^Sentence .*\.$/s);
    }
  });
});

describe('Any document', () => {
  it('gives nothing when it is empty', () => {
    for (const path of ['a.md', 'a.txt']) {
      assert.deepEqual(guideline(path, ''), []);
      assert.deepEqual(guideline(path, ' \r\n\t\n'), []);
    }
  });

  it('is covered: passages in order, without overlap, each the text of its lines', () => {
    const line = fc.constantFrom(
      '',
      '# One',
      '## Two',
      'HEADING OF IT',
      'Plan:',
      'Short title',
      '• an item',
      '- another item',
      '---',
      'A sentence that ends.',
      words(90),
      '🤒 مريض',
    );
    const document = fc.tuple(
      fc.array(line, { maxLength: 40 }),
      fc.constantFrom('a.md', 'a.txt'),
      fc.constantFrom('\n', '\r\n', '\r'),
    );
    fc.assert(
      fc.property(document, ([rows, path, end]) => {
        const text = rows.join(end);
        const lines = splitLines(text);
        let before = 0;
        for (const chunk of guideline(path, text)) {
          assert.ok(chunk.startLine > before && chunk.endLine >= chunk.startLine);
          const own = lines.slice(chunk.startLine - 1, chunk.endLine).join('\n');
          assert.equal(chunk.text, own);
          before = chunk.endLine;
        }
      }),
      { numRuns: 300 },
    );
  });

  it('of plain text loses no word of its body', () => {
    const held = guideline('a.txt', PLAIN)
      .map((c) => c.text)
      .join('\n');
    for (const word of PLAIN.match(/\S+/g) ?? []) assert.ok(held.includes(word), word);
  });
});
