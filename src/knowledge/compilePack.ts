import { createHash } from 'node:crypto';
import { parseGuideline, type GuidelineFile } from './guideline';
import type { Accuracy, Guideline, GuidelineProblem, Pack } from './types';

/**
 * Compiles the built-in guideline files into one pack; called by the build.
 * @param accuracy what was measured with a pack, which need not be this one.
 */
export function compilePack(
  files: readonly GuidelineFile[],
  version: string,
  accuracy: Accuracy | null = null,
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
  return { pack: { version, content: contentOf(guidelines), accuracy, guidelines }, problems };
}

function contentOf(guidelines: readonly Guideline[]): string {
  const hash = createHash('sha256');
  for (const { condition, sections } of guidelines)
    hash.update(JSON.stringify([condition, sections]));
  return hash.digest('hex').slice(0, 8);
}
