import { parseGuideline, type GuidelineFile } from './guideline';
import type { Guideline, GuidelineProblem, Pack } from './types';

/** Compiles the built-in guideline files into one pack; called by the build. */
export function compilePack(
  files: readonly GuidelineFile[],
  version: string,
): { readonly pack: Pack; readonly problems: readonly GuidelineProblem[] } {
  const guidelines: Guideline[] = [];
  const problems: GuidelineProblem[] = [];
  for (const file of files) {
    if (/(^|\/)README\.md$/.test(file.path)) continue;
    const parsed = parseGuideline(file, 'built-in');
    guidelines.push(parsed.guideline);
    problems.push(...parsed.problems);
    if (parsed.guideline.condition === null && parsed.problems.length === 0) {
      problems.push({
        path: file.path,
        line: 1,
        message: 'A built-in guideline needs front matter.',
      });
    }
  }
  return { pack: { version, guidelines }, problems };
}
