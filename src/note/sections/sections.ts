import data from '../data/headings.yaml';
import { labelByCues } from './sectionCues';
import type { Section, SectionLabel, SoapDivision, Span } from '../types';

/** What a finding below a heading is unless its own words say otherwise. */
export interface SectionDefaults {
  readonly historical: boolean;
  readonly family: boolean;
  readonly hypothetical: boolean;
  /** The list of a differential. */
  readonly uncertain: boolean;
  /** Habits and allergies: history to ConText, though they go on. */
  readonly background: boolean;
}

interface HeadingGroup {
  readonly label: SectionLabel;
  readonly open?: boolean;
  readonly historical?: boolean;
  readonly family?: boolean;
  readonly hypothetical?: boolean;
  readonly uncertain?: boolean;
  readonly background?: boolean;
  readonly names: readonly string[];
}

interface HeadingData {
  readonly divisions: Readonly<Record<SectionLabel, SoapDivision>>;
  readonly headings: readonly HeadingGroup[];
  readonly keywords: readonly (readonly [string, SectionLabel])[];
  readonly trailers: readonly string[];
  readonly goingOn: readonly string[];
}

interface Known extends SectionDefaults {
  readonly label: SectionLabel;
}

const { divisions, headings, keywords, trailers, goingOn } = data as HeadingData;

const KNOWN = new Map<string, Known>();
const OPEN = new Map<string, Known>();
for (const group of headings) {
  const known: Known = {
    label: group.label,
    historical: group.historical === true,
    family: group.family === true,
    hypothetical: group.hypothetical === true,
    uncertain: group.uncertain === true,
    background: group.background === true,
  };
  for (const name of group.names) {
    const key = headingKey(name);
    if (group.open) OPEN.set(key, known);
    if (!KNOWN.has(key)) KNOWN.set(key, known);
  }
}

export const NO_DEFAULTS: SectionDefaults = {
  historical: false,
  family: false,
  hypothetical: false,
  uncertain: false,
  background: false,
};
const GOING_ON: ReadonlySet<string> = new Set(goingOn);
const TRAILERS = new RegExp(` (?:${trailers.join('|')})$`);
const MAX_HEADING = 70;

function headingKey(name: string): string {
  return name
    .toLowerCase()
    .replace(/\([^()]*\)?/g, ' ')
    .replace(/&/g, ' and ')
    .replace(/[^a-z0-9/]+/g, ' ')
    .replace(/ ?\/ ?/g, '/')
    .trim();
}

function lookUp(name: string): Known | null {
  let key = headingKey(name);
  for (let i = 0; i < 3; i++) {
    const known = KNOWN.get(key);
    if (known) return known;
    const shorter = key.replace(TRAILERS, '');
    if (shorter === key) return null;
    key = shorter;
  }
  return null;
}

function guess(name: string): Known | null {
  const key = headingKey(name);
  const hit = keywords.find(([word]) => key.includes(word));
  if (!hit) return null;
  const known = lookUp(hit[0]);
  return known?.label === hit[1] ? known : { label: hit[1], ...NO_DEFAULTS };
}

interface Found {
  /** Where the section begins: the line's bullet or hash marks belong to it. */
  readonly start: number;
  readonly heading: Span;
  readonly bodyStart: number;
  readonly known: Known;
}

/**
 * Divides a note into sections by its headings: known names at the start of a line (with a colon,
 * a dash, alone, or as Markdown), headings in capitals with a colon anywhere after a sentence, and
 * the ".,HEADING:," of transcribed reports. The sections tile the text; an empty text has none.
 */
export function splitSections(text: string): readonly Section[] {
  const found = findHeadings(text);
  const sections: Section[] = [];
  const first = found[0]?.start ?? text.length;
  if (first > 0) {
    sections.push({
      heading: null,
      title: '',
      label: 'GENHX',
      division: 'subjective',
      span: { start: 0, end: first },
      body: { start: 0, end: first },
    });
  }
  found.forEach(({ start, heading, bodyStart, known }, i) => {
    const end = found[i + 1]?.start ?? text.length;
    sections.push({
      heading,
      title: text.slice(heading.start, heading.end).replace(/\s+/g, ' ').trim(),
      label: known.label,
      division: divisions[known.label],
      span: { start, end },
      body: { start: Math.min(bodyStart, end), end },
    });
  });
  return sections;
}

/** What the heading says of every finding below it. */
export function sectionDefaults(section: Section | null): SectionDefaults {
  if (section === null || section.heading === null) return NO_DEFAULTS;
  return lookUp(section.title) ?? guess(section.title) ?? NO_DEFAULTS;
}

/**
 * The label of a section: its heading's, or, without a heading that is known, the one its own words
 * speak for most.
 */
export function labelSection(text: string, heading?: string): SectionLabel {
  const title = heading?.replace(/[\s:*_#=-]+$/, '').replace(/^[\s*_#=-]+/, '') ?? '';
  if (title !== '') {
    const code = title.toUpperCase();
    if (isLabel(code)) return code;
    const known = lookUp(title) ?? guess(title);
    if (known) return known.label;
  }
  return labelByCues(text).label;
}

function isLabel(code: string): code is SectionLabel {
  return Object.hasOwn(divisions, code);
}

function findHeadings(text: string): Found[] {
  const found: Found[] = [];
  let lineStart = 0;
  let colon = text.indexOf(':');
  while (lineStart <= text.length) {
    let lineEnd = text.indexOf('\n', lineStart);
    if (lineEnd < 0) lineEnd = text.length;
    const atStart = lineHeading(text, lineStart, lineEnd);
    if (atStart) found.push({ ...atStart, start: lineStart });
    const from = atStart ? atStart.bodyStart : lineStart;
    if (colon >= 0 && colon < from) colon = text.indexOf(':', from);
    colon = inlineHeadings(text, from, lineEnd, colon, found);
    lineStart = lineEnd + 1;
  }
  return found;
}

const LINE_PREFIX =
  /[ \t]*(?:#{1,6}[ \t]+(?:[*_]{2,3})?|[*_]{1,3}(?=[A-Za-z])|=+[ \t]*|[-–—•*][ \t]+(?:[*_]{1,3}(?=[A-Za-z]))?|\d{1,2}[.)][ \t]+(?:[*_]{1,3}(?=[A-Za-z]))?)?/y;
const LINE_HEADING =
  /([A-Za-z](?:[A-Za-z0-9 \t/&'’,.+]|-(?=[A-Za-z])){0,60}?(?:\([^()\n]{0,50}\))?)[ \t]*(?:[*_]{1,3})?[ \t]*([:：][*_]{0,3}|[–—](?=\s)|-(?=\s)|=+\s*$|\r?$)/my;
const OPEN_HEADING = /([A-Za-z][A-Za-z/]*(?:[ \t][A-Za-z]+){0,2})(?=[ \t])/y;

function lineHeading(text: string, start: number, end: number): Found | null {
  LINE_PREFIX.lastIndex = start;
  const prefix = LINE_PREFIX.exec(text)?.[0] ?? '';
  const nameStart = start + prefix.length;
  if (nameStart >= end) return null;
  LINE_HEADING.lastIndex = nameStart;
  const m = LINE_HEADING.exec(text);
  if (m && m.index + m[0].length <= end) {
    const name = m[1] ?? '';
    const mark = m[2] ?? '';
    const known = lookUp(name) ?? (isTitle(prefix, name, mark) ? guess(name) : null);
    const listItem = /[-–—•\d]/.test(prefix);
    const colon = mark.startsWith(':') || mark.startsWith('：');
    // "A" or "P" alone in running text is no heading; nor is a list item without a colon.
    const plausible = colon || (!listItem && (name.length > 1 || mark.trim() === ''));
    if (known && plausible && !(listItem && name.length <= 2)) {
      return headingAt(text, nameStart, name.length, m.index + m[0].length, known);
    }
  }
  OPEN_HEADING.lastIndex = nameStart;
  const open = OPEN_HEADING.exec(text)?.[1];
  if (open === undefined || prefix.trim() !== '') return null;
  const words = open.split(/[ \t]/);
  for (let n = words.length; n > 0; n--) {
    const name = words.slice(0, n).join(' ');
    const known = OPEN.get(headingKey(name));
    const next = /[ \t]+([A-Za-z]*)/y;
    next.lastIndex = nameStart + name.length;
    // "Rx given", "Dx of asthma" are no headings.
    if (GOING_ON.has(next.exec(text)?.[1]?.toLowerCase() ?? '')) continue;
    if (known) return headingAt(text, nameStart, name.length, nameStart + name.length, known);
  }
  return null;
}

function headingAt(text: string, at: number, length: number, after: number, known: Known): Found {
  // Transcribed reports put a comma after the colon.
  let bodyStart = after;
  while (/[ \t,]/.test(text[bodyStart] ?? '')) bodyStart++;
  return { start: at, heading: { start: at, end: at + length }, bodyStart, known };
}

function isTitle(prefix: string, name: string, mark: string): boolean {
  if (prefix.includes('#')) return true;
  return mark.startsWith(':') && name.length > 3 && isCapitals(name);
}

function isCapitals(name: string): boolean {
  return name === name.toUpperCase() && /[A-Z]{3}/.test(name);
}

/** Headings within a line, from its first colon on; returns the first colon after the line. */
function inlineHeadings(
  text: string,
  from: number,
  lineEnd: number,
  firstColon: number,
  found: Found[],
): number {
  let colon = firstColon;
  for (; colon >= 0 && colon < lineEnd; colon = text.indexOf(':', colon + 1)) {
    const lower = Math.max(from, colon - MAX_HEADING);
    if (!/[A-Za-z)]{2}[ \t]{0,3}$/.test(text.slice(Math.max(lower, colon - 6), colon))) continue;
    const before = text.slice(lower, colon);
    const start = inlineStart(before);
    if (start === null) continue;
    const name = before.slice(start.at);
    const known = lookUp(name) ?? (start.transcribed && isCapitals(name) ? guess(name) : null);
    if (known && name.trim().length > 2) {
      found.push(headingAt(text, lower + start.at, name.trimEnd().length, colon + 1, known));
    }
  }
  return colon;
}

const CAPITALS_BEFORE_COLON = /(^|[.,;:\]]\s*,?\s*|\s{2,})([A-Z][A-Z0-9 /&'(),-]{2,68})\s*$/;
const TITLE_BEFORE_COLON =
  /[.;]\s*,?\s*([A-Z][A-Za-z /&-]{3,40})\s*$|,([A-Z][A-Za-z /&-]{3,40})\s*$/;

function inlineStart(before: string): { at: number; transcribed: boolean } | null {
  const capitals = CAPITALS_BEFORE_COLON.exec(before);
  if (capitals) {
    let name = capitals[2] ?? '';
    let at = before.length - (capitals[0].length - (capitals[1] ?? '').length);
    // "…,VITALS, LUNGS:": the heading is what follows the last comma, unless the whole is known.
    const comma = name.lastIndexOf(',');
    if (comma >= 0 && !lookUp(name)) {
      const skip = name.length - name.slice(comma + 1).trimStart().length;
      at += skip;
      name = name.slice(skip);
    }
    return { at, transcribed: /[.,;]/.test(capitals[1] ?? '') || comma >= 0 };
  }
  const title = TITLE_BEFORE_COLON.exec(before);
  if (!title) return null;
  const name = title[1] ?? title[2] ?? '';
  return { at: before.lastIndexOf(name), transcribed: false };
}
