import data from '../data/section-cues.yaml';
import type { SectionLabel } from '../types';

interface LabelCues {
  readonly label: SectionLabel;
  readonly bias: number;
  readonly cues: Readonly<Record<string, number>>;
}

const { labels } = data as { readonly labels: readonly LabelCues[] };
const CUES = labels.map(({ label, bias, cues }) => ({
  label,
  bias,
  cues: new Map(Object.entries(cues)),
}));
const ENDINGS = [
  ...new Set(labels.flatMap(({ cues }) => Object.keys(cues).filter((c) => c.startsWith('-')))),
].map((cue) => cue.slice(1));

/** The label that a section's own words speak for most, with its score; see data/section-cues.yaml. */
export function labelByCues(text: string): {
  readonly label: SectionLabel;
  readonly score: number;
} {
  const present = cuesIn(text);
  let best: { label: SectionLabel; score: number } = { label: 'GENHX', score: -Infinity };
  for (const { label, bias, cues } of CUES) {
    let score = bias;
    for (const cue of present) score += cues.get(cue) ?? 0;
    if (score > best.score) best = { label, score };
  }
  return best;
}

function cuesIn(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[a-z]+(?:'[a-z]+)?/g) ?? [];
  const found = new Set<string>(words);
  words.forEach((word, i) => {
    const next = words[i + 1];
    if (next !== undefined) found.add(`${word} ${next}`);
    for (const e of ENDINGS) if (word.length > e.length && word.endsWith(e)) found.add(`-${e}`);
  });
  if (words.length <= 6) found.add('(up to 6 words)');
  else if (words.length <= 20) found.add('(7 to 20 words)');
  else if (words.length > 60) found.add('(over 60 words)');
  if (/(?:^|\s)[12]\.\s/.test(text)) found.add('(numbered)');
  if (/\b[A-Z]{3,}:/.test(text)) found.add('(capitals with a colon)');
  if (words.filter((w) => w === 'mg').length >= 2) found.add('(2 or more mg)');
  if (words.filter((w) => DENIALS.has(w)).length >= 3) found.add('(3 or more denials)');
  return found;
}

const DENIALS = new Set(['no', 'denies', 'denied', 'negative', 'without']);
