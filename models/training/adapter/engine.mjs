/**
 * What the engine's llama.cpp makes of a few texts: reads {model, adapter, texts} as JSON from
 * standard input, writes for each text its tokens and, after each token, the log-probabilities of
 * the most probable ones: [[{token, after: [[token, logProbability], …]}, …], …].
 */
import { text as readAll } from 'node:stream/consumers';
import { getLlama } from 'node-llama-cpp';

const TOP = 10;
/** The whole vocabulary as it is: the binding's defaults cut the improbable away. */
const UNCUT = { temperature: 1, topK: 0, topP: 1, minP: 0, seed: 0 };

const { model: modelPath, adapter, texts } = JSON.parse(await readAll(process.stdin));
const llama = await getLlama({
  gpu: false,
  build: 'never',
  skipDownload: true,
  progressLogs: false,
  logLevel: 'error',
});
const model = await llama.loadModel({ modelPath, gpuLayers: 0 });
const lora = adapter ? { adapters: [{ filePath: adapter, scale: 1 }] } : undefined;
const context = await model.createContext({ contextSize: 512, threads: 1, lora });
const sequence = context.getSequence();
const { bos, shouldPrependBosToken } = model.tokens;

const results = [];
for (const text of texts) {
  const tokens = [...(shouldPrependBosToken ? [bos] : []), ...model.tokenize(text, false)];
  await sequence.clearHistory();
  const outputs = await sequence.controlledEvaluate(
    tokens.map((token) => [token, { generateNext: { probabilities: true, options: UNCUT } }]),
  );
  results.push(
    tokens.map((token, i) => ({
      token,
      after: [...outputs[i].next.probabilities].slice(0, TOP).map(([t, p]) => [t, Math.log(p)]),
    })),
  );
}
await new Promise((done) => process.stdout.write(JSON.stringify(results), done));
// The addon's threads would keep the process alive.
process.exit(0);
