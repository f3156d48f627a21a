import type { Commonness, Frequency, Strength } from './types';

/**
 * The words of the front matter as numbers. Authors judge in words because they rarely know
 * better; the numbers keep the order of the words and were not tuned to any case.
 */

const FREQUENCY: Record<Frequency, number> = {
  always: 0.97,
  usual: 0.8,
  common: 0.5,
  sometimes: 0.2,
  rare: 0.05,
  never: 0.002,
};

const STRENGTH: Record<Strength, number> = { weak: 1.5, moderate: 3, strong: 10, decisive: 50 };

const COMMONNESS: Record<Commonness, number> = {
  'very-common': 100,
  common: 30,
  uncommon: 10,
  rare: 3,
  'very-rare': 1,
};

/** Probability (0–1) of a finding in a condition. */
export function frequency(word: Frequency | number): number {
  return typeof word === 'number' ? word : FREQUENCY[word];
}

/** Likelihood ratio or odds multiplier (> 0). */
export function strength(word: Strength | number): number {
  return typeof word === 'number' ? word : STRENGTH[word];
}

/** Relative prior weight; only the ratio between two conditions means something. */
export function commonness(word: Commonness): number {
  return COMMONNESS[word];
}
