import tseslint from 'typescript-eslint';

/**
 * The rooms of the house and the rooms each may import from. An import the table does not
 * allow is an error: this is what keeps the arrows of ARCHITECTURE.md pointing one way.
 */
const ROOMS = {
  note: [],
  knowledge: ['note'],
  reasoning: ['note', 'knowledge'],
  retrieval: ['note', 'knowledge'],
  model: [],
  assist: ['note', 'knowledge', 'reasoning', 'retrieval', 'model'],
  engine: ['note', 'knowledge', 'reasoning', 'retrieval', 'model', 'assist'],
  editor: ['note', 'knowledge', 'reasoning', 'assist', 'engine'],
  cli: ['note', 'knowledge', 'reasoning', 'assist', 'engine'],
};

/** Packages that belong to one room (or to the composition root) alone. */
const OWNED_PACKAGES = [
  { package: 'vscode', room: 'editor' },
  { package: 'node-llama-cpp', room: 'model' },
  { package: '@orama/orama', room: 'retrieval' },
];

/** Rooms that read no file, open no socket and start no process. */
const PURE = ['note', 'knowledge', 'reasoning'];
const IO_MODULES = ['fs', 'child_process', 'net', 'http', 'https', 'os', 'worker_threads'];

function layer(room) {
  const foreign = Object.keys(ROOMS).filter((r) => r !== room && !ROOMS[room].includes(r));
  const patterns = foreign.map((r) => ({
    group: [`**/${r}/*`, `**/${r}`],
    message: `${room}/ must not import from ${r}/.`,
  }));
  patterns.push({ group: ['**/extension'], message: 'Only the editor loads extension.ts.' });
  const paths = OWNED_PACKAGES.filter((o) => o.room !== room).map((o) => ({
    name: o.package,
    message: `Only ${o.room}/ imports ${o.package}.`,
  }));
  if (PURE.includes(room)) {
    for (const m of IO_MODULES) {
      for (const name of [m, `node:${m}`, `${m}/promises`, `node:${m}/promises`]) {
        paths.push({ name, message: `${room}/ is pure: it does no input or output.` });
      }
    }
  }
  return {
    files: [`src/${room}/**/*.ts`, `test/fixtures/layers/${room}/**/*.ts`],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-imports': ['error', { paths, patterns }] },
  };
}

export default tseslint.config(
  { ignores: ['dist/', 'out/', '**/node_modules/', 'test/fixtures/', 'models/training/'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  { files: ['**/*.js', '**/*.mjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    files: ['src/cli/**', 'test/**', 'esbuild.js', 'scripts/**'],
    rules: { 'no-console': 'off' },
  },
  ...Object.keys(ROOMS).map(layer),
);
