import type { Completion, SuggestedWord } from '../types';
import { guardCompletion } from './guard';
import { withoutWhatFollows } from './whatFollows';

/** A suggestion that may be shown. */
export interface Candidate {
  readonly text: string;
  readonly words: readonly SuggestedWord[];
  readonly source: Completion['source'];
  /** Probability that its first word is right: a suggestion that begins wrong helps nobody. */
  readonly confidence: number;
  /** Characters it is expected to save. */
  readonly saving: number;
}

/** A word that may come next, and the probability that it is right given those before it, 0–1. */
export interface LikelyWord {
  readonly text: string;
  readonly confidence: number;
}

/** Where a suggestion is to stand. */
export interface Place {
  readonly before: string;
  readonly after: string;
  /** What else the patient's notes hold: it licenses numbers, sides and negations. */
  readonly licensed: string;
  /** Line breaks a suggestion may go over. */
  readonly lines: number;
}

/** Shorter suggestions cost more to read than they save. */
const FEWEST_CHARACTERS = 2;
/** A word less sure than this, all before it counted, makes a suggestion longer but not better. */
const LEAST_JOINT = 0.25;

/** The candidate of a source's words: as long as it is worth showing, and licensed by the note. */
export function candidateOf(
  source: Completion['source'],
  words: readonly LikelyWord[],
  place: Place,
): Candidate | null {
  const kept = worthShowing(afterBlank(words, place.before), place.lines);
  let text = kept.map((w) => w.text).join('');
  text = guardCompletion(text.trimEnd(), `${place.licensed}\n${place.before}`, place.after);
  text = withoutWhatFollows(text, place.after);
  if (text.trim().length < FEWEST_CHARACTERS || repeatsLineAbove(place.before, text)) return null;
  return { text, source, ...savingOf(kept, text) };
}

/** The words without the blank that was typed already. */
function afterBlank(words: readonly LikelyWord[], before: string): readonly LikelyWord[] {
  if (!/\s$/.test(before)) return words;
  return words.map((word, i) => (i === 0 ? { ...word, text: word.text.trimStart() } : word));
}

/** Words while they are likely, to the end of the sentence or of the last line allowed. */
function worthShowing(words: readonly LikelyWord[], lines: number): LikelyWord[] {
  const kept: LikelyWord[] = [];
  let joint = 1;
  let breaks = 0;
  for (const word of words) {
    joint *= word.confidence;
    if (kept.length > 0 && joint < LEAST_JOINT) break;
    if (/\n/.test(word.text) && ++breaks > lines) break;
    kept.push(word);
    if (lines === 0 && /[.!?]$/.test(word.text)) break;
  }
  return kept;
}

function savingOf(
  words: readonly LikelyWord[],
  text: string,
): Pick<Candidate, 'words' | 'confidence' | 'saving'> {
  const shown: SuggestedWord[] = [];
  let length = 0;
  let saving = 0;
  let joint = 1;
  for (const word of words) {
    if (length >= text.length) break;
    const part = text.slice(length, length + word.text.length);
    length += part.length;
    joint *= word.confidence;
    saving += part.length * joint;
    shown.push({ text: part, confidence: joint });
  }
  return { words: shown, confidence: shown[0]?.confidence ?? 0, saving };
}

/** The line the cursor is in would become the line above once more. */
function repeatsLineAbove(before: string, text: string): boolean {
  const lines = before.split('\n');
  const current = lines.pop() ?? '';
  const above = lines.findLast((line) => line.trim() !== '') ?? '';
  const line = (current + text.split('\n')[0]).trim().toLowerCase();
  return line !== '' && line === above.trim().toLowerCase();
}
