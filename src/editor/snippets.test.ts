import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseGuideline } from '../knowledge/guideline';
import { builtInLexicon } from '../note/terms/builtInLexicon';
import { splitSections } from '../note/sections/sections';

interface Snippet {
  readonly prefix: readonly string[];
  readonly description: string;
  readonly body: readonly string[];
}
const load = (language: string) =>
  JSON.parse(readFileSync(`snippets/${language}.json`, 'utf8')) as Record<string, Snippet>;

/** The text that a snippet leaves when nothing is typed into it. */
const textOf = ({ body }: Snippet) =>
  body
    .join('\n')
    .replace(/\$\{\d+\|([^,|]*)[^}]*\}/g, '$1')
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replace('$0', '');

describe('The snippet of a guideline', () => {
  const form = load('markdown')['Guideline']!;
  const today: Readonly<Record<string, string>> = {
    $CURRENT_YEAR: '2026',
    $CURRENT_MONTH: '11',
    $CURRENT_DATE: '24',
  };
  const filled = textOf({
    ...form,
    body: form.body.map((line) => line.replace(/\$CURRENT_\w+/g, (name) => today[name]!)),
  });
  const { guideline, problems } = parseGuideline(
    { path: '/ws/guidelines/new.md', text: filled },
    'workspace',
    builtInLexicon(),
  );

  it('is a guideline without problems before anything is typed into it', () => {
    assert.deepEqual(problems, []);
    assert.equal(guideline.condition!.findings.length, 2);
  });

  it('has the parts of the built-in ones, in their order', () => {
    const built = parseGuideline(
      { path: 'gout.md', text: readFileSync('guidelines/gout.md', 'utf8') },
      'built-in',
    ).guideline;
    const headings = (g: typeof built) => g.sections.slice(1).map((s) => s.heading);
    assert.deepEqual(headings(guideline), headings(built));
  });
});

for (const language of ['clinical-note', 'markdown']) {
  describe(`The snippets of ${language}`, () => {
    const { Guideline: _, ...snippets } = load(language);
    void _;

    it('are there for SOAP, H&P, discharge and progress notes', () => {
      const prefixes = Object.values(snippets).flatMap((s) => s.prefix);
      for (const prefix of ['soap', 'hp', 'discharge', 'progress']) {
        assert.ok(prefixes.includes(prefix), prefix);
      }
    });

    it('write only headings that are read as sections', () => {
      for (const [name, snippet] of Object.entries(snippets)) {
        const text = textOf(snippet);
        const written =
          language === 'markdown'
            ? [...text.matchAll(/^## (.+)$/gm)]
            : [...text.matchAll(/^([A-Z][A-Za-z ]+):/gm)];
        const titles = splitSections(text).map((s) => s.title);
        for (const [, title] of written) {
          if (/ date$/.test(title!)) continue;
          assert.ok(titles.includes(title!), `${name}: ${title}`);
        }
        assert.ok(titles.length >= 4, name);
      }
    });

    it('have placeholders in order and end where writing goes on', () => {
      for (const [name, { body }] of Object.entries(snippets)) {
        const numbers = [...body.join('\n').matchAll(/\$\{(\d+)/g)].map((m) => Number(m[1]));
        assert.deepEqual(
          numbers,
          numbers.map((_, i) => i + 1),
          name,
        );
        assert.ok(body.join('\n').includes('$0'), name);
      }
    });
  });
}
