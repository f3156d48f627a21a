import type { Patient } from './types';

const HEAD = 4000;

const YEARS = '(?:years?|yrs?|y|yo|y\\/o|yr|year)';
const MALE_WORD = 'male|man|gentleman|boy|m|gent|bloke|lad|schoolboy';
const FEMALE_WORD = 'female|woman|lady|girl|f|schoolgirl|primigravida|multigravida|primip';
const BETWEEN =
  "(?:[ \\t]+(?!male\\b|female\\b|man\\b|woman\\b|boy\\b|girl\\b)[A-Za-z'/.-]+){0,4}?";

const AGE_SEX: readonly RegExp[] = [
  // 58M, 29F, 3yo girl, 61 year old Male, 35-year-old female, 67-year-old right-handed white woman
  // but no temperature: 98.2F, T 101 F
  new RegExp(
    `(?<![\\d.]|\\b[Tt](?:emp|emperature)?\\b[ \\t:=]{0,3}(?:is|of|was)?[ \\t]?)\\b(\\d{1,3})(?:[ \\t-]*${YEARS}[ \\t-]*(?:old|o)?[ \\t,-]*|[ \\t]?)(m|f)\\b(?![/'&+-])`,
    'g',
  ),
  new RegExp(
    `\\b(\\d{1,3})[ \\t-]*${YEARS}[ \\t.-]*(?:of[ -]age|old|o\\b)?[ \\t,-]*(?:year old)?${BETWEEN}[ \\t,-]*\\b(${MALE_WORD}|${FEMALE_WORD})\\b`,
    'gi',
  ),
  // M/58, Male, aged 58, F 29 years
  new RegExp(
    `\\b(male|female|man|woman|boy|girl|m|f)(?:[ \\t]*/[ \\t]*(?!\\d+[./])|[ \\t]*[,;][ \\t]*(?=\\d{1,3}[ \\t]*(?:${YEARS}\\b|[\\n,;]))|[ \\t]*,?[ \\t]*aged?[ \\t:]*|[ \\t]+(?=\\d{1,3}[ \\t-]*${YEARS}\\b))(\\d{1,3})\\b`,
    'gi',
  ),
];
const AGE_ONLY = new RegExp(
  `\\b(?:age[d]?[ \\t:]*(?:is[ \\t]*)?(\\d{1,3})(?![\\d/])|(\\d{1,3})[ \\t-]*${YEARS}[ \\t-]*(?:old|o\\b|of age)|(\\d{1,3})[ \\t]?(?:yo|y/o|y\\.o)\\b)`,
  'i',
);
const INFANT =
  /\b(?:aged?[ \t]*)?(\d{1,2}(?:\.\d)?)[ \t-]*(months?|mo|mths?|mth|m\/o|weeks?|wks?|wk|days?|hours?)[ \t-]*(?:old|of age|\/?o\b)(?![ \t]+(?:history|infarct|wound|fracture))/i;
const INFANT_SEX =
  /\b(\d{1,2})[ \t-]*(?:month|mo|mth|week|wk|day)s?[ \t-]*(?:old)?[ \t,-]*(male|female|boy|girl|m|f)\b/i;
const NEWBORN = /\b(?:newborn|neonate|term infant|preterm infant|premature infant)\b/i;

const UNIT_YEARS: readonly (readonly [RegExp, number])[] = [
  [/^mo|^mth|^m\/o/i, 1 / 12],
  [/^w/i, 7 / 365.25],
  [/^d/i, 1 / 365.25],
  [/^h/i, 1 / 8766],
];

const FEMALE =
  /\b(?:female|woman|lady|girl|mrs|miss|ms(?=\.|[ \t]+[A-Z*])|she|her|herself|gravida|lmp|menses|pregnant|G\d+P\d+)\b/gi;
const MALE = /\b(?:male|man|gentleman|boy|mr|he|his|him|himself|prostate|testicular)\b/gi;
// People who are not the patient.
const OTHERS =
  /\b(?:his|her|the|their)?[ \t]*(?:mother|father|wife|husband|daughter|son|brother|sister|mum|mom|dad|girlfriend|boyfriend|partner)(?:'s)?\b[^.\n]{0,60}/gi;

// The mother of a newborn, with her age: "born to a 29-year-old G2P1", "mother is 31".
const BIRTH =
  /\b(?:newborn|neonate|infant|baby|(?:was |is )?born (?:at|to|by|via|on)|birth ?weight|apgars?|(?:days?|weeks?|hours?)[- ]old)\b/i;
const MOTHERS =
  /\b(?:born|delivered|delivery|birth|product|pregnancy)\b[^.\n]{0,80}?\b(?:to|of|by|from|in)[ \t]+(?:an?|the|her|his|this)\b[^.\n]{0,80}|\b(?:mother|mom|mum|maternal|mat)\b[^.\n]{0,60}|\b\d{2}[- ]?(?:years?|yrs?|y\.?o\.?|y\/o|yr)[- ]?(?:old)?[^.\n]{0,40}\b(?:mother|mom|mum|primigravida|multigravida|primip|gravida|G\d)\b[^.\n]{0,30}/gi;
/** Where a note of a newborn says so. */
const OPENING = 600;

/** A newborn's note without its mother and what is said of her, for her age is none of its own. */
function withoutMother(head: string): string {
  const opening = head.slice(0, OPENING);
  if (!BIRTH.test(opening) || !isInfant(opening)) return head;
  return head.replace(MOTHERS, (said) => ' '.repeat(said.length));
}

function isInfant(opening: string): boolean {
  return NEWBORN.test(opening) || INFANT.test(opening) || INFANT_SEX.test(opening);
}

const PREGNANT =
  /\b(?:(?:is|currently|now|weeks?|wks?|wk|months?|\/40)[ \t]+pregnant|pregnant (?:woman|lady|female|patient|teenager|girl)|(?:weeks?|wks?)[ \t]+(?:of[ \t]+)?gestation|intrauterine pregnancy at|IUP at)\b|\b(?:[4-9]|[1-3]\d|4[0-2])(?:[+][0-6])?\/40\b/i;
const NOT_PREGNANT =
  /\b(?:not|non|isn't|denies|never|if|last|prior|previous|past|first|wife|partner|daughter|sister|girlfriend|born|delivered)\b[^.\n]{0,30}$/i;

/** Whether the note says of a woman of an age for it that she is pregnant. */
function isPregnant(head: string, { age, sex }: Patient): boolean {
  if (sex === 'male' || age === null || age < 12 || age > 55) return false;
  const m = PREGNANT.exec(head);
  return m !== null && !NOT_PREGNANT.test(head.slice(Math.max(0, m.index - 40), m.index));
}

/**
 * The patient's age in years (fractions for infants) and sex, from the way notes introduce a
 * patient; from titles and pronouns where they do not. Reads the note's first 4,000 characters.
 */
export function readPatient(text: string): Patient {
  const head = withoutMother(text.slice(0, HEAD));
  const patient = ageWithSex(head) ?? {
    age: infantAge(head) ?? statedAge(head),
    sex: sexOf(head),
  };
  return isPregnant(head, patient) ? { ...patient, pregnant: true } : patient;
}

function ageWithSex(head: string): Patient | null {
  const infant = INFANT_SEX.exec(head);
  let best: { at: number; age: number; sex: 'female' | 'male' } | null = null;
  AGE_SEX.forEach((pattern, i) => {
    pattern.lastIndex = 0;
    const m = pattern.exec(i === 0 ? upperMarks(head) : head);
    if (!m) return;
    const [number, word] = i === 2 ? [m[2], m[1]] : [m[1], m[2]];
    const age = Number(number);
    const sex = sexFrom(word ?? '');
    if (age > 120 || sex === null) return;
    if (!best || m.index < best.at) best = { at: m.index, age, sex };
  });
  const found = best as { at: number; age: number; sex: 'female' | 'male' } | null;
  if (infant && (!found || infant.index <= found.at)) {
    return { age: infantAge(head) ?? null, sex: sexFrom(infant[2] ?? '') };
  }
  return found && { age: found.age, sex: found.sex };
}

/** Only a capital M or F right after a number means a sex ("58M"); "5 m" is a length. */
function upperMarks(head: string): string {
  return head
    .replace(/[mf]\b/g, (c, at: number) =>
      /\d[ \t]*(?:yo|y|yr|y\/o)[ \t]*$/i.test(head.slice(Math.max(0, at - 8), at)) ? c : '_',
    )
    .replace(/([MF])(?=\b)/g, (c) => c.toLowerCase());
}

function sexFrom(word: string): 'female' | 'male' | null {
  const w = word.toLowerCase();
  if (new RegExp(`^(?:${FEMALE_WORD})$`).test(w)) return 'female';
  return new RegExp(`^(?:${MALE_WORD})$`).test(w) ? 'male' : null;
}

function infantAge(head: string): number | null {
  const m = INFANT.exec(head) ?? INFANT_SEX.exec(head);
  if (m) {
    const unit = /months?|mo|mths?|mth|m\/o|weeks?|wks?|wk|days?|hours?/i.exec(m[0])?.[0] ?? '';
    const years = UNIT_YEARS.find(([pattern]) => pattern.test(unit))?.[1] ?? 0;
    return Math.round(Number(m[1]) * years * 1000) / 1000;
  }
  return NEWBORN.test(head.slice(0, 300)) ? 0 : null;
}

function statedAge(head: string): number | null {
  const m = AGE_ONLY.exec(head);
  const age = Number(m?.[1] ?? m?.[2] ?? m?.[3] ?? NaN);
  return age <= 120 ? age : null;
}

function sexOf(head: string): 'female' | 'male' | null {
  const own = head.replace(OTHERS, ' ');
  const female = own.match(FEMALE)?.length ?? 0;
  const male = own.match(MALE)?.length ?? 0;
  if (female === male) return null;
  return female > male ? 'female' : 'male';
}
