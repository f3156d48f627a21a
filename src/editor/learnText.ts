import { figuresInWords, VERDICT, type Verdict, verdictOf } from '../assist/learn/figuresText';
import type { StoredAdapter } from '../engine/protocol';

type Card = NonNullable<StoredAdapter['card']>;

/** What a clinician agrees to before anything is read. */
export function learnConsent(minutes: number): string {
  return [
    'Names, dates, numbers and places are taken out of a copy of your notes first. Rules do that, and they miss some.',
    `The model then learns from the copy for up to ${minutes} minutes, with all the processor has to spare; reading and measuring take a few minutes more.`,
    'The newest fifth of your notes is kept back, to measure whether it helps. You are asked before what was learnt is used.',
    'Nothing leaves this machine. The copy is removed in the end; what was learnt may still hold turns of phrase of your notes, so treat it as you treat them.',
  ].join('\n\n');
}

/** The figures of what was learnt, and what they say. */
export function learntText(card: Card): { readonly verdict: Verdict; readonly detail: string } {
  const verdict = verdictOf(card.figures);
  const words = figuresInWords(card.figures, card.notes.held);
  return { verdict, detail: [...words, VERDICT[verdict]].join('\n') };
}

/** What was learnt as a line of a quick pick. */
export function adapterItem({ id, card, problem, isCurrent }: StoredAdapter): {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly detail: string;
} {
  const icon = problem !== null ? 'warning' : isCurrent ? 'check' : 'circle-outline';
  return {
    id,
    label: `$(${icon}) ${card === null ? id : `Learnt ${card.date.slice(0, 10)} ${card.date.slice(11, 16)} UTC`}`,
    description: isCurrent ? 'in use' : '',
    detail:
      card === null || problem !== null
        ? (problem ?? '')
        : `${card.notes.train} notes · ${figuresInWords(card.figures, card.notes.held).slice(1).join(' ')}`,
  };
}

/** The minutes of an answer, or null where it is no number from 1 to 1,440. */
export function minutesOf(answer: string): number | null {
  const minutes = Number(answer.trim());
  return answer.trim() !== '' && minutes >= 1 && minutes <= 1440 ? minutes : null;
}
