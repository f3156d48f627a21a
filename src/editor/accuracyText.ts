import type { Knowledge } from '../knowledge/knowledge';

/** What the differential's page says of itself: the pack, and how well it did on which cases. */
export function accuracyText({
  version,
  content,
  conditions,
  accuracy,
}: Pick<Knowledge, 'version' | 'content' | 'conditions' | 'accuracy'>): readonly string[] {
  const pack = `Knowledge pack ${version}-${content}, ${conditions.size} conditions, not validated clinically.`;
  if (!accuracy || accuracy.sets.length === 0) {
    return [pack, 'Its accuracy has not been measured.'];
  }
  const shares = accuracy.sets.map(
    ({ name, cases, top1, top3, top5 }) =>
      `${name} (${cases} cases) ${[top1, top3, top5].map(share).join(' / ')}`,
  );
  const earlier = accuracy.pack === content ? '' : ' Measured with an earlier version of the pack.';
  return [
    pack,
    `The right diagnosis came first / in the first three / in the first five of published ` +
      `vignettes: ${shares.join('; ')}. It was tuned on them: expect less on your notes.${earlier}`,
  ];
}

function share(value: number): string {
  return `${Math.round(100 * value)}%`;
}
