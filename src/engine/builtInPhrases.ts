import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Phrasebook } from '../assist/phrases/phrasebook';
import { readPhrasebook } from '../assist/phrases/phrasebookFile';

/**
 * The phrasebook that came with Chartside, or null where there is none or it is damaged (the log
 * says so): suggestions then come from the note, earlier notes and the model.
 */
export async function builtInPhrases(
  extensionPath: string,
  log: (level: 'warn', message: string) => void,
): Promise<Phrasebook | null> {
  try {
    const file = await readFile(join(extensionPath, 'models', 'phrasebook.bin.gz'));
    return new Phrasebook(readPhrasebook(await promisify(gunzip)(file)));
  } catch (error) {
    log('warn', `No phrasebook: ${(error as Error).message}`);
    return null;
  }
}
