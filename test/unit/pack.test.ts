import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { compilePack } from '../../src/knowledge/compilePack';
import { createKnowledge } from '../../src/knowledge/knowledge';
import { unknownConcepts } from '../../src/knowledge/unknownConcepts';
import { toPackFile } from '../../src/knowledge/packFile';
import { builtInLexicon } from '../../src/note/terms/builtInLexicon';
import { isIcd10cmCategory } from '../support/icd10cmCategories';

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

/** Institute for Safe Medication Practices: List of Error-Prone Abbreviations, 2021. */
const MISREAD: readonly (readonly [RegExp, string])[] = [
  [/\d(?:mg|g|mL|ml|micrograms?|units)\b/, 'no space before the unit'],
  [/(?:^|[^\d.])\.\d/m, 'no zero before the point'],
  [/\d\.0 ?(?:mg|g|mL|micrograms?)\b/, 'a zero after the point'],
  [/\b(?:mcg|µg|μg|ug)\b/i, 'microgram abbreviated'],
  [/\d ?(?:IU|U|u|iu)\b(?! ?\/)/, 'units abbreviated'],
  [/\d ?- ?\d+(?:\.\d+)? ?(?:mg|g|mL|micrograms?|units)\b/, 'a hyphen in a range'],
  [/\b(?:qd|qod|bid|tid|qid|tds|qds)\b/, 'frequency in Latin'],
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
  it('holds at least 600 conditions, every file valid by the schema', () => {
    assert.deepEqual(problems, []);
    assert.ok(conditions.length >= 600, `${conditions.length}`);
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

  it('gives each condition a finding that most patients have', () => {
    for (const c of conditions)
      assert.ok(
        c.findings.some((f) => f.often >= 0.5),
        c.path,
      );
  });

  it('is recognised in a note by each condition’s own name', () => {
    const unread = conditions.filter((c) => lexicon.conceptNamed(c.name) === null);
    assert.deepEqual(
      unread.map((c) => c.path),
      [],
    );
  });

  it('codes conditions in categories that exist', () => {
    for (const c of conditions) {
      for (const code of c.icd10) assert.ok(isIcd10cmCategory(code), `${c.path}: ${code}`);
    }
  });

  it('names a source with a year that has been, and a date of review', () => {
    for (const c of conditions) {
      assert.ok(c.sources.length > 0, c.path);
      for (const { year } of c.sources) assert.ok(year > 1950 && year <= 2026, c.path);
      assert.match(c.reviewed, /^\d{4}-\d\d-\d\d$/, c.path);
    }
  });

  it('says of each file who read it, and that nobody validated it', () => {
    for (const { path, text } of files) {
      assert.match(text, /^status: read by a second reader, not clinically validated$/m, path);
    }
  });

  it('writes doses so that they cannot be misread', () => {
    for (const { path, text } of files) {
      const body = text.slice(text.indexOf('\n---\n'));
      for (const [pattern, fault] of MISREAD) {
        const found = pattern.exec(body);
        assert.equal(found, null, `${path}: ${fault}: ${found?.[0]}`);
      }
    }
  });

  it('fits in 6 MB', () => {
    const bytes = Buffer.byteLength(JSON.stringify(toPackFile(pack)));
    assert.ok(bytes <= 6e6, `${bytes} bytes`);
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
