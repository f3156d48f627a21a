import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { builtInLexicon } from '../note/terms/builtInLexicon';
import { readNote } from '../note/readNote';
import { lineTokens, noteMarks, TOKEN_MODIFIERS, TOKEN_TYPES } from './noteMarks';

const NOTE = `HPI:
Cough since Monday. Denies chest
pain. Possible pneumonia.

Past medical history:
Asthma.

Family history:
Mother: gout.

Examination:
BP 84/48, HR 72, SpO2 88% on air.
`;
const marks = (text: string) => noteMarks(readNote(text, builtInLexicon()));
const shown = (text: string) =>
  marks(text).map((m) => [text.slice(m.start, m.end).replace(/\s+/g, ' '), m.marks.join(' ')]);

describe('What is marked in a note', () => {
  it('is each finding with its status, each heading, and measurements out of range', () => {
    assert.deepEqual(shown(NOTE), [
      ['HPI', ''],
      ['Cough', 'present'],
      ['chest pain', 'denied'],
      ['pneumonia', 'uncertain'],
      ['Past medical history', ''],
      ['Asthma', 'past'],
      ['Family history', ''],
      ['gout', 'family'],
      ['Examination', ''],
      ['BP 84', 'low critical'],
      ['48', 'low'],
      ['SpO2 88%', 'low critical'],
    ]);
  });

  it('says in words what the style says', () => {
    const words = marks(NOTE).map((m) => m.words);
    assert.ok(words.includes('chest pain: denied (“Denies”)'), words.join('\n'));
    const systolic = words.find((w) => w.startsWith('systolic'));
    assert.match(systolic ?? '', /^systolic blood pressure: critically low \(reference range \d/);
  });

  it('never overlaps and stays inside the note, whatever the note', () => {
    for (const file of ['emergency-chest-pain.note', 'gp-shorthand.note', 'discharge-summary.md']) {
      const text = readFileSync(`sample/notes/${file}`, 'utf8');
      let end = 0;
      for (const mark of marks(text)) {
        assert.ok(mark.start >= end && mark.end > mark.start && mark.end <= text.length);
        end = mark.end;
      }
    }
  });
});

describe('The tokens of the lines', () => {
  it('split a finding that runs over two lines, whatever ends them', () => {
    for (const text of [NOTE, NOTE.replace(/\n/g, '\r\n')]) {
      const lines = text.split(/\r?\n/);
      const denied = lineTokens(text, marks(text)).filter((t) => t.modifiers.includes('denied'));
      assert.deepEqual(
        denied.map((t) => lines[t.line]!.slice(t.character, t.character + t.length)),
        ['chest', 'pain'],
      );
    }
  });

  it('are those that the extension contributes, each status in a style that is no colour', () => {
    const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      contributes: {
        semanticTokenTypes: { id: string }[];
        semanticTokenModifiers: { id: string }[];
        configurationDefaults: Record<string, { rules: Record<string, Record<string, unknown>> }>;
      };
    };
    const ids = (list: { id: string }[]) => list.map(({ id }) => id);
    assert.deepEqual(ids(contributes.semanticTokenTypes), [...TOKEN_TYPES]);
    assert.deepEqual(ids(contributes.semanticTokenModifiers), [...TOKEN_MODIFIERS]);
    const { rules } = contributes.configurationDefaults['editor.semanticTokenColorCustomizations']!;
    const styles = ['present', 'denied', 'past', 'family', 'uncertain'].map((status) => {
      const { bold, italic, underline, strikethrough } = rules[`clinicalFinding.${status}`]!;
      return JSON.stringify({ bold, italic, underline, strikethrough });
    });
    assert.equal(new Set(styles).size, 5, styles.join('\n'));
    assert.ok(!styles.includes('{}'));
  });
});
