import type { Command } from 'commander';
import { assertConcept } from '../note/assertion/assertConcept';
import { builtInLexicon } from '../note/terms/builtInLexicon';
import { readNote } from '../note/readNote';
import type { Assertion, Attribute, Finding, Note } from '../note/types';
import { runJob, withInput, type IoOptions } from './run';

/** `chartside findings`: what a note holds and how it reads. */
export function registerFindings(program: Command): void {
  withInput(program.command('findings'))
    .description('list the findings and measurements of a note')
    .action((file: string | undefined, options: IoOptions) =>
      runJob(file, options, {
        answer: (row) =>
          typeof row['concept'] === 'string'
            ? assertionAsJson(assertConcept(row.text, row['concept']))
            : noteAsJson(readNote(row.text, builtInLexicon())),
        print: (answer) => ('findings' in answer ? asText(answer) : JSON.stringify(answer)),
      }),
    );
}

type NoteJson = ReturnType<typeof noteAsJson>;

function assertionAsJson(a: Assertion) {
  const { negated, uncertain, historical, hypothetical, experiencer } = a;
  return { negated, uncertain, historical, hypothetical, experiencer };
}

function findingAsJson(f: Finding) {
  return {
    start: f.start,
    end: f.end,
    text: f.text,
    concept: f.concept,
    name: f.name,
    kind: f.kind,
    section: f.section,
    ...assertionAsJson(f),
    trigger: f.trigger && {
      start: f.trigger.start,
      end: f.trigger.end,
      text: f.trigger.text,
      rule: f.trigger.rule,
    },
    because: f.because,
    attributes: f.attributes ?? [],
  };
}

function noteAsJson(note: Note) {
  return {
    findings: note.findings.filter((f) => f.kind !== 'course').map(findingAsJson),
    // How it goes is no finding of its own: "sudden onset", "worse at night".
    courses: note.findings.filter((f) => f.kind === 'course').map(findingAsJson),
    measurements: note.measurements.map(({ start, end, kind, value, unit, flag }) => ({
      start,
      end,
      kind,
      value,
      unit,
      flag,
    })),
  };
}

function asText(answer: NoteJson): string {
  const findings = answer.findings.map(
    (f) => `${status(f).padEnd(13)} ${f.name} ("${f.text}")${more(f.attributes)}${why(f)}`,
  );
  const measurements = answer.measurements.map(
    (m) => `${(m.flag ?? '').padEnd(13)} ${m.kind} ${m.value} ${m.unit}`,
  );
  return [...findings, ...measurements].join('\n');
}

/** "; severe, left, 3 d" */
function more(attributes: readonly Attribute[]): string {
  const told = attributes.map(({ kind, value }) =>
    kind === 'aggravated-by' || kind === 'relieved-by'
      ? `${kind.replace('-', ' ')} ${value}`
      : value,
  );
  return told.length === 0 ? '' : `; ${told.join(', ')}`;
}

/** Which lexicon term or measurement it was read from, and which trigger by which rule decided. */
function why({ because, trigger }: Pick<Finding, 'because' | 'trigger'>): string {
  const source =
    because.source === 'lexicon'
      ? `lexicon "${because.term}"`
      : `${because.kind} outside ${because.range}`;
  return ` [${source}${trigger ? `; ${trigger.rule} "${trigger.text}"` : ''}]`;
}

function status(
  f: Pick<Finding, 'negated' | 'uncertain' | 'historical' | 'hypothetical' | 'experiencer'>,
) {
  if (f.experiencer !== 'patient') return f.experiencer;
  if (f.negated) return 'denied';
  if (f.hypothetical) return 'hypothetical';
  if (f.historical) return 'past';
  return f.uncertain ? 'uncertain' : 'present';
}
