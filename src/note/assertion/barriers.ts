import type { Axis } from './triggers';

/** What joins the members of a list. */
export const LISTED = new Set([',', 'and', 'or', '/', '&', '+', 'nor']);

/** Marks that end the reach of a trigger before them, by axis. */
export const BARRIERS: Readonly<Record<Axis, ReadonlySet<string>>> = {
  negated: new Set([';', ':', '?', '–', '—', '→', '•', '!', '☑', '✓']),
  uncertain: new Set([';', ':', '–', '—', '→', '•']),
  historical: new Set([';', ':', '→', '•']),
  hypothetical: new Set(['•']),
  family: new Set([';', '•', ':']),
  other: new Set([';', '•', ':']),
  planned: new Set([';', '•', '→']),
  current: new Set([';', ':', '–', '—', '•', '→']),
};
