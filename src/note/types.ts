/** Half-open range of UTF-16 code units into the note's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The 20 section labels of MTS-Dialog (Ben Abacha et al., 2023). */
export type SectionLabel =
  | 'CC'
  | 'GENHX'
  | 'PASTMEDICALHX'
  | 'PASTSURGICAL'
  | 'FAM/SOCHX'
  | 'ALLERGY'
  | 'MEDICATIONS'
  | 'ROS'
  | 'EXAM'
  | 'LABS'
  | 'IMAGING'
  | 'PROCEDURES'
  | 'ASSESSMENT'
  | 'DIAGNOSIS'
  | 'PLAN'
  | 'DISPOSITION'
  | 'EDCOURSE'
  | 'IMMUNIZATIONS'
  | 'GYNHX'
  | 'OTHER_HISTORY';

export type SoapDivision = 'subjective' | 'objective' | 'assessment' | 'plan';

export interface Section {
  /** The heading as written, without its body; null for text before the first heading. */
  readonly heading: Span | null;
  readonly title: string;
  readonly label: SectionLabel;
  readonly division: SoapDivision;
  /** Heading and body; sections follow one another without gap or overlap. */
  readonly span: Span;
  readonly body: Span;
}

/** A sentence or a list item; never crosses a section. */
export interface Sentence extends Span {
  /** Index into `Note.sections`. */
  readonly section: number;
}

export type Experiencer = 'patient' | 'family' | 'other';

/** The words that decided an assertion, and the rule they belong to. */
export interface Trigger extends Span {
  readonly text: string;
  readonly rule: string;
}

/** What the note says of a phrase: ConText's axes (Harkema et al., 2009). */
export interface Assertion {
  readonly negated: boolean;
  readonly uncertain: boolean;
  readonly historical: boolean;
  readonly hypothetical: boolean;
  readonly experiencer: Experiencer;
  readonly trigger: Trigger | null;
}

/** A course is how something goes (onset, triggers, relief), not what there is. */
export type ConceptKind =
  | 'symptom'
  | 'sign'
  | 'condition'
  | 'drug'
  | 'procedure'
  | 'risk-factor'
  | 'test-result'
  | 'course';

/** One entry of the lexicon: a thing that can be found in a note. */
export interface Concept {
  /** Stable kebab-case id, British spelling, for example `pleuritic-chest-pain`. */
  readonly id: string;
  /** Plain clinical English, for example "pleuritic chest pain". */
  readonly name: string;
  readonly kind: ConceptKind;
  readonly synonyms: readonly string[];
  /** Matched with their case, for example "SOB". */
  readonly abbreviations: readonly string[];
  readonly codes: {
    readonly symp?: string;
    readonly hpo?: string;
    readonly icd10?: string;
  };
  /** More general concepts: pleuritic chest pain → chest pain. */
  readonly parents: readonly string[];
}

export type AttributeKind =
  'onset' | 'duration' | 'site' | 'side' | 'severity' | 'quality' | 'aggravated-by' | 'relieved-by';

/** Something more that the note says of a finding, with the words that say it. */
export interface Attribute extends Span {
  readonly kind: AttributeKind;
  readonly text: string;
  /**
   * What the words stand for: `left`, `severe`, `sudden`; for what aggravates or relieves, that
   * alone ("stairs").
   */
  readonly value: string;
  /** A length of time, a time ago, or a score. */
  readonly quantity?: {
    readonly value: number;
    /** UCUM: `min`, `h`, `d`, `wk`, `mo`, `a`; `{score}/10` for a score out of ten. */
    readonly unit: string;
  };
}

export interface Finding extends Span, Assertion {
  /** The words of the note. */
  readonly text: string;
  /** Concept id. */
  readonly concept: string;
  readonly name: string;
  readonly kind: ConceptKind;
  readonly section: SectionLabel;
  /** What it was read from: the lexicon term that matched, or the measurement that implies it. */
  readonly because:
    | { readonly source: 'lexicon'; readonly term: string }
    | { readonly source: 'measurement'; readonly kind: string; readonly range: string };
  /** In order of start; absent where the note says nothing more. */
  readonly attributes?: readonly Attribute[];
}

export type MeasurementFlag = 'critical-low' | 'low' | 'normal' | 'high' | 'critical-high';

export interface Measurement extends Span {
  /** Kebab-case kind, for example `systolic-blood-pressure`, `spo2`, `temperature`, `potassium`. */
  readonly kind: string;
  readonly name: string;
  readonly value: number;
  /** UCUM code, for example `mm[Hg]`, `%`, `Cel`, `mmol/L`; empty where the note gives none and none is implied. */
  readonly unit: string;
  /** Null where no reference range is known. */
  readonly flag: MeasurementFlag | null;
  readonly text: string;
}

export interface Patient {
  /** Years; fractions for infants. */
  readonly age: number | null;
  readonly sex: 'female' | 'male' | null;
  /** There where the note says that she is pregnant. */
  readonly pregnant?: true;
}

/** A note, read. */
export interface Note {
  readonly text: string;
  readonly sections: readonly Section[];
  readonly sentences: readonly Sentence[];
  /** In order of start; no two overlap unless one was implied by a measurement. */
  readonly findings: readonly Finding[];
  readonly measurements: readonly Measurement[];
  readonly patient: Patient;
}
