import type { Knowledge } from '../knowledge/knowledge';
import type { Condition, Guideline } from '../knowledge/types';
import type { Concept, Finding } from '../note/types';
import type { Differential } from '../reasoning/types';
import { becauseText } from './becauseText';
import { escapeMarkdown } from './escapeMarkdown';
import { percent } from '../assist/percent';
import { assertionWords, sectionName, URGENCY } from './words';

/** A condition that a finding points to. */
export interface Pointer {
  readonly condition: Condition;
  /** Probability in this note, or null where the note does not rank it. */
  readonly probability: number | null;
  readonly direction: 'for' | 'against';
}

/** The guideline passage that fits best, with a link that opens it. */
export interface Passage {
  readonly title: string;
  readonly line: number;
  readonly text: string;
  readonly link: string;
}

export interface HoverFacts {
  readonly finding: Finding;
  readonly concept: Concept | undefined;
  readonly pointers: readonly Pointer[];
  readonly passage: Passage | null;
}

// An editor's hover shows about a dozen lines: the guideline passage must be among them.
const MOST_POINTERS = 3;
const LONGEST_PASSAGE = 280;

/** The hover of a finding as Markdown: name and codes, how it reads, what it points to, guideline. */
export function hoverText({ finding, concept, pointers, passage }: HoverFacts): string {
  const codes = concept ? codesOf(concept) : '';
  const lines = [
    `**${escapeMarkdown(capital(finding.name))}**${codes ? ` · ${escapeMarkdown(codes)}` : ''}`,
    `In this note: **${escapeMarkdown(assertionWords(finding))}** · ${sectionName(finding.section)}`,
  ];
  lines.push(`Read because: ${escapeMarkdown(becauseText(finding))}`);
  const parts = [lines.join('  \n')];
  for (const direction of ['for', 'against'] as const) {
    const some = pointers.filter((p) => p.direction === direction);
    if (some.length === 0) continue;
    parts.push([heading(direction, finding), '', ...some.map(pointerLine)].join('\n'));
  }
  if (passage) {
    const where = `${passage.title}, line ${passage.line}`;
    parts.push(
      `> ${escapeMarkdown(shortened(passage.text))}\n\n` +
        `[${escapeMarkdown(where)}](${passage.link} "Open the guideline at this line")`,
    );
  }
  return parts.join('\n\n---\n\n');
}

function heading(direction: Pointer['direction'], { negated }: Finding): string {
  if (negated) return direction === 'for' ? 'Its absence speaks for' : 'Its absence speaks against';
  return direction === 'for' ? 'Points to' : 'Speaks against';
}

function pointerLine({ condition, probability }: Pointer): string {
  const { sign, word } = URGENCY[condition.urgency];
  const share = probability === null ? '' : ` · ${percent(probability)} in this note`;
  return `- ${escapeMarkdown(condition.name)} · ${sign} ${word}${escapeMarkdown(share)}`;
}

/**
 * The conditions a finding speaks for or against: those it moves in this note's differential,
 * else those the knowledge expects it in.
 */
export function pointersOf(
  finding: Finding,
  knowledge: Pick<Knowledge, 'conditionsWith'>,
  differential: Differential,
): readonly Pointer[] {
  const isOwn = (e: { finding: Finding | null }) => e.finding?.start === finding.start;
  const moved = differential.ranked.slice(0, 10).flatMap((r): Pointer[] => {
    const { condition, probability } = r;
    if (r.for.some(isOwn)) return [{ condition, probability, direction: 'for' }];
    if (r.against.some(isOwn)) return [{ condition, probability, direction: 'against' }];
    return [];
  });
  if (moved.length > 0) return moved.slice(0, MOST_POINTERS);
  const counts = finding.experiencer === 'patient' && !finding.hypothetical;
  const direction = finding.negated ? 'against' : 'for';
  if (!counts) return [];
  const rank = new Map(differential.ranked.map((r, i) => [r.condition.id, i]));
  const place = (condition: Condition) => rank.get(condition.id) ?? Infinity;
  return [...knowledge.conditionsWith(finding.concept)]
    .sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)))
    .slice(0, MOST_POINTERS)
    .map((condition) => {
      const probability = differential.ranked[place(condition)]?.probability ?? null;
      return { condition, probability, direction };
    });
}

/** The line of a passage that names the finding, else its first line that is no heading. */
export function tellingLine(
  text: string,
  startLine: number,
  names: readonly string[],
): { readonly line: number; readonly text: string; readonly names: boolean } {
  const lines = text.split(/\r?\n/);
  const wanted = names.map((name) => name.toLowerCase());
  const named = lines.findIndex(
    (line) => !isHeading(line) && wanted.some((w) => line.toLowerCase().includes(w)),
  );
  const first = lines.findIndex((line) => line.trim() !== '' && !isHeading(line));
  const at = Math.max(0, named >= 0 ? named : first);
  // A sentence may go on in the next lines: up to a blank line, an item or a heading.
  const ends = lines.findIndex((line, i) => i > at && /^\s*(?:$|[-*•・#]|\d+[.)]\s)/.test(line));
  const whole = lines.slice(at, ends < 0 ? undefined : ends).join(' ');
  return { line: startLine + at, text: whole.trim(), names: named >= 0 };
}

function isHeading(line: string): boolean {
  return /^#{1,6}\s/.test(line);
}

/** The line that names the finding in the guideline of the first condition that has one. */
export function ownPassage(
  names: readonly string[],
  pointers: readonly Pointer[],
  guidelines: readonly Guideline[],
): { readonly guideline: Guideline; readonly line: number; readonly text: string } | null {
  for (const { condition } of pointers) {
    const guideline = guidelines.find((g) => g.condition?.id === condition.id);
    for (const section of guideline?.sections ?? []) {
      const found = tellingLine(section.text, section.startLine, names);
      if (found.names) return { guideline: guideline!, line: found.line, text: found.text };
    }
  }
  return null;
}

function codesOf({ codes }: Concept): string {
  const named = [codes.hpo, codes.symp, codes.icd10 && `ICD-10 ${codes.icd10}`];
  return named.filter(Boolean).join(', ');
}

function shortened(text: string): string {
  const flat = text
    .replace(/^[#\s>*-]+/, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (flat.length <= LONGEST_PASSAGE) return flat;
  const cut = flat.slice(0, LONGEST_PASSAGE);
  return `${cut.slice(0, cut.lastIndexOf(' ')).trimEnd()} …`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
