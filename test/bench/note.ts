import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Lexicon } from '../../src/note/terms/lexicon';
import { labelSection } from '../../src/note/sections/sections';
import type { Assertion, ConceptKind, Note } from '../../src/note/types';
import { agreement } from './annotations/agreement';
import { agrees, annotatedNotes, labelOf, type AnnotatedNote } from './annotations/annotated';
import { matchFindings, type Matched } from './annotations/match';
import { conditions, percentile, wilson } from './conditions';
import { askPeer, PEERS } from './peers/peers';

/** One sentence of a report with a concept in it, and what readers said of the concept. */
interface Sentence {
  readonly id: string;
  readonly sentence: string;
  readonly concept: string;
  readonly negation: 'Affirmed' | 'Negated';
  readonly temporality: 'Recent' | 'Historical' | 'Not particular';
  readonly experiencer: 'Patient' | 'Family member' | 'Other';
}

interface Reader {
  readonly lexicon: Lexicon;
  readonly readNote: (text: string, lexicon: Lexicon) => Note;
  readonly rereadNote: (previous: Note, text: string, lexicon: Lexicon) => Note;
  readonly assertConcept: (text: string, phrase: string) => Assertion;
}

const SETS = ['mtsamples', 'syngp500'] as const;
const WORDS = 2000;
const FIRST_READER = 'first-reader-marks.jsonl';
/** The notes of two draws have been read by those who tune; those of the second by readers only. */
const DRAWS = [
  ['first draw, whose errors were read while tuning', FIRST_READER],
  ['third draw, whose errors were read while tuning', 'third-draw-marks.jsonl'],
  ['second draw, kept from tuning', 'second-draw-marks.jsonl'],
] as const;

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    peers: { type: 'boolean', default: false },
    errors: { type: 'boolean', default: false },
  },
});

async function main(): Promise<void> {
  if (!options.data) {
    throw new Error('Give the folder of the development data: npm run bench:note -- --data DIR');
  }
  const data = resolve(options.data);
  console.log(conditions());
  const reader = await loadReader();
  assertions(data, reader);
  sectionLabels(data);
  for (const [title, file] of DRAWS) {
    const notes = SETS.flatMap((set) => annotatedNotes(set, data, file));
    findings(title, notes, reader);
    if (file === FIRST_READER) readersAgree(notes, data);
  }
  speed(data, reader);
}

/** Loads the reader as an editor would, the first note included, and says what that costs. */
async function loadReader(): Promise<Reader> {
  global.gc?.();
  const before = process.memoryUsage().heapUsed;
  const started = performance.now();
  const { builtInLexicon } = await import('../../src/note/terms/builtInLexicon');
  const { readNote, rereadNote } = await import('../../src/note/readNote');
  const { assertConcept } = await import('../../src/note/assertion/assertConcept');
  const lexicon = builtInLexicon();
  const built = performance.now() - started;
  readNote('No cough.', lexicon);
  const ready = performance.now() - started;
  global.gc?.();
  const mib = (process.memoryUsage().heapUsed - before) / 2 ** 20;
  console.log(
    `lexicon: ${lexicon.concepts.size} concepts loaded in ${built.toFixed(0)} ms, ` +
      `first note read after ${ready.toFixed(0)} ms, ${mib.toFixed(1)} MiB`,
  );
  return { lexicon, readNote, rereadNote, assertConcept };
}

function assertions(data: string, { assertConcept }: Reader): void {
  const rows = readRows<Sentence>(join(data, 'negation/negex.jsonl'));
  for (const row of rows) assertConcept(row.sentence, row.concept);
  const times: number[] = [];
  const answers = rows.map((row) => {
    const started = performance.now();
    const answer = assertConcept(row.sentence, row.concept);
    times.push(performance.now() - started);
    return answer;
  });
  console.log(
    `\nAssertion: ${rows.length} sentences of NegEx, the concept given (P, R, F1 of each axis)`,
  );
  const negated = rows.map((r) => r.negation === 'Negated');
  const historical = rows.map((r) => r.temporality === 'Historical');
  const hypothetical = rows.map((r) => r.temporality === 'Not particular');
  const other = rows.map((r) => r.experiencer !== 'Patient');
  axis(
    'negation',
    negated,
    answers.map((a) => a.negated),
    rows,
  );
  axis(
    'history',
    historical,
    answers.map((a) => a.historical),
    rows,
  );
  axis(
    'hypothetical',
    hypothetical,
    answers.map((a) => a.hypothetical),
    rows,
  );
  axis(
    'experiencer',
    other,
    answers.map((a) => a.experiencer !== 'patient'),
    rows,
  );
  if (!options.peers) return;
  console.log(
    '\nPeers on the same sentences  negation P / R / F1    history P / R / F1   ms (p50)',
  );
  const line = (name: string, neg: boolean[], his: boolean[] | null, ms: readonly number[]) => {
    console.log(
      `${name.padEnd(28)} ${score(negated, neg).padEnd(22)} ` +
        `${(his ? score(historical, his) : 'none').padEnd(20)} ${percentile(ms, 50).toFixed(3)}`,
    );
  };
  line(
    'Chartside',
    answers.map((a) => a.negated),
    answers.map((a) => a.historical),
    times,
  );
  for (const peer of PEERS) {
    const said = askPeer(peer, rows);
    line(
      peer.name,
      said.map((a) => a.negated),
      said.some((a) => a.historical !== null) ? said.map((a) => a.historical === true) : null,
      said.map((a) => a.ms),
    );
  }
}

function axis(
  name: string,
  gold: readonly boolean[],
  said: readonly boolean[],
  rows: readonly Sentence[],
): void {
  const wrong = gold.filter((g, i) => g !== said[i]).length;
  console.log(
    `  ${name.padEnd(13)} ${score(gold, said)}  (${gold.filter(Boolean).length} true, ${wrong} wrong)`,
  );
  if (!options.errors) return;
  gold.forEach((g, i) => {
    if (g !== said[i]) console.log(`    ${g ? 'missed' : 'spurious'} ${name}: ${rows[i]?.id}`);
  });
}

function score(gold: readonly boolean[], said: readonly boolean[]): string {
  const hits = gold.filter((g, i) => g && said[i]).length;
  const p = hits / Math.max(said.filter(Boolean).length, 1);
  const r = hits / Math.max(gold.filter(Boolean).length, 1);
  const f = p + r === 0 ? 0 : (2 * p * r) / (p + r);
  return [p, r, f].map((x) => x.toFixed(3)).join(' / ');
}

function sectionLabels(data: string): void {
  console.log('\nSection labels: MTS-Dialog, 20 labels, from the text without a heading');
  for (const set of ['validationset', 'trainingset']) {
    const rows = readRows<{ ID: string; section_header: string; section_text: string }>(
      join(data, `summary/mts-dialog-${set}.jsonl`),
    );
    const confusions: string[] = [];
    for (const row of rows) {
      const label = labelSection(row.section_text);
      if (label === row.section_header) continue;
      confusions.push(`${row.section_header} read as ${label}`);
      if (options.errors) console.log(`    ${set} ${row.ID}: ${confusions.at(-1)}`);
    }
    const note = set === 'trainingset' ? '; the cues were fitted to this set' : '';
    console.log(
      `  ${set.padEnd(14)} ${share(rows.length - confusions.length, rows.length)}${note}`,
    );
    console.log(`    commonest: ${commonest(confusions, 6)}`);
  }
}

function findings(
  title: string,
  notes: readonly AnnotatedNote[],
  { lexicon, readNote }: Reader,
): void {
  const matched = notes.map((note) => ({
    note,
    ...matchFindings(
      note.findings,
      readNote(note.text, lexicon).findings.filter((f) => f.kind !== 'course'),
      lexicon,
    ),
  }));
  const by = (set: string | null) => matched.filter((m) => set === null || m.note.set === set);
  console.log(
    `\nFindings of notes annotated by hand, ${title}\n` +
      '(courses such as "sudden onset" left out; strict: what may be left out counts as an error)',
  );
  console.log(
    'set         notes  marked  precision                    strict  recall                       assertion',
  );
  for (const set of [...SETS, null]) {
    const some = by(set);
    console.log(
      `${(set ?? 'both').padEnd(11)} ${String(some.length).padStart(5)} ${findingRow(some)}`,
    );
  }
  console.log('kind');
  const kinds: readonly ConceptKind[] = [
    'symptom',
    'sign',
    'test-result',
    'condition',
    'drug',
    'procedure',
    'risk-factor',
  ];
  for (const kind of kinds) {
    const some = matched.map((m) => ({
      pairs: m.pairs.filter((p) => p.annotation.kind === kind),
      missed: m.missed.filter((x) => x.annotation.kind === kind),
      spurious: m.spurious.filter((f) => f.kind === kind),
      optional: m.optional.filter((f) => f.kind === kind),
    }));
    console.log(`${kind.padEnd(17)} ${findingRow(some)}`);
  }
  const pairs = matched.flatMap((m) => m.pairs);
  const missed = matched.flatMap((m) => m.missed);
  const unnamed = pairs.filter((p) => lexicon.conceptNamed(p.annotation.name) === null).length;
  console.log(
    `Of ${pairs.length} matched, ${unnamed} by place alone: the lexicon does not know the name.`,
  );
  console.log('Errors, commonest first');
  console.log(
    `  assertion, marked as → read as: ${commonest(
      pairs
        .filter((p) => !agrees(p.finding, p.annotation))
        .map((p) => `${p.annotation.assertion} → ${labelOf(p.finding)}`),
      12,
    )}`,
  );
  const names = (x: Matched['missed']) => x.map((m) => `${m.annotation.name}`);
  const known = (m: Matched['missed'][number]) => lexicon.conceptNamed(m.annotation.name) !== null;
  const wrong = missed.filter((m) => m.instead);
  const none = missed.filter((m) => !m.instead);
  console.log(
    `  another concept in its place (${wrong.length}): ${commonest(
      wrong.map((m) => `${m.annotation.name} as ${m.instead?.name}`),
      25,
    )}`,
  );
  const unseen = none.filter(known);
  const unknown = none.filter((m) => !known(m));
  console.log(`  missed, name in the lexicon (${unseen.length}): ${commonest(names(unseen), 30)}`);
  console.log(
    `  missed, name not in the lexicon (${unknown.length}): ${commonest(names(unknown), 40)}`,
  );
  const spurious = matched.flatMap((m) => m.spurious);
  console.log(
    `  found, not marked (${spurious.length}): ${commonest(
      spurious.map((f) => f.concept),
      40,
    )}`,
  );
  if (options.errors) for (const m of matched) listErrors(m.note.id, m);
}

/** What can be asked of any reader: how far a second one agrees with the first. */
function readersAgree(notes: readonly AnnotatedNote[], data: string): void {
  const second = annotatedNotes('syngp500', data, 'second-reader-marks.jsonl');
  const found = agreement(notes, second);
  console.log(
    `Two readers of ${second.length} notes: of the first's marks the second has ` +
      `${share(found.both, found.first)}, of the second's the first has ` +
      `${share(found.both, found.second)}; same assertion ${share(found.sameAssertion, found.both)}`,
  );
}

function findingRow(some: readonly Matched[]): string {
  const sum = (count: (m: Matched) => number) => some.reduce((total, m) => total + count(m), 0);
  const hits = sum((m) => m.pairs.length);
  const marked = hits + sum((m) => m.missed.length);
  const found = hits + sum((m) => m.spurious.length);
  const strict = hits / Math.max(found + sum((m) => m.optional.length), 1);
  const right = sum((m) => m.pairs.filter((p) => agrees(p.finding, p.annotation)).length);
  return (
    `${String(marked).padStart(7)}  ${share(hits, found).padEnd(28)} ` +
    `${strict.toFixed(3)}   ${share(hits, marked).padEnd(28)} ${share(right, hits)}`
  );
}

/** Where the errors are: the note's id, offsets and names, never its words. */
function listErrors(id: string, { pairs, missed, spurious }: Matched): void {
  for (const { annotation: a, instead } of missed) {
    const what = instead ? `read as ${instead.concept}` : 'missed';
    console.log(`    ${id} ${a.start}–${a.end} ${a.kind} "${a.name}" ${what}`);
  }
  for (const f of spurious) {
    console.log(`    ${id} ${f.start}–${f.end} ${f.kind} ${f.concept} is not marked`);
  }
  for (const { annotation: a, finding: f } of pairs) {
    if (agrees(f, a)) continue;
    console.log(
      `    ${id} ${f.start}–${f.end} ${f.concept}: ${a.assertion} read as ${labelOf(f)}` +
        (f.trigger ? ` by ${f.trigger.rule} at ${f.trigger.start}–${f.trigger.end}` : ''),
    );
  }
}

function speed(data: string, { lexicon, readNote, rereadNote }: Reader): void {
  console.log(`\nSpeed, warm (p50, p90 of 60 readings of ${WORDS} words)`);
  const texts: [string, string][] = [
    ['sample note', readFileSync('sample/notes/emergency-chest-pain.note', 'utf8')],
    ...SETS.map((set): [string, string] => [
      set,
      readRows<{ text: string }>(join(data, 'notes', `${set}.jsonl`))
        .slice(0, 20)
        .map((r) => r.text)
        .join('\n\n'),
    ]),
  ];
  for (const [name, text] of texts) {
    const words = text.split(/(?<=\s)(?=\S)/);
    let note = '';
    for (let i = 0; i < WORDS; i++) note += words[i % words.length];
    for (let i = 0; i < 10; i++) readNote(note, lexicon);
    const times = Array.from({ length: 60 }, () => {
      const started = performance.now();
      readNote(note, lexicon);
      return performance.now() - started;
    });
    const read = readNote(note, lexicon);
    const median = percentile(times, 50);
    const edits = editTimes(read, lexicon, rereadNote);
    console.log(
      `  ${name.padEnd(12)} ${median.toFixed(1)} ms, ${percentile(times, 90).toFixed(1)} ms; ` +
        `${(median / read.sentences.length).toFixed(3)} ms a sentence (${read.sentences.length}); ` +
        `after a key ${percentile(edits, 50).toFixed(2)} ms, ${percentile(edits, 90).toFixed(2)} ms`,
    );
  }
}

/** One word typed at sixty places of a note, each key read on from the reading before it. */
function editTimes(note: Note, lexicon: Lexicon, rereadNote: Reader['rereadNote']): number[] {
  const times: number[] = [];
  for (let i = 0; i < 60; i++) {
    const space = note.text.indexOf(' ', Math.floor((i * note.text.length) / 60));
    let previous = note;
    for (const key of 'cough ') {
      const at = space + 1 + (previous.text.length - note.text.length);
      const text = previous.text.slice(0, at) + key + previous.text.slice(at);
      const started = performance.now();
      previous = rereadNote(previous, text, lexicon);
      times.push(performance.now() - started);
    }
  }
  return times;
}

/** "0.951 (0.93–0.97)": a share with its 95% Wilson interval, and the counts. */
function share(hits: number, n: number): string {
  if (n === 0) return 'none';
  const [low, high] = wilson(hits, n);
  return `${(hits / n).toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)}, ${hits}/${n})`;
}

function commonest(names: readonly string[], most: number): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const sorted = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
  const rest = sorted.length - most;
  const shown = sorted.slice(0, most).map(([name, n]) => (n > 1 ? `${name} ×${n}` : name));
  return (shown.join(', ') || 'none') + (rest > 0 ? `, and ${rest} others` : '');
}

function readRows<T>(file: string): T[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
