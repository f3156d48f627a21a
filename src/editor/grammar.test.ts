import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

interface Pattern {
  readonly include?: string;
  readonly match?: string;
  readonly name?: string;
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
  readonly patterns?: readonly Pattern[];
}
const grammar = JSON.parse(readFileSync('syntaxes/clinical-note.tmLanguage.json', 'utf8')) as {
  patterns: readonly Pattern[];
  repository: Readonly<Record<string, Pattern>>;
};

function flatten(patterns: readonly Pattern[]): Pattern[] {
  return patterns.flatMap((p) =>
    p.include
      ? flatten([grammar.repository[p.include.slice(1)]!])
      : p.patterns
        ? flatten(p.patterns)
        : [p],
  );
}
const rules = flatten(grammar.patterns).map((p) => ({ ...p, regex: new RegExp(p.match!, 'd') }));

/** The scoped parts of a line as an editor finds them: the earliest match, then on behind it. */
function scopes(line: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < line.length;) {
    let best: { rule: (typeof rules)[number]; m: RegExpExecArray } | null = null;
    for (const rule of rules) {
      const regex = new RegExp(rule.regex.source, 'dg');
      regex.lastIndex = at;
      const m = regex.exec(line);
      if (m && m[0] !== '' && (!best || m.index < best.m.index)) best = { rule, m };
    }
    if (!best) break;
    const { rule, m } = best;
    const kind = (name: string) =>
      name
        .replace(/\.clinical-note/g, '')
        .split(/[. ]/)
        .at(-1)!;
    if (rule.name) found.push(`${m[0].trim()}: ${kind(rule.name)}`);
    for (const [group, { name }] of Object.entries(rule.captures ?? {})) {
      if (m[Number(group)] !== undefined) found.push(`${m[Number(group)]}: ${kind(name)}`);
    }
    at = m.index + m[0].length;
  }
  return found;
}

describe('The grammar of clinical notes', () => {
  it('knows headings with a colon, in capitals and as Markdown', () => {
    assert.deepEqual(scopes('History of present illness:'), [
      'History of present illness:: section',
    ]);
    assert.deepEqual(scopes('PLAN'), ['PLAN: section']);
    assert.deepEqual(scopes('## Plan'), ['## Plan: heading']);
    assert.deepEqual(scopes('She said: rest helps.'), ['She said:: section']);
    assert.deepEqual(scopes('at 10:30 she was well'), []);
  });

  it('knows doses with unit, route and frequency', () => {
    assert.deepEqual(scopes('amoxicillin 500 mg PO TDS'), [
      '500: dose',
      'mg: unit',
      'PO: route',
      'TDS: frequency',
    ]);
    for (const [line, frequency] of [
      ['ramipril 2.5 mg once daily', 'once daily'],
      ['amoxicillin 500 mg three times a day', 'three times a day'],
      ['paracetamol 1 g every 6 hours', 'every 6 hours'],
      ['salbutamol 2 puffs q4-6h', 'q4-6h'],
      ['metformin 500 mg b.i.d.', 'b.i.d.'],
      ['atorvastatin 20 mg nocte', 'nocte'],
    ] as const) {
      assert.ok(scopes(line).includes(`${frequency}: frequency`), scopes(line).join(', '));
    }
    assert.deepEqual(scopes('salbutamol 2 puffs QDS PRN').slice(-1), ['PRN: frequency']);
    assert.ok(scopes('gentamicin 5 mg/kg IV').includes('mg/kg: unit'));
    assert.deepEqual(scopes('2 days of 3 visits'), []);
  });

  it('knows measurements with their unit', () => {
    assert.deepEqual(scopes('BP 118/74'), ['BP: measurement', '118/74: measurement']);
    assert.deepEqual(scopes('SpO2: 91%'), ['SpO2: measurement', '91: measurement', '%: unit']);
    assert.deepEqual(scopes('K+ 6.2 mmol/L').slice(-1), ['mmol/L: unit']);
    assert.deepEqual(scopes('temperature 37.1 C').slice(-1), ['C: unit']);
    assert.deepEqual(scopes('Hb 7.1'), ['Hb: measurement', '7.1: measurement']);
  });

  it('knows the words that deny, and not those that only look so', () => {
    assert.deepEqual(scopes('no fever, denies cough, (-) rash, neg for blood'), [
      'no: negation',
      'denies: negation',
      '(-): negation',
      'neg for: negation',
    ]);
    assert.deepEqual(scopes('note the nodes; nobody knows; non-tender'), []);
  });

  it('takes a date for a date and a ticked box for a box', () => {
    assert.deepEqual(scopes('seen 12/03/2024'), ['12/03/2024: date']);
    assert.deepEqual(scopes('[x] fever [ ] cough'), ['[x]: checkbox', '[ ]: checkbox']);
  });

  it('reads a long line in no time that grows with its square', () => {
    const long = 'a '.repeat(20_000);
    assert.deepEqual(scopes(long), []);
    assert.deepEqual(scopes('A'.repeat(20_000)), []);
  });
});
