import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Span } from '../../src/note/types';
import { deidentify } from '../../src/reasoning/deidentify/deidentify';
import type { Identifier } from '../../src/reasoning/deidentify/types';
import { conditions, percentile, wilson } from './conditions';

/** A marked identifier; one that the rule lets stay ("the 1990s", a nationality) neither counts nor costs. */
interface Marked extends Span {
  readonly type: string;
  readonly optional: boolean;
}

interface Row {
  readonly id: string;
  readonly text: string;
  readonly marked: readonly Marked[];
}

const PAGE = 3000;
const NOTES = 100;

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    errors: { type: 'boolean', default: false },
    /** Where errors are listed, the words too: for synthetic sets alone. */
    words: { type: 'boolean', default: false },
  },
});

function main(): void {
  if (!options.data) {
    throw new Error('Give the folder of the development data: npm run bench:deid -- --data DIR');
  }
  const data = resolve(options.data);
  console.log(conditions());
  score('ASQ-PHI', asqPhi(join(data, 'deid/asq-phi.jsonl')));
  score('presidio synthetic v2', presidioSynthetic(join(data, 'deid/presidio-synth-v2.json')));
  clinicalNotes(join(data, 'notes/mtsamples.jsonl'));
}

function asqPhi(file: string): readonly Row[] {
  return jsonLines<{ id: string; text: string; phi: { identifier_type: string; value: string }[] }>(
    file,
  ).map(({ id, text, phi }) => {
    const at = new Map<string, number>();
    const marked: Marked[] = [];
    for (const { identifier_type: type, value } of phi) {
      const start = text.indexOf(value, at.get(value) ?? 0);
      if (start < 0) continue;
      at.set(value, start + value.length);
      marked.push({ start, end: start + value.length, type, optional: false });
    }
    return { id, text, marked };
  });
}

function presidioSynthetic(file: string): readonly Row[] {
  const rows = JSON.parse(readFileSync(file, 'utf8')) as {
    full_text: string;
    spans: {
      entity_type: string;
      entity_value: string;
      start_position: number;
      end_position: number;
    }[];
  }[];
  return rows.map(({ full_text: text, spans }, i) => ({
    id: String(i),
    text,
    marked: spans.map((s) => ({
      start: s.start_position,
      end: s.end_position,
      type: s.entity_type,
      optional: mayStay(s.entity_type, s.entity_value),
    })),
  }));
}

/** Ages under 90, years, weekdays, titles, occupations and nationalities are no identifiers. */
function mayStay(type: string, value: string): boolean {
  if (type === 'AGE') return Number(value) < 90;
  if (type === 'DATE_TIME') return /^(?:\d{4}|\p{L}+day)$/u.test(value);
  return type === 'TITLE' || type === 'NRP';
}

function score(title: string, rows: readonly Row[]): void {
  const byType = new Map<string, [number, number]>();
  let [hits, marks, right, found] = [0, 0, 0, 0];
  const times: number[] = [];
  const missed: string[] = [];
  const spurious: string[] = [];
  for (const { id, text, marked } of rows) {
    const started = performance.now();
    const { spans } = deidentify(text);
    times.push(performance.now() - started);
    for (const m of marked) {
      if (m.optional) continue;
      const hit = spans.some((s) => overlaps(s, m));
      const counts = byType.get(m.type) ?? [0, 0];
      byType.set(m.type, [counts[0] + (hit ? 1 : 0), counts[1] + 1]);
      marks++;
      if (hit) hits++;
      else missed.push(place(id, m.type, m, text));
    }
    for (const s of spans) {
      const over = marked.filter((m) => overlaps(s, m));
      if (over.length > 0 && over.every((m) => m.optional)) continue;
      found++;
      if (over.length > 0) right++;
      else spurious.push(place(id, s.type, s, text));
    }
  }
  console.log(`\n${title}: ${rows.length} texts, ${marks} identifiers`);
  console.log(`  recall     ${share(hits, marks)}`);
  console.log(`  precision  ${share(right, found)}`);
  for (const [type, [h, n]] of [...byType].sort((a, b) => b[1][1] - a[1][1])) {
    console.log(`    ${type.padEnd(32)} ${share(h, n)}`);
  }
  console.log(
    `  a text: p50 ${percentile(times, 50).toFixed(2)} ms, p90 ${percentile(times, 90).toFixed(2)} ms`,
  );
  if (options.errors || options.words) {
    for (const m of missed) console.log(`    missed ${m}`);
    for (const s of spurious) console.log(`    not marked ${s}`);
  }
}

/** How much is taken out of real notes that hold few identifiers, and how long a page takes. */
function clinicalNotes(file: string): void {
  if (!existsSync(file)) return;
  const texts = jsonLines<{ text: string }>(file)
    .map(({ text }) => text)
    .slice(0, NOTES);
  const byType = new Map<string, number>();
  let total = 0;
  for (const [i, text] of texts.entries()) {
    for (const span of deidentify(text).spans) {
      total++;
      byType.set(span.type, (byType.get(span.type) ?? 0) + 1);
      if (options.errors || options.words)
        console.log(`    ${place(String(i), span.type, span, text)}`);
    }
  }
  const list = [...byType].sort((a, b) => b[1] - a[1]).map(([type, n]) => `${type} ${n}`);
  console.log(
    `\nMTSamples, the first ${texts.length} notes: ${(total / texts.length).toFixed(2)} a note (${list.join(', ')})`,
  );
  const pages = texts.join('\n\n').match(/[^]{1,3000}/g) ?? [];
  for (const page of pages.slice(0, 20)) deidentify(page);
  const before = process.cpuUsage();
  const times = pages.slice(0, 100).map((page) => {
    const started = performance.now();
    deidentify(page);
    return performance.now() - started;
  });
  const { user, system } = process.cpuUsage(before);
  console.log(
    `A page of ${PAGE} characters: p50 ${percentile(times, 50).toFixed(2)} ms, p90 ${percentile(times, 90).toFixed(2)} ms; ` +
      `processor ${((user + system) / 1000 / times.length).toFixed(2)} ms`,
  );
}

function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

function place(id: string, type: string, { start, end }: Span | Identifier, text: string): string {
  const words = options.words
    ? ` ${JSON.stringify(text.slice(Math.max(0, start - 30), start))} [${JSON.stringify(text.slice(start, end))}] ${JSON.stringify(text.slice(end, end + 20))}`
    : '';
  return `${id} ${start}–${end} ${type}${words}`;
}

function share(hits: number, n: number): string {
  if (n === 0) return 'none';
  const [low, high] = wilson(hits, n);
  return `${(hits / n).toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)}, ${hits}/${n})`;
}

function jsonLines<T>(file: string): T[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);
}

try {
  main();
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
