import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { compilePack } from '../../src/knowledge/compilePack';
import { createKnowledge } from '../../src/knowledge/knowledge';
import { unknownConcepts } from '../../src/knowledge/unknownConcepts';
import { builtInLexicon } from '../../src/note/lexicon';

const HEADINGS = [
  'Definition',
  'Who gets it',
  'How it presents',
  'Red flags',
  'Differential',
  'Work-up',
  'Treatment',
  'Disposition and follow-up',
];

const files = readdirSync('guidelines')
  .filter((name) => name.endsWith('.md') && name !== 'README.md')
  .map((name) => ({
    path: `guidelines/${name}`,
    text: readFileSync(`guidelines/${name}`, 'utf8'),
  }));
const { pack, problems } = compilePack(files, 'test');
const lexicon = builtInLexicon();
const conditions = [...createKnowledge(pack, lexicon).conditions.values()];

describe('The built-in pack', () => {
  it('holds at least 80 conditions, every file valid by the schema', () => {
    assert.deepEqual(problems, []);
    assert.ok(conditions.length >= 80, `${conditions.length}`);
    assert.equal(conditions.length, files.length);
  });

  it('names only findings and risks that a note can show', () => {
    const unknown = conditions.flatMap((c) => unknownConcepts(c, lexicon, ''));
    assert.deepEqual(
      unknown.map((u) => `${u.path}: ${u.message}`),
      [],
    );
  });

  it('gives each condition enough findings to be ranked by', () => {
    for (const c of conditions) assert.ok(c.findings.length >= 8, c.path);
  });

  it('uses no name for two conditions', () => {
    const owner = new Map<string, string>();
    for (const c of conditions) {
      for (const name of new Set([c.name, ...c.synonyms].map((n) => n.toLowerCase()))) {
        assert.equal(owner.get(name), undefined, `${name}: ${owner.get(name)} and ${c.id}`);
        owner.set(name, c.id);
      }
    }
  });

  it('has every part a clinician looks for, none of them empty', () => {
    for (const g of pack.guidelines) {
      for (const heading of HEADINGS) {
        const section = g.sections.find((s) => s.heading === heading);
        assert.ok(section && section.text.length > 20, `${g.path}: ${heading}`);
      }
    }
  });

  it('excludes no condition at every age or for both sexes', () => {
    for (const c of conditions) {
      assert.ok(c.sex.female > 0 || c.sex.male > 0, c.path);
      assert.ok(Object.values(c.age).length < 7 || Object.values(c.age).some((a) => a > 0), c.path);
    }
  });
});

describe('The built-in lexicon', () => {
  it('holds at least 400 findings', () => {
    assert.ok(lexicon.concepts.size >= 400, `${lexicon.concepts.size}`);
  });
});
