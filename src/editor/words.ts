import type { Urgency } from '../knowledge/types';
import type { Assertion, SectionLabel } from '../note/types';

/** Urgency in words, with the sign that goes beside the word (never instead of it). */
export const URGENCY: Readonly<Record<Urgency, { readonly word: string; readonly sign: string }>> =
  {
    emergency: { word: 'emergency', sign: '▲' },
    urgent: { word: 'urgent', sign: '△' },
    soon: { word: 'soon', sign: '◇' },
    routine: { word: 'routine', sign: '○' },
  };

const SECTIONS: Readonly<Record<SectionLabel, string>> = {
  CC: 'chief complaint',
  GENHX: 'history',
  PASTMEDICALHX: 'past medical history',
  PASTSURGICAL: 'past surgical history',
  'FAM/SOCHX': 'family and social history',
  ALLERGY: 'allergies',
  MEDICATIONS: 'medications',
  ROS: 'review of systems',
  EXAM: 'examination',
  LABS: 'laboratory results',
  IMAGING: 'imaging',
  PROCEDURES: 'procedures',
  ASSESSMENT: 'assessment',
  DIAGNOSIS: 'diagnosis',
  PLAN: 'plan',
  DISPOSITION: 'disposition',
  EDCOURSE: 'emergency department course',
  IMMUNIZATIONS: 'immunisations',
  GYNHX: 'gynaecological history',
  OTHER_HISTORY: 'other history',
};

export function sectionName(label: SectionLabel): string {
  return SECTIONS[label];
}

/** How a finding reads in its note, for example `denied (“no”)` or `past, in the family`. */
export function assertionWords(assertion: Assertion): string {
  const words: string[] = [];
  if (assertion.negated) words.push('denied');
  if (assertion.historical) words.push('past');
  if (assertion.uncertain) words.push('uncertain');
  if (assertion.hypothetical) words.push('only if it happens');
  if (words.length === 0) words.push('present');
  if (assertion.experiencer === 'family') words.push('in the family');
  if (assertion.experiencer === 'other') words.push('in someone else');
  const trigger = assertion.trigger?.text.replace(/\s+/g, ' ').trim();
  return words.join(', ') + (trigger ? ` (“${trigger}”)` : '');
}

/** A file's bytes as people say them: "98 MB", "2.0 GB". */
export function bytesInWords(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  if (bytes >= 1e6) return `${Math.round(bytes / 1e6)} MB`;
  return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
}
