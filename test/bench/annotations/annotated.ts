import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConceptKind, Finding, Span } from '../../../src/note/types';

export type AssertionLabel =
  'present' | 'negated' | 'uncertain' | 'historical' | 'hypothetical' | 'family';

export interface Annotation extends Span {
  readonly name: string;
  readonly kind: ConceptKind;
  readonly assertion: AssertionLabel;
  /** A reader may list it or leave it: neither a hit nor an error. */
  readonly optional?: boolean;
  /** Overlooked by the reader, and added by another who judged what only Chartside had marked. */
  readonly added?: boolean;
}

export interface AnnotatedNote {
  readonly id: string;
  readonly set: string;
  readonly text: string;
  readonly findings: readonly Annotation[];
}

/**
 * The notes of one set that a reader has annotated, with their texts from the data folder. Throws an Error that
 * names the note when the data lack it or an annotation lies outside its text.
 */
export function annotatedNotes(set: string, data: string, file: string): readonly AnnotatedNote[] {
  const texts = new Map(
    lines(join(data, 'notes', `${set}.jsonl`)).map((line) => {
      const { id, text } = JSON.parse(line) as { id: string; text: string };
      return [id, text] as const;
    }),
  );
  const marked = lines(join('test/bench/annotations', file))
    .map((line) => JSON.parse(line) as Omit<AnnotatedNote, 'text'>)
    .filter((note) => note.set === set);
  return marked.map(({ id, findings }) => {
    const text = texts.get(id);
    if (text === undefined) throw new Error(`The data hold no note ${id} in ${set}.jsonl.`);
    for (const { start, end } of findings) {
      if (start < 0 || start >= end || end > text.length) {
        throw new Error(`An annotation of ${id} lies outside its text: ${start}–${end}.`);
      }
    }
    return { id, set, text, findings };
  });
}

/** The one label an annotation would give what the reader said. */
export function labelOf(finding: Finding): AssertionLabel {
  if (finding.experiencer === 'family') return 'family';
  if (finding.negated) return 'negated';
  if (finding.hypothetical) return 'hypothetical';
  if (finding.uncertain) return 'uncertain';
  return finding.historical ? 'historical' : 'present';
}

/** Whether the reader agrees with an annotation; "no family history of" may be read either way. */
export function agrees(finding: Finding, annotation: Annotation): boolean {
  const label = labelOf(finding);
  if (label === annotation.assertion) return true;
  return label === 'family' && finding.negated && annotation.assertion === 'negated';
}

function lines(file: string): string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
}
