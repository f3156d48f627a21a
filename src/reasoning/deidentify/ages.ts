import type { Span } from '../../note/types';

const AGES =
  /(?<![\d./-])(?:9\d|1[01]\d|12[0-5])(?=[ -]?(?:year|yr|y\/?o\b|y\.o\.|yo\b|yrs|years)|[ -]?y\b(?!\/)|[ ]?(?:M|F)\b)|(?<=\b(?:aged?|age of|turned|age:|age is|turn|turning) )(?:9\d|1[01]\d|12[0-5])(?![\d./%-])/g;

/** Ages over 89, which the Safe Harbor rule counts as identifiers: the number alone. */
export function agesIn(text: string): readonly Span[] {
  return [...text.matchAll(AGES)]
    .filter((m) => !isDuration(text, m.index + m[0].length))
    .map((m) => ({ start: m.index, end: m.index + m[0].length }))
    .filter(({ start, end }) => Number(text.slice(start, end)) > 89);
}

/** "a 95 pack-year history": no age. */
function isDuration(text: string, at: number): boolean {
  return /^[ -]?(?:years?|yrs?) (?:ago|earlier|survival|history|prior|before)\b/i.test(
    text.slice(at, at + 18),
  );
}
