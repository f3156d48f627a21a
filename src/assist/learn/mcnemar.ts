/**
 * McNemar's exact test, two-sided (McNemar, 1947): how likely pairs as uneven as these are by chance
 * alone. `onlyBefore` and `onlyAfter` count what one got right and the other wrong; what both got
 * right or wrong says nothing. 1 where there is none.
 */
export function mcnemar(onlyBefore: number, onlyAfter: number): number {
  const n = onlyBefore + onlyAfter;
  const fewer = Math.min(onlyBefore, onlyAfter);
  // ln of n over k, halved n times, summed from k = 0.
  let term = -n * Math.LN2;
  let tail = Math.exp(term);
  for (let k = 1; k <= fewer; k++) {
    term += Math.log((n - k + 1) / k);
    tail += Math.exp(term);
  }
  return Math.min(1, 2 * tail);
}
