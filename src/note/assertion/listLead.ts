import { isOpen, triggerOf } from './triggerReach';
import { findTriggers, type Axis } from './triggers';
import { tokensOf } from './tokens';
import type { Trigger } from '../types';

const LIST_ITEM = /([ \t]*)([-–—•*→>☐☑]|\d{1,2}[.)]|\[[ xX]?\])[ \t]+/y;
const ITEMS_BELOW = 15;
const NO_LEAD: ReadonlyMap<Axis, Trigger> = new Map();
const LED: ReadonlySet<Axis> = new Set([
  'negated',
  'uncertain',
  'hypothetical',
  'historical',
  'planned',
]);
const OPENS_LIST = /(?:[:：]|\b(?:if|when|for|any))[*_]{0,3}[ \t]*\r?$/i;

/** What the line above a list says of the items, where the place is in a list item. */
export function leadOf(text: string, at: number, floor: number): ReadonlyMap<Axis, Trigger> {
  // Looked for in a window: a text without line ends would be searched to its beginning each time.
  const base = Math.max(floor, at - LEAD_WITHIN);
  const part = text.slice(base, at + LIST_MARK_LENGTH);
  let start = part.lastIndexOf('\n', at - base - 1) + 1;
  const own = itemAt(part, start);
  if (!own) return NO_LEAD;
  for (let i = 0; i < ITEMS_BELOW && start > 0; i++) {
    const end = start - 1;
    start = part.lastIndexOf('\n', end - 1) + 1;
    const item = itemAt(part, start);
    const isSibling = item && item.indent >= own.indent && item.mark === own.mark;
    if (isSibling || (item && item.indent > own.indent)) continue;
    if (start === 0 && base > floor) return NO_LEAD;
    const isOpening = OPENS_LIST.test(part.slice(start, end));
    return triggersOfLead(text, base + start, base + end, isOpening);
  }
  return NO_LEAD;
}

const LEAD_WITHIN = 1200;
const LIST_MARK_LENGTH = 12;

function itemAt(text: string, start: number): { indent: number; mark: string } | null {
  LIST_ITEM.lastIndex = start;
  const m = LIST_ITEM.exec(text);
  if (!m) return null;
  const mark = m[2] ?? '';
  return { indent: m[1]?.length ?? 0, mark: /\d/.test(mark) ? '1' : mark };
}

/**
 * A denial opens a list only with its last words: "No change in tablets:" denies none. Without a
 * colon or an "if" at its end a line must end with the words that decide: "Safety net".
 */
function triggersOfLead(
  text: string,
  start: number,
  end: number,
  isOpening: boolean,
): ReadonlyMap<Axis, Trigger> {
  const tokens = tokensOf(text, start, end);
  const lead = new Map<Axis, Trigger>();
  const sentence = { text, tokens, triggers: findTriggers(tokens) };
  for (const match of sentence.triggers) {
    const { axis, reach } = match.rule;
    if (axis === 'none' || !LED.has(axis) || reach !== 'forward' || lead.has(axis)) continue;
    const after = tokens.slice(match.last).filter((t) => t.isWord);
    if (!isOpening && (axis !== 'hypothetical' || after.length > 0)) continue;
    const isThought = axis === 'hypothetical' || axis === 'planned';
    if (!isThought && after.some((t) => !OF_LIST.has(t.lower))) continue;
    const to = tokens.at(-1)?.isWord === false ? tokens.length - 1 : tokens.length;
    if (isOpen(sentence, axis, match.last, to)) lead.set(axis, triggerOf(sentence, match));
  }
  return lead;
}

const OF_LIST = new Set(['any', 'all', 'of', 'the', 'following', 'these', 'current', 'today']);
