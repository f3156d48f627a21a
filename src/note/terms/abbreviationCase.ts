import data from '../data/abbreviations.yaml';
import type { Abbreviation } from './entry';
import type { Word } from './words';

const { capitalsOnly } = data as { readonly capitalsOnly: readonly string[] };
const CAPITALS_ONLY = new Set(capitalsOnly);
const NONE: readonly Abbreviation[] = [];

/**
 * The abbreviations that may begin with a word: as it is written, its singular, or, in a note typed in
 * lower case, the same letters in capitals where they make no other word.
 */
export function abbreviationsAt(
  { raw, lower }: Word,
  abbreviations: ReadonlyMap<string, readonly Abbreviation[]>,
): readonly Abbreviation[] {
  const singular = raw.length > 3 && raw.endsWith('s') ? raw.slice(0, -1) : null;
  const written =
    abbreviations.get(raw) ?? (singular === null ? undefined : abbreviations.get(singular));
  if (written) return written;
  if (raw.length < 3 || !/^[a-z]+$|^[A-Z][a-z]+$/.test(raw)) return NONE;
  const asWord = abbreviations.get(lower);
  if (asWord) return asWord;
  const upper = raw.toUpperCase();
  if (CAPITALS_ONLY.has(upper)) return NONE;
  return abbreviations.get(upper)?.filter((a) => a.written === upper) ?? NONE;
}
