/** Where in a guideline's front matter a cursor stands. */
export type FrontMatterPlace =
  /** At the beginning of a line: a field's name goes here. */
  | { readonly kind: 'field' }
  /** Indented below `findings` or `risks`: a lexicon id goes here. */
  | { readonly kind: 'concept'; readonly field: 'findings' | 'risks' }
  /** After a colon: a value of the field, or of the entry below it, goes here. */
  | { readonly kind: 'value'; readonly field: string };

/**
 * Finds the place of a cursor in the front matter, or null where it stands outside it, in a list
 * or in the middle of words.
 * @param lines the document's lines; @param line 0-based; @param character UTF-16 units
 */
export function placeInFrontMatter(
  lines: readonly string[],
  line: number,
  character: number,
): FrontMatterPlace | null {
  if (lines[0]?.trim() !== '---' || line < 1) return null;
  const close = lines.findIndex((l, i) => i > 0 && l.trim() === '---');
  if (close >= 0 && line >= close) return null;
  const before = lines[line]!.slice(0, character);
  const field = fieldAt(lines, line);
  if (/^[a-z0-9]*$/i.test(before)) return { kind: 'field' };
  const value = /^(\s*)([a-z0-9-]+):\s+(?:\{\s*(?:often|telling):\s+)?[a-z-]*$/i.exec(before);
  if (value) return { kind: 'value', field: value[1] === '' ? value[2]! : field };
  if (/^\s+[a-z0-9-]*$/i.test(before) && (field === 'findings' || field === 'risks')) {
    return { kind: 'concept', field };
  }
  return null;
}

/** The top-level field that the line belongs to. */
function fieldAt(lines: readonly string[], line: number): string {
  for (let i = line; i > 0; i--) {
    const head = /^([a-z0-9]+):/i.exec(lines[i]!);
    if (head) return head[1]!;
  }
  return '';
}
