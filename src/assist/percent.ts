/** A probability of 0–1 as a clinician reads it: "42%", "<1%", ">99%": nothing is certain. */
export function percent(probability: number): string {
  if (probability > 0 && probability < 0.01) return '<1%';
  if (probability > 0.99) return '>99%';
  return `${Math.round(Math.min(1, Math.max(0, probability)) * 100)}%`;
}
