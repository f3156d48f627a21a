import type { Identifier, IdentifierType } from './types';

/** Kinds that are told apart: the same name has the same number throughout. */
const NUMBERED: ReadonlySet<IdentifierType> = new Set(['name', 'place', 'address', 'number']);

/** "Seen by Dr [NAME 1] on [DATE]". */
export function placeholderText(text: string, spans: readonly Identifier[]): string {
  const numbers = new Map<string, number>();
  const counts = new Map<IdentifierType, number>();
  return replaced(text, spans, ({ type, start, end }) => {
    const kind = type.toUpperCase();
    if (!NUMBERED.has(type)) return `[${kind}]`;
    const key = `${type} ${text.slice(start, end).toLowerCase().replace(/\s+/g, ' ')}`;
    let number = numbers.get(key);
    if (number === undefined) {
      number = (counts.get(type) ?? 0) + 1;
      counts.set(type, number);
      numbers.set(key, number);
    }
    return `[${kind} ${number}]`;
  });
}

/** A text with its spans, in order and without overlap, replaced. */
export function replaced(
  text: string,
  spans: readonly Identifier[],
  replacement: (span: Identifier) => string,
): string {
  const parts: string[] = [];
  let at = 0;
  for (const span of spans) {
    parts.push(text.slice(at, span.start), replacement(span));
    at = span.end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}
