// npm run package: one VSIX for a platform, with the built-in model and the embedder (or `--no-model`).
import { parseArgs } from 'node:util';
import { packageVsix } from './packageVsix';
import { say } from './step';

const { values } = parseArgs({
  options: { 'no-model': { type: 'boolean' }, target: { type: 'string' } },
});

packageVsix({
  model: values['no-model'] !== true,
  requireEmbedder: true,
  target: values.target,
}).then(
  (file) => say(file),
  (error: unknown) => {
    say(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
