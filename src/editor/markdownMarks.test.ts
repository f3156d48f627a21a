import assert from 'node:assert/strict';
import MarkdownIt from 'markdown-it';
import { builtInLexicon } from '../note/terms/builtInLexicon';
import { readNote } from '../note/readNote';
import { markNotes } from './markdownMarks';
import { noteMarks } from './noteMarks';

const read = (text: string) => noteMarks(readNote(text, builtInLexicon()));
const preview = (text: string) => markNotes(new MarkdownIt({ html: true }), read).render(text);
const marked = (html: string) =>
  [...html.matchAll(/<span class="([^"]*)" title="([^"]*)">([^<]*)<\/span>/g)].map((m) => [
    m[3],
    m[1]!.replace(/chartside-/g, ''),
  ]);

describe('The Markdown preview of a note', () => {
  it('marks findings by status and says it in words', () => {
    const html = preview('## Subjective\n\nCough. She denies fever.\n');
    assert.deepEqual(marked(html), [
      ['Cough', 'finding present'],
      ['fever', 'finding denied'],
    ]);
    assert.match(html, /title="fever: denied \(“denies”\)"/);
  });

  it('marks measurements out of range, and headings not at all', () => {
    const html = preview('## Examination\n\n- HR 118\n- RR 16\n');
    assert.deepEqual(marked(html), [['HR 118', 'measurement high']]);
    assert.match(html, /<h2>Examination<\/h2>/);
  });

  it('reads over emphasis, lists, tables and soft breaks as over plain words', () => {
    assert.deepEqual(marked(preview('**No** fever, *cough* or chest\npain.')), [
      ['fever', 'finding denied'],
      ['cough', 'finding denied'],
      ['chest', 'finding denied'],
      ['pain', 'finding denied'],
    ]);
    assert.deepEqual(marked(preview('## Past medical history\n\n- asthma\n- gout\n')), [
      ['asthma', 'finding past'],
      ['gout', 'finding past'],
    ]);
    assert.deepEqual(marked(preview('| | |\n|-|-|\n| no fever | today |\n| cough | dry |\n')), [
      ['fever', 'finding denied'],
      ['cough', 'finding present'],
    ]);
  });

  it('lets no text of the note become markup', () => {
    const html = preview('Fever &lt;img src=x onerror=alert(1)&gt; & "cough"\n');
    assert.doesNotMatch(html, /<img/);
    assert.match(html, /&lt;img src=x onerror=alert\(1\)&gt; &amp; &quot;/);
    const evil = markNotes(new MarkdownIt(), () => [
      { start: 0, end: 5, what: 'finding', marks: ['present'], words: '"><b onclick="x">' },
    ]).render('Fever');
    assert.doesNotMatch(evil, /<b/);
    assert.match(evil, /title="&quot;&gt;&lt;b onclick=&quot;x&quot;&gt;">Fever<\/span>/);
  });

  it('renders what is no note, and code in a note, as it would be without', () => {
    const text = '# Title\n\nFever & `fever`\n\n    fever\n\n```\ncough\n```\n';
    const plain = new MarkdownIt().render(text);
    assert.equal(markNotes(new MarkdownIt(), () => null).render(text), plain);
    assert.deepEqual(marked(preview(text)), [['Fever', 'finding present']]);
  });

  it('loses its marks when they are switched off, though the tokens are kept', () => {
    let on = true;
    const md = markNotes(new MarkdownIt(), (text) => (on ? read(text) : null));
    const tokens = md.parse('Fever.', {});
    assert.match(md.renderer.render(tokens, md.options, {}), /chartside-present/);
    on = false;
    assert.equal(md.renderer.render(tokens, md.options, {}), '<p>Fever.</p>\n');
  });
});
