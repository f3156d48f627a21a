import { readFile } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';

const MOST_VISITS = 2;
const LARGEST = 40_000;

/**
 * Texts of the notes that are of the same patient as `path`, newest first by name. Notes of one
 * patient lie in one folder and differ in nothing but a date or a number ("ab-2025-03-01.note").
 */
export async function earlierVisitsOf(path: string, known: Iterable<string>): Promise<string[]> {
  const patient = patientOf(path);
  if (patient === null) return [];
  const others = [...known]
    .filter(
      (other) => other !== path && dirname(other) === dirname(path) && patientOf(other) === patient,
    )
    .sort((a, b) => (a < b ? 1 : -1))
    .slice(0, MOST_VISITS);
  const texts = await Promise.all(others.map((other) => readFile(other, 'utf8').catch(() => '')));
  return texts.filter((text) => text !== '' && text.length <= LARGEST);
}

/** What a note's name says of its patient, or null where it holds a date alone. */
export function patientOf(path: string): string | null {
  const name = basename(path, extname(path))
    .replace(/[\d\s._-]+/g, ' ')
    .trim()
    .toLowerCase();
  return name === '' || name === 'note' || name === 'visit' ? null : name;
}
