import type { Note } from '../note/types';
import type { Differential, Evidence } from '../reasoning/types';
import { assertionWords } from './words';

const CONDITIONS = 5;
const FINDINGS = 16;

export interface MatrixCell {
  /** `+++` to `+` for, `−` to `−−−` against, empty where the finding says nothing. */
  readonly sign: string;
  readonly direction: 'for' | 'against' | 'neither';
  /** In words, for a screen reader. */
  readonly label: string;
}

export interface MatrixRow {
  readonly key: string;
  readonly name: string;
  readonly span: readonly [number, number];
  readonly cells: readonly MatrixCell[];
}

/** Findings of the note by the first conditions: which speaks for or against which. */
export interface EvidenceMatrix {
  readonly conditions: readonly { readonly id: string; readonly name: string }[];
  readonly rows: readonly MatrixRow[];
}

/** The findings that move the first conditions, those that move them most first. */
export function evidenceMatrix(note: Note, { ranked }: Differential): EvidenceMatrix {
  const first = ranked.slice(0, CONDITIONS);
  const evidence = first.map((r) => byFinding([...r.for, ...r.against]));
  const rows = note.findings.flatMap((finding) => {
    const own = evidence.map((of) => of.get(finding.start));
    const known = own.find((e) => e !== undefined);
    if (!known) return [];
    const weight = Math.max(...own.map((e) => Math.abs(e?.weight ?? 0)));
    const row: MatrixRow = {
      key: `${finding.concept}:${finding.start}`,
      name: known.name,
      span: [finding.start, finding.end],
      cells: own.map((e, i) => cell(e, first[i]!.condition.name, assertionWords(finding))),
    };
    return [{ weight, row }];
  });
  return {
    conditions: first.map(({ condition }) => ({ id: condition.id, name: condition.name })),
    rows: rows
      .sort((a, b) => b.weight - a.weight)
      .slice(0, FINDINGS)
      .map((r) => r.row),
  };
}

/** How strongly a weight speaks: likelihood ratios of 2 and 5 are the steps (or a half, a fifth). */
export function strengthOf(weight: number): 1 | 2 | 3 {
  const size = Math.abs(weight);
  return size >= Math.log(5) ? 3 : size >= Math.log(2) ? 2 : 1;
}

const STRENGTH = { 1: 'slightly', 2: 'moderately', 3: 'strongly' } as const;

function cell(evidence: Evidence | undefined, condition: string, assertion: string): MatrixCell {
  if (!evidence) {
    return { sign: '', direction: 'neither', label: `says nothing about ${condition}` };
  }
  const strength = strengthOf(evidence.weight);
  const direction = evidence.weight > 0 ? 'for' : 'against';
  return {
    sign: (direction === 'for' ? '+' : '−').repeat(strength),
    direction,
    label: `${assertion}, ${STRENGTH[strength]} ${direction} ${condition}`,
  };
}

function byFinding(evidence: readonly Evidence[]): ReadonlyMap<number, Evidence> {
  const map = new Map<number, Evidence>();
  for (const e of evidence) if (e.finding) map.set(e.finding.start, e);
  return map;
}
