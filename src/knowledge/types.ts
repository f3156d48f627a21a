/** How often a finding occurs in a condition, in words; `knowledge/scales.ts` gives the probabilities. */
export type Frequency = 'always' | 'usual' | 'common' | 'sometimes' | 'rare' | 'never';

/** How much a finding speaks for a condition (or a risk factor raises it), in words. */
export type Strength = 'weak' | 'moderate' | 'strong' | 'decisive';

export type Commonness = 'very-common' | 'common' | 'uncommon' | 'rare' | 'very-rare';

export type Urgency = 'emergency' | 'urgent' | 'soon' | 'routine';

export type AgeBand =
  'newborn' | 'infant' | 'child' | 'adolescent' | 'adult' | 'middle-aged' | 'old';

export interface Source {
  readonly organisation: string;
  readonly title: string;
  readonly year: number;
}

export interface ExpectedFinding {
  /** Concept id of the lexicon. */
  readonly concept: string;
  /** Probability of the finding in the condition, 0–1. */
  readonly often: number;
  /** Likelihood ratio the author claims for its presence, or null to let the pack decide. */
  readonly telling: number | null;
}

export interface RiskFactor {
  readonly concept: string;
  /** Odds multiplier when present. */
  readonly raises: number;
}

/** A condition as the differential sees it: the front matter of one guideline file. */
export interface Condition {
  /** Kebab-case, from the file's name. */
  readonly id: string;
  readonly name: string;
  readonly synonyms: readonly string[];
  readonly icd10: readonly string[];
  readonly urgency: Urgency;
  readonly common: { readonly primary: Commonness; readonly emergency: Commonness };
  /** Odds multipliers; a band that is absent counts as 1. */
  readonly age: Readonly<Partial<Record<AgeBand, number>>>;
  readonly sex: { readonly female: number; readonly male: number };
  readonly risks: readonly RiskFactor[];
  readonly findings: readonly ExpectedFinding[];
  readonly sources: readonly Source[];
  /** ISO date of the last review; empty where the guideline gives none. */
  readonly reviewed: string;
  /** Written for the differential by an author, or read from a guideline's clinical features. */
  readonly basis: 'authored' | 'text';
  readonly origin: 'built-in' | 'workspace';
  /** Path of the guideline file: relative to the extension (built-in) or absolute (workspace). */
  readonly path: string;
  /** A guideline of the workspace about the same condition, without front matter; null if none. */
  readonly local: string | null;
}

/** What a section of a guideline is for, as its heading says. */
export type GuidelineRole =
  'presentation' | 'differential' | 'investigations' | 'treatment' | 'other';

export interface GuidelineSection {
  readonly role: GuidelineRole;
  readonly heading: string;
  /** 1-based lines in the file, the heading's line first. */
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
}

export interface Guideline {
  readonly origin: Condition['origin'];
  readonly path: string;
  readonly title: string;
  /** Null for a guideline without front matter. */
  readonly condition: Condition | null;
  readonly sections: readonly GuidelineSection[];
}

/** Something wrong in a guideline file, named with its line (1-based). */
export interface GuidelineProblem {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** How well the differential did on sets of cases: `guidelines/accuracy.json`, written by the bench. */
export interface Accuracy {
  /** `Pack.content` of the pack it was measured with. */
  readonly pack: string;
  readonly sets: readonly {
    readonly name: string;
    readonly cases: number;
    /** Shares, 0–1, of cases whose diagnosis came first, in the first three, in the first five. */
    readonly top1: number;
    readonly top3: number;
    readonly top5: number;
  }[];
}

/** The built-in knowledge, compiled at build time to `dist/pack.json`. */
export interface Pack {
  readonly version: string;
  /** Changes with what the differential is ranked by: eight hexadecimal digits of a hash. */
  readonly content: string;
  /** Null where it was never measured. */
  readonly accuracy: Accuracy | null;
  readonly guidelines: readonly Guideline[];
}
