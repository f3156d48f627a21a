import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { compilePhrasebook } from '../src/assist/phrases/compilePhrasebook';
import { writePhrasebook } from '../src/assist/phrases/phrasebookFile';

/**
 * Counts the phrases of a corpus (`train.jsonl` of `python -m corpus`) into
 * models/phrasebook.bin.gz: `node scripts/run.mjs phrasebook CORPUS/train.jsonl`.
 */
const file = process.argv[2];
if (file === undefined) {
  console.error('Give the corpus: node scripts/run.mjs phrasebook CORPUS/train.jsonl');
  process.exit(2);
}
const texts = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => (JSON.parse(line) as { text: string }).text);
const arrays = compilePhrasebook(texts);
const bytes = gzipSync(writePhrasebook(arrays), { level: 9 });
writeFileSync('models/phrasebook.bin.gz', bytes);
console.log(
  `models/phrasebook.bin.gz: ${texts.length} documents, ${arrays.vocabulary.length} words, ` +
    `${arrays.word.length} contexts, ${arrays.nextWord.length} continuations, ` +
    `${(bytes.length / 1e6).toFixed(2)} MB`,
);
