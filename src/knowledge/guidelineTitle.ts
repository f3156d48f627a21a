/** "ACUTE RHINITIS (COMMON COLD, CORYZA)" is a name with two synonyms. */
export function namesOfTitle(title: string): {
  readonly name: string;
  readonly synonyms: readonly string[];
} {
  const inner = /\(([^)]*)\)/.exec(title)?.[1] ?? '';
  const name = cased(
    title
      .replace(/\([^)]*\)/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );
  const synonyms = inner
    .split(/[,;/]/)
    .map((s) => cased(s.trim()))
    .filter((s) => s !== '');
  return { name, synonyms };
}

/** An upper-case title in sentence case; short words stay: they are abbreviations. */
function cased(title: string): string {
  if (/\p{Ll}/u.test(title) || title.length <= 4) return title;
  const lower = title.toLowerCase();
  return lower.charAt(0).toUpperCase() + lower.slice(1);
}
