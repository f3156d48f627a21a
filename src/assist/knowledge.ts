import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtInLexicon } from '../note/terms/builtInLexicon';
import { parseGuideline, type GuidelineFile, type ParsedGuideline } from '../knowledge/guideline';
import { createKnowledge, type Knowledge } from '../knowledge/knowledge';
import { fromPackFile, type PackFile } from '../knowledge/packFile';
import type { Pack } from '../knowledge/types';

const packs = new Map<string, Pack>();

/**
 * The built-in pack (`dist/pack.json` below the extension's folder, read once) joined with the
 * workspace's guidelines.
 * @throws when the pack is missing or not JSON: the installation is broken.
 */
export function openKnowledge(
  extensionPath: string,
  workspaceGuidelines: readonly ParsedGuideline[] = [],
): Knowledge {
  let pack = packs.get(extensionPath);
  if (!pack) {
    pack = readPack(join(extensionPath, 'dist', 'pack.json'));
    packs.set(extensionPath, pack);
  }
  return createKnowledge(pack, builtInLexicon(), workspaceGuidelines);
}

/** One guideline file of a workspace, its condition read from its text where it has no front matter. */
export function readWorkspaceGuideline(file: GuidelineFile): ParsedGuideline {
  return parseGuideline(file, 'workspace', builtInLexicon());
}

function readPack(file: string): Pack {
  try {
    return fromPackFile(JSON.parse(readFileSync(file, 'utf8')) as PackFile);
  } catch (cause) {
    throw new Error(
      `The built-in knowledge could not be read from ${file}. Build or reinstall Chartside.`,
      { cause },
    );
  }
}
