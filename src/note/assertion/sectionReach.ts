import { NO_DEFAULTS, sectionDefaults, type SectionDefaults } from '../sections/sections';
import type { Section } from '../types';

const SAFETY_NET_REACH = 1500;
const NEXT_TOPIC = /\n[ \t]*\r?\n|\n[ \t]*(?:#|\d{1,2}[.)])/;
// "Eyes", "Function:", "# Today": a heading that is not known, below an empty line.
const UNKNOWN_HEADING =
  /\n[ \t]*\r?\n[ \t]*(?:#+[ \t]|[*_]{2})?[A-Z][A-Za-z/&]*(?: [A-Za-z/&]+){0,2}(?:[*_]{0,2}:|[ \t]*\r?\n(?=[ \t]*\S))/g;
interface Reach {
  readonly defaults: SectionDefaults;
  /** Where they end. */
  readonly end: number;
}

/** By section: asked for once for every sentence of it. */
const reachBySection = new WeakMap<Section, Reach>();

/**
 * What a section's heading says of a place in it, while it reaches so far. A safety net ends with its paragraph, or where the next numbered problem begins; what other
 * headings say ends at a heading of the writer's own.
 */
export function defaultsAt(text: string, at: number, section: Section | null): SectionDefaults {
  if (!section) return NO_DEFAULTS;
  let reach = reachBySection.get(section);
  if (!reach) {
    reach = reachOf(text, section);
    reachBySection.set(section, reach);
  }
  const { defaults, end } = reach;
  return at > end ? { ...NO_DEFAULTS, background: defaults.background } : defaults;
}

function reachOf(text: string, section: Section): Reach {
  const defaults = sectionDefaults(section);
  const { hypothetical, historical, family, uncertain } = defaults;
  if (hypothetical) return { defaults, end: endOfNet(text, section) };
  const ends = historical || family || uncertain;
  const end = ends ? endOfTopic(text, section) : Infinity;
  return { defaults, end: family ? Math.min(end, endOfOwnLine(text, section)) : end };
}

function endOfNet(text: string, { body }: Section): number {
  const reach = Math.min(body.end, body.start + SAFETY_NET_REACH);
  const next = NEXT_TOPIC.exec(text.slice(body.start, reach));
  return next ? body.start + next.index : reach;
}

const GOES_ON = /\n(?=[ \t]*(?:[-–—•*→>☐☑]|\d{1,2}[.)]|\p{Ll})|[ \t]*\r?\n|[ \t]+)/uy;

/** "FHx nil cancer⏎Joints: swelling": written on the line of its heading, a family history is told. */
function endOfOwnLine(text: string, { heading, body }: Section): number {
  const isOnLine = heading !== null && !text.slice(heading.end, body.start + 1).includes('\n');
  if (!isOnLine) return Infinity;
  for (let at = text.indexOf('\n', body.start); at >= 0 && at < body.end;) {
    GOES_ON.lastIndex = at;
    if (!GOES_ON.test(text)) return at;
    at = text.indexOf('\n', at + 1);
  }
  return Infinity;
}

function endOfTopic(text: string, { body }: Section): number {
  const part = text.slice(body.start, body.end);
  // An empty line right below the heading ends nothing.
  UNKNOWN_HEADING.lastIndex = Math.max(part.search(/\S/), 0);
  const next = UNKNOWN_HEADING.exec(part);
  return next ? body.start + next.index : body.end;
}
