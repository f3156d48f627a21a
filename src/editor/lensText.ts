import type { Note } from '../note/types';
import type { Differential } from '../reasoning/types';
import { percent } from '../assist/percent';
import { URGENCY } from './words';

const SHOWN = 3;

/**
 * The lens's title: the first three conditions with probability and urgency, how many findings
 * they and the next two leave unexplained, and how many dangerous conditions are not excluded.
 */
export function lensTitle(differential: Differential): string {
  const first = differential.ranked.slice(0, SHOWN);
  if (first.length === 0) return 'Differential: no symptom or sign found to rank yet';
  const named = first.map(({ condition, probability }) => {
    const { sign, word } = URGENCY[condition.urgency];
    return `${sign} ${condition.name} ${percent(probability)} (${word})`;
  });
  const rest = [
    counted(differential.unexplained.length, 'finding', 'unexplained'),
    counted(differential.cantMiss.length, 'emergency', 'not excluded', 'emergencies'),
  ].filter((text) => text !== '');
  return [`Could be: ${named.join(' · ')}`, ...rest].join(' · ');
}

function counted(n: number, one: string, what: string, many = `${one}s`): string {
  return n === 0 ? '' : `${n} ${n === 1 ? one : many} ${what}`;
}

/** Where the lens stands: the assessment's heading, or the top of the note. UTF-16 units. */
export function lensOffset(note: Note): number {
  return assessmentOf(note)?.span.start ?? 0;
}

/** Where an inserted differential goes, with the line breaks it needs around it. */
export function insertion(
  note: Note,
  text: string,
): { readonly offset: number; readonly text: string } {
  const section = assessmentOf(note);
  const end = section ? section.span.end : note.text.length;
  const before = note.text.slice(0, end).trimEnd();
  const follows = note.text.slice(before.length, end);
  const body = text.trimEnd();
  if (!section) {
    const gap = before === '' ? '' : '\n\n';
    return { offset: before.length, text: `${gap}Assessment:\n${body}\n` };
  }
  const closing = /\n/.test(follows) || end === note.text.length ? '' : '\n';
  return { offset: before.length, text: `\n${body}${closing}` };
}

function assessmentOf(note: Note) {
  const headed = note.sections.filter((s) => s.heading !== null);
  return (
    headed.find((s) => s.label === 'ASSESSMENT') ??
    headed.find((s) => s.label === 'DIAGNOSIS') ??
    headed.find((s) => s.division === 'assessment')
  );
}
