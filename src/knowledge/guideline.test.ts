import assert from 'node:assert/strict';
import { parseGuideline } from './guideline';

const FRONT = `---
condition: Pulmonary embolism
synonyms: [PE]
icd10: [I26.99]
urgency: emergency
common: {primary: rare, emergency: uncommon}
age: {old: 2}
risks: {immobilisation: strong}
findings:
  dyspnoea: usual
  pleuritic-chest-pain: {often: 0.55, telling: moderate}
sources:
  - {organisation: European Society of Cardiology, title: Acute pulmonary embolism, year: 2020}
reviewed: 2026-11-24
---
`;

describe('A guideline file', () => {
  it('gives the differential its condition, with the words as numbers', () => {
    const { guideline, problems } = parseGuideline(
      { path: 'guidelines/pulmonary-embolism.md', text: `${FRONT}# Pulmonary embolism\n` },
      'built-in',
    );
    assert.deepEqual(problems, []);
    const condition = guideline.condition!;
    assert.equal(condition.id, 'pulmonary-embolism');
    assert.deepEqual(condition.findings, [
      { concept: 'dyspnoea', often: 0.8, telling: null },
      { concept: 'pleuritic-chest-pain', often: 0.55, telling: 3 },
    ]);
    assert.deepEqual(condition.risks, [{ concept: 'immobilisation', raises: 10 }]);
    assert.deepEqual(condition.sex, { female: 1, male: 1 });
  });

  for (const [name, end] of [
    ['LF', '\n'],
    ['CRLF', '\r\n'],
  ] as const) {
    it(`keeps the lines of its sections (${name})`, () => {
      const text = `${FRONT}# Title\n\nIntro.\n\n## Treatment\n- One\n- Two\n\n## Follow-up\nLater.\n`;
      const { guideline } = parseGuideline(
        { path: 'a.md', text: text.replace(/\n/g, end) },
        'workspace',
      );
      const lines = text.split('\n');
      for (const section of guideline.sections) {
        assert.ok(lines[section.startLine - 1]!.endsWith(section.heading), section.heading);
      }
      const treatment = guideline.sections.find((s) => s.heading === 'Treatment')!;
      assert.equal(treatment.text, '- One\n- Two');
      assert.equal(lines[treatment.endLine], '## Follow-up');
    });
  }

  it('is searched even when its front matter is broken, and its fault is named with the line', () => {
    const text = FRONT.replace('urgency: emergency', 'urgency: quickly') + '# Title\n\nBody.\n';
    const { guideline, problems } = parseGuideline({ path: 'x/pe.md', text }, 'workspace');
    assert.equal(guideline.condition, null);
    assert.equal(guideline.sections[0]!.text, 'Body.');
    assert.equal(problems.length, 1);
    assert.equal(problems[0]!.path, 'x/pe.md');
    assert.equal(problems[0]!.line, 5);
    assert.match(problems[0]!.message, /urgency.*emergency, urgent, soon, routine/);
  });

  it('names a YAML error, a missing field and an unknown field with their lines', () => {
    const line = (text: string) =>
      parseGuideline({ path: 'a.md', text }, 'workspace').problems.map((p) => p.line);
    assert.deepEqual(line(FRONT.replace('age: {old: 2}', 'age: {old: 2')).slice(0, 1), [8]);
    assert.deepEqual(line(FRONT.replace('urgency: emergency\n', '')), [2]);
    assert.deepEqual(line(FRONT.replace('reviewed:', 'colour: red\nreviewed:')), [14]);
    assert.deepEqual(line(FRONT.replace('---\n', '---\n').replace(/\n---\n$/, '\n')), [1]);
  });

  it('without front matter has a title and sections and takes no part in the differential', () => {
    const { guideline, problems } = parseGuideline(
      { path: 'local/asthma.md', text: '# Asthma\n\nText.\n' },
      'workspace',
    );
    assert.deepEqual(problems, []);
    assert.equal(guideline.condition, null);
    assert.equal(guideline.title, 'Asthma');
  });
});
