import data from '../data/attributes.yaml';
import type { AttributeKind } from '../types';

interface AttributeData {
  readonly values: readonly {
    readonly kind: AttributeKind;
    readonly value: string;
    readonly capital?: boolean;
    readonly words: readonly string[];
  }[];
  readonly sites: readonly string[];
  readonly radiation: readonly string[];
  readonly open: readonly { readonly kind: AttributeKind; readonly phrases: readonly string[] }[];
  readonly ends: readonly string[];
  readonly refused: readonly string[];
  readonly units: Readonly<Record<string, readonly string[]>>;
  readonly numbers: Readonly<Record<string, number>>;
  readonly vague: readonly string[];
  readonly durationAfter: readonly string[];
  readonly durationBefore: readonly string[];
  readonly notDuration: readonly string[];
  readonly onsetAfter: readonly string[];
  readonly moments: readonly string[];
  readonly fillers: readonly string[];
}

/** What words say more of a finding, and how they belong to it. */
export const rules = data as AttributeData;
