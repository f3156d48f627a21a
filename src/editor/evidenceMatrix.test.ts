import assert from 'node:assert/strict';
import { builtInLexicon } from '../note/terms/builtInLexicon';
import { readNote } from '../note/readNote';
import { rankDifferential } from '../reasoning/differential';
import { rankingOf } from '../../test/support/conditions';
import { evidenceMatrix } from './evidenceMatrix';

const { knowledge } = rankingOf({
  pneumonia: 'findings:\n  fever: always\n  cough: usual\n',
  asthma: 'findings:\n  wheeze: always\n  cough: usual\n  fever: never\n',
  migraine: 'findings:\n  headache: always\n',
});
const note = readNote('Fever and cough. No wheeze.', builtInLexicon());
const { conditions, rows } = evidenceMatrix(note, rankDifferential(note, knowledge));
const cell = (finding: string, condition: string) =>
  rows.find((r) => r.key.startsWith(`${finding}:`))!.cells[
    conditions.findIndex((c) => c.id === condition)
  ]!;

describe('The evidence matrix', () => {
  it('shows which finding speaks for or against which condition, and how strongly', () => {
    assert.equal(cell('fever', 'pneumonia').direction, 'for');
    assert.equal(cell('fever', 'asthma').direction, 'against');
    assert.match(cell('fever', 'asthma').sign, /^−{1,3}$/);
    assert.equal(cell('wheeze', 'asthma').direction, 'against');
    assert.equal(cell('fever', 'migraine').sign, '');
  });

  it('says each cell in words as well', () => {
    assert.match(cell('wheeze', 'asthma').label, /denied.*against asthma/);
    assert.match(cell('fever', 'migraine').label, /says nothing about migraine/);
  });

  it('leads each finding to its place', () => {
    const fever = rows.find((r) => r.key.startsWith('fever:'))!;
    assert.equal(note.text.slice(...fever.span).toLowerCase(), 'fever');
  });
});
