import { lineAt, lineStarts } from '../note/lines';
import type { Finding, Measurement, Note, Span } from '../note/types';
import { becauseText } from './becauseText';
import { rangesOf } from './noteMarks';
import { flagMarks, flagWords, statusOf, type ReadingStatus } from './readingStatus';
import { assertionWords, sectionName } from './words';

export type GroupId = ReadingStatus | 'measurements';

/** A group of the Findings view with what was read into it, in the note's order. */
export interface FindingGroup {
  readonly id: GroupId;
  readonly label: string;
  /** Id of a codicon. */
  readonly icon: string;
  readonly items: readonly FindingItem[];
}

/** One finding or measurement, with every place of the note that says it. */
export interface FindingItem {
  /** Of its own in its group, and the same while the note is typed in. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  /** What a screen reader says. */
  readonly spoken: string;
  /** Id of a codicon. */
  readonly icon: string;
  readonly places: readonly FindingPlace[];
}

export interface FindingPlace extends Span {
  /** 1-based. */
  readonly line: number;
  /** The words of the note. */
  readonly quote: string;
  readonly tooltip: string;
}

const GROUPS: readonly { readonly id: GroupId; readonly label: string; readonly icon: string }[] = [
  { id: 'measurements', label: 'Out of range', icon: 'pulse' },
  { id: 'present', label: 'Present', icon: 'check' },
  { id: 'denied', label: 'Denied', icon: 'circle-slash' },
  { id: 'uncertain', label: 'Uncertain or only expected', icon: 'question' },
  { id: 'past', label: 'Past', icon: 'history' },
  { id: 'family', label: 'Family and others', icon: 'organization' },
];

/** What was read in a note, by status; groups without findings are left out. */
export function findingGroups(note: Note): readonly FindingGroup[] {
  const starts = lineStarts(note.text);
  const entries = new Map<GroupId, Entry[]>();
  const add = (id: GroupId, entry: Entry) => into(entries, id, entry);
  const ranges = rangesOf(note.findings);
  for (const m of note.measurements) {
    if (flagMarks(m.flag).length > 0) add('measurements', measured(m, ranges, starts));
  }
  for (const f of note.findings) {
    // What a number means is told with the number, how something goes with what goes so.
    if (f.because.source === 'lexicon' && f.kind !== 'course') add(statusOf(f), found(f, starts));
  }
  return GROUPS.flatMap(({ id, label, icon }) => {
    const own = entries.get(id);
    return own ? [{ id, label, icon, items: itemsOf(own, icon) }] : [];
  });
}

interface Entry {
  readonly key: string;
  readonly label: string;
  /** What the status's group does not say by itself. */
  readonly says: string;
  readonly place: FindingPlace;
  readonly icon?: string;
}

function found(finding: Finding, starts: readonly number[]): Entry {
  const place = {
    ...placeOf(finding, finding.text, starts),
    tooltip: [
      `${finding.name}: ${assertionWords(finding)}`,
      `Section: ${sectionName(finding.section)}`,
      `Read because: ${becauseText(finding)}`,
    ].join('\n'),
  };
  return { key: finding.concept, label: finding.name, says: plusWords(finding), place };
}

/** In groups that mix, what else is said: a denied disease of the family. */
function plusWords(finding: Finding): string {
  const words: string[] = [];
  const status = statusOf(finding);
  if (status === 'family') {
    if (finding.negated) words.push('denied');
    else if (finding.uncertain) words.push('uncertain');
    if (finding.experiencer === 'other') words.push('someone else');
  }
  if (status === 'uncertain' && finding.hypothetical) words.push('if it happens');
  return words.join(', ');
}

function measured(
  measurement: Measurement,
  ranges: ReadonlyMap<string, string>,
  starts: readonly number[],
): Entry {
  const { name, kind, flag, start, text, value } = measurement;
  const range = ranges.get(`${start} ${kind}`);
  const says = flag ? flagWords(flag) : '';
  const reference = range ? `reference range ${range}` : '';
  const place = {
    ...placeOf(measurement, text, starts),
    tooltip: [`${name}: ${says}`, `“${flat(text)}”`, reference].filter(Boolean).join('\n'),
  };
  return {
    key: `${kind} ${value} ${flag}`,
    // "BP 88/50" gives a "50" that needs its name.
    label: /\p{L}/u.test(text) ? flat(text) : `${name} ${flat(text)}`,
    says,
    place,
    icon: flagMarks(flag).includes('low') ? 'arrow-down' : 'arrow-up',
  };
}

function placeOf({ start, end }: Span, quote: string, starts: readonly number[]) {
  return { start, end, line: lineAt(starts, start), quote: flat(quote) };
}

/** The same finding in several places is one item. */
function itemsOf(entries: readonly Entry[], icon: string): readonly FindingItem[] {
  const byKey = new Map<string, Entry[]>();
  for (const entry of entries) into(byKey, `${entry.key}\n${entry.says}`, entry);
  return [...byKey].map(([id, same]) => {
    const first = same[0]!;
    const lines = [...new Set(same.map((e) => e.place.line))];
    const where = lines.length === 1 ? `line ${lines[0]}` : `lines ${lines.join(', ')}`;
    return {
      id,
      label: first.label,
      description: [first.says, where].filter(Boolean).join(' · '),
      tooltip: first.place.tooltip,
      spoken: [first.label, first.says, where].filter(Boolean).join(', '),
      icon: first.icon ?? icon,
      places: same.map((e) => e.place),
    };
  });
}

function into<K>(lists: Map<K, Entry[]>, key: K, entry: Entry): void {
  const list = lists.get(key);
  if (list) list.push(entry);
  else lists.set(key, [entry]);
}

function flat(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
