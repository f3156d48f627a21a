import { proposals, type ProposedWord } from '../../src/assist/complete/proposals';
import {
  signsAsNumbers,
  wordConfidence,
  type SignsKind,
} from '../../src/assist/complete/confidence';
import type { PhraseMemory } from '../../src/assist/phrases/phraseMemory';
import type { LanguageModel } from '../../src/model/types';
import type { TypedNote } from './completionNotes';
import { fitLogistic, type Case } from './logisticFit';

/** Of a place's words these follow a wrong one less than they are worth fitting. */
const CHARACTERS = 240;
/** Every place would say the same many times over. */
const STRIDE = 2;

type Cases = Record<SignsKind, (Case & { readonly before: number })[]>;

/**
 * Whether the words that both sources say at places of the notes are right, with what was known of
 * each; also as if there were no model. Prints how right the present weights were, and new ones.
 */
export async function fitConfidence(
  notes: readonly TypedNote[],
  memory: () => PhraseMemory,
  model: LanguageModel,
): Promise<void> {
  const cases: Cases = { agreed: [], opposed: [], alone: [] };
  for (const [i, { text, from }] of notes.entries()) {
    const phrases = memory();
    const end = Math.min(text.length, from + CHARACTERS);
    for (let at = from; at < end; at += STRIDE) {
      const before = text.slice(0, at);
      const options = { maxTokens: 6, lines: 0 };
      const sources = { phrases, prompt: before, askAlways: true };
      const both = await proposals(before, { ...sources, model }, options);
      const alone = await proposals(before, { ...sources, model: null }, options);
      for (const { words } of [...both, ...alone]) collect(words, before, text.slice(at), cases);
    }
    process.stderr.write(`\r${i + 1} of ${notes.length} notes`);
  }
  process.stderr.write('\n');
  for (const kind of Object.keys(cases) as SignsKind[]) {
    const fitted = fitLogistic(cases[kind]);
    const rounded = Object.entries(fitted).map(([name, w]) => `${name}: ${w.toFixed(3)}`);
    const right = cases[kind].filter((c) => c.right).length / cases[kind].length;
    const said = cases[kind].reduce((sum, c) => sum + c.before, 0) / cases[kind].length;
    console.log(
      `# ${cases[kind].length} words, ${right.toFixed(3)} right, ${said.toFixed(3)} said before`,
    );
    console.log(`${kind}: { ${rounded.join(', ')} }`);
  }
}

/** The words up to the first wrong one: what comes after it nobody would see. */
function collect(
  words: readonly ProposedWord[],
  before: string,
  truth: string,
  cases: Cases,
): void {
  let at = 0;
  for (const [i, { text, signs }] of words.entries()) {
    const shown = i === 0 && /\s$/.test(before) ? text.trimStart() : text;
    if (shown === '' || /\n/.test(shown)) return;
    const end = truth.charAt(at + shown.length);
    const right =
      truth.startsWith(shown, at) && !(/[\p{L}\p{N}]$/u.test(shown) && /[\p{L}\p{N}]/u.test(end));
    const { kind, values } = signsAsNumbers(signs);
    cases[kind].push({ values, right, before: wordConfidence(signs) });
    if (!right) return;
    at += shown.length;
  }
}
