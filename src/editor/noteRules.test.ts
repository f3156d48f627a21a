import assert from 'node:assert/strict';
import { noteRules } from './noteRules';

describe('Which files are notes', () => {
  it('takes every file of the workspace for a note but the guidelines', () => {
    const rules = noteRules([], ['guidelines']);
    assert.equal(rules.isNote('2026/visit.md'), true);
    assert.equal(rules.isNote('guidelines/asthma.md'), false);
    assert.equal(rules.isGuideline('guidelines/asthma.md'), true);
  });

  it('keeps to the note folders where the settings name some', () => {
    const rules = noteRules(['notes', 'clinic/2026'], ['guidelines']);
    assert.equal(rules.isNote('notes/a.md'), true);
    assert.equal(rules.isNote('clinic/2026/b.txt'), true);
    assert.equal(rules.isNote('clinic/2025/b.txt'), false);
    assert.equal(rules.isNote('readme.md'), false);
  });

  it('lets a guideline folder inside a note folder stay a guideline folder', () => {
    const rules = noteRules(['notes'], ['notes/policies']);
    assert.equal(rules.isNote('notes/policies/sepsis.md'), false);
  });

  it('leaves a file outside the workspace alone', () => {
    const rules = noteRules([], []);
    assert.equal(rules.isNote('../elsewhere/x.md'), false);
    assert.equal(rules.isNote('/tmp/x.md'), false);
  });
});
