import type { AdapterFigures } from '../../model/adapters/card';

/** Whether the figures speak for the adapter. */
export type Verdict = 'better' | 'worse' | 'unclear';

/** Below this, a difference is hardly chance. */
const SIGNIFICANT = 0.05;

/**
 * Better or worse where what a clinician feels, keys and words, says so and nothing contradicts it;
 * the loss decides only where they are even.
 */
export function verdictOf({ loss, saved, nextWord }: AdapterFigures): Verdict {
  const words = nextWord === null ? 0 : Math.sign(nextWord.after - nextWord.before);
  const surely = nextWord !== null && nextWord.p < SIGNIFICANT;
  const keys = saved === null ? 0 : Math.sign(saved.after - saved.before);
  if (words !== 0 && surely && keys !== -words) return words > 0 ? 'better' : 'worse';
  if (keys !== 0 && keys !== -words) return keys > 0 ? 'better' : 'worse';
  if (keys === 0 && words === 0 && loss !== null && loss.after !== loss.before) {
    return loss.after < loss.before ? 'better' : 'worse';
  }
  return 'unclear';
}

/** The figures as sentences, most telling first. `held`: notes they were measured on. */
export function figuresInWords(figures: AdapterFigures, held: number): readonly string[] {
  const { loss, saved, nextWord } = figures;
  const lines: string[] = [];
  if (saved !== null) {
    lines.push(`Keys saved: ${percent(saved.after)}, ${percent(saved.before)} before.`);
  }
  if (nextWord !== null && nextWord.words > 0) {
    const { words, before, after, p } = nextWord;
    const chance =
      before === after && p === 1
        ? ''
        : p < SIGNIFICANT
          ? ` This is hardly chance (McNemar, p ${pText(p)}).`
          : ` This may be chance (McNemar, p ${pText(p)}).`;
    lines.push(
      `Next word guessed right: ${percent(after / words)}, ${percent(before / words)} before, of ${words}.${chance}`,
    );
  }
  if (loss !== null) {
    lines.push(
      `Loss: ${loss.after.toFixed(2)} nats a token, ${loss.before.toFixed(2)} before; the model alone ${loss.base.toFixed(2)} (less is better).`,
    );
  }
  if (lines.length === 0) return ['Nothing could be measured: the notes kept back are too short.'];
  const notes =
    held === 1 ? 'your newest note, which was' : `your ${held} newest notes, which were`;
  return [`Measured on ${notes} kept back from learning.`, ...lines];
}

export const VERDICT: Readonly<Record<Verdict, string>> = {
  better: 'It completes your notes better than what is in use now.',
  worse: 'It completes your notes worse than what is in use now; better leave it.',
  unclear: 'The figures do not tell whether it is better than what is in use now.',
};

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

function pText(p: number): string {
  return p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`;
}
