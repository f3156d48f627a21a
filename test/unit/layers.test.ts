import assert from 'node:assert/strict';
import { ESLint } from 'eslint';

/** Messages of the layer rule for a fixture that stands in a room of the house. */
async function layerErrors(fixture: string): Promise<readonly string[]> {
  const eslint = new ESLint({ ignore: false });
  const [result] = await eslint.lintFiles([`test/fixtures/layers/${fixture}.ts`]);
  assert.ok(result, 'the fixture was linted');
  const fatal = result.messages.find((m) => m.fatal === true);
  assert.equal(fatal, undefined, fatal?.message);
  return result.messages
    .filter((m) => m.ruleId === 'no-restricted-imports' && m.severity === 2)
    .map((m) => m.message);
}

const FORBIDDEN: readonly (readonly [fixture: string, says: RegExp])[] = [
  ['note/imports-vscode', /Only editor\/ imports vscode/],
  ['note/imports-reasoning', /note\/ must not import from reasoning\//],
  ['reasoning/imports-fs', /reasoning\/ is pure/],
  ['reasoning/imports-retrieval', /reasoning\/ must not import from retrieval\//],
  ['assist/imports-editor', /assist\/ must not import from editor\//],
  ['assist/imports-llama', /Only model\/ imports node-llama-cpp/],
  ['editor/imports-model', /editor\/ must not import from model\//],
  ['engine/imports-vscode', /Only editor\/ imports vscode/],
];

const ALLOWED = [
  'knowledge/imports-note',
  'reasoning/imports-knowledge',
  'model/imports-llama',
  'retrieval/imports-orama',
  'editor/imports-vscode',
];

describe('the lint that keeps imports one way', () => {
  for (const [fixture, says] of FORBIDDEN) {
    it(`refuses ${fixture}`, async () => {
      const errors = await layerErrors(fixture);
      assert.equal(errors.length, 1, `one error, not ${JSON.stringify(errors)}`);
      assert.match(errors[0], says);
    });
  }

  for (const fixture of ALLOWED) {
    it(`lets ${fixture} be`, async () => {
      assert.deepEqual(await layerErrors(fixture), []);
    });
  }
});
