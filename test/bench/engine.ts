import { builtInEntry } from '../../src/model/catalogue';
import { loadLanguageModel } from '../../src/model/llamaRuntime';
import { nodeLlamaCpp } from '../../src/model/nodeLlamaCpp';
import { findInStore, modelStore } from '../../src/model/store';
import { percentile } from './conditions';

/** What the engine's loop costs over the bare binding, and what a key costs once it is warm. */

const PROMPT =
  'HISTORY OF PRESENT ILLNESS: The patient is a 67-year-old man with hypertension and diabetes ' +
  'who came to the emergency department with shortness of breath and swelling of both legs. ' +
  'He sleeps on three pillows and wakes at night gasping for air. He denies chest pain, fever ' +
  'or cough. He ran out of his water tablets two weeks ago and has gained weight since then.';

const GENERATED = 64;
const ROUNDS = 7;

/** Prints tokens a second of both in alternating runs on the same file, and the time of a key. */
export async function benchEngine(): Promise<void> {
  const entry = builtInEntry();
  const path = await findInStore(modelStore(process.cwd()), entry);
  if (path === null) {
    console.log(`engine: the built-in model is not here (npx chartside models get ${entry.id})`);
    return;
  }
  // One, as the product takes for this model on two cores.
  const threads = 1;
  const model = await loadLanguageModel({ id: entry.id, path, threads });

  const { getLlama, LlamaLogLevel } = await nodeLlamaCpp();
  const llama = await getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    maxThreads: 0,
    logLevel: LlamaLogLevel.error,
  });
  const bareModel = await llama.loadModel({ modelPath: path, gpuLayers: 0 });
  const context = await bareModel.createContext({ contextSize: 1024, threads });
  const sequence = context.getSequence();
  const tokens = bareModel.tokenize(PROMPT, false);

  const bareRun = async (): Promise<number> => {
    await sequence.adaptStateToTokens(tokens.slice(0, -1), false);
    await sequence.evaluateWithoutGeneratingNewTokens(
      tokens.slice(sequence.nextTokenIndex, tokens.length - 1),
    );
    const begin = performance.now();
    let generated = 0;
    for await (const token of sequence.evaluate(tokens.slice(-1), { temperature: 0 })) {
      void token;
      if (++generated === GENERATED) break;
    }
    return generated / ((performance.now() - begin) / 1000);
  };
  const ourRun = async (): Promise<number> => {
    await model.complete(PROMPT, { maxTokens: 1 });
    const begin = performance.now();
    const pieces = await model.complete(PROMPT, { maxTokens: GENERATED });
    const seconds = (performance.now() - begin) / 1000;
    return model.countTokens(pieces.map((p) => p.text).join('')) / seconds;
  };

  await bareRun();
  await ourRun();
  const bare: number[] = [];
  const ours: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    bare.push(await bareRun());
    ours.push(await ourRun());
  }
  // Of neighbours in time, so that whatever else the machine does weighs on both.
  const ratio = percentile(
    ours.map((speed, i) => speed / bare[i]!),
    50,
  );
  console.log(
    `engine: ${percentile(ours, 50).toFixed(1)} tokens/s against ${percentile(bare, 50).toFixed(1)} of the bare binding, ` +
      `ratio ${ratio.toFixed(2)} (goal at least 0.90; median of ${ROUNDS} alternating runs of ${GENERATED} tokens, ${threads} thread)`,
  );

  const times: number[] = [];
  const words = [...PROMPT.matchAll(/\S+\s/g)].map((m) => m.index + m[0].length);
  for (const end of words.slice(4)) {
    const begin = performance.now();
    await model.complete(PROMPT.slice(0, end), { maxTokens: 6 });
    times.push(performance.now() - begin);
  }
  console.log(
    `engine: a new word read and six tokens generated, p50 ${percentile(times, 50).toFixed(0)} ms, ` +
      `p90 ${percentile(times, 90).toFixed(0)} ms (${times.length} words)`,
  );
  await model.dispose();
  await bareModel.dispose();
}
