/** A prediction: the probability it was given, and whether it came true. */
export interface Prediction {
  readonly probability: number;
  readonly right: boolean;
}

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly n: number;
  /** Mean probability given, and share that came true; both 0–1. */
  readonly said: number;
  readonly was: number;
}

/** Mean squared difference of probability and outcome (Brier, 1950); 0 is best. */
export function brier(predictions: readonly Prediction[]): number {
  const sum = predictions.reduce((s, p) => s + (p.probability - Number(p.right)) ** 2, 0);
  return sum / Math.max(predictions.length, 1);
}

/** The reliability curve in equal steps of probability; empty bins are left out. */
export function reliability(predictions: readonly Prediction[], steps: number): readonly Bin[] {
  return Array.from({ length: steps }, (_, i) => {
    const [from, to] = [i / steps, (i + 1) / steps];
    const own = predictions.filter(
      (p) => p.probability >= from && (p.probability < to || i === steps - 1),
    );
    const mean = (f: (p: Prediction) => number) => own.reduce((s, p) => s + f(p), 0) / own.length;
    return {
      from,
      to,
      n: own.length,
      said: mean((p) => p.probability),
      was: mean((p) => +p.right),
    };
  }).filter((bin) => bin.n > 0);
}

/** Expected calibration error: mean distance of the curve from the diagonal, by share of cases. */
export function calibrationError(bins: readonly Bin[]): number {
  const n = bins.reduce((sum, bin) => sum + bin.n, 0);
  return bins.reduce((sum, bin) => sum + (bin.n / n) * Math.abs(bin.said - bin.was), 0);
}
