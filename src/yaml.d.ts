/** Data files: bundled as parsed JSON by esbuild.js, checked against their schema by the tests. */
declare module '*.yaml' {
  const data: unknown;
  export default data;
}
