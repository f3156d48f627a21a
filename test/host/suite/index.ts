import * as fs from 'node:fs';
import * as path from 'node:path';
import Mocha from 'mocha';
import { page } from './page';

/**
 * Runs every `*.test.cjs` beside this bundle and writes mocha's JSON report to
 * `CHARTSIDE_TEST_RESULTS`. Rejects where a test failed. (VS Code waits for the promise.)
 */
export async function run(): Promise<void> {
  const mocha = new Mocha({
    timeout: 60_000,
    // Keys go through a real page that renders when it likes: one more try, said aloud.
    retries: 1,
    grep: process.env.CHARTSIDE_TEST_GREP,
    reporter: 'json',
    reporterOptions: { output: process.env.CHARTSIDE_TEST_RESULTS },
  });
  // The smoke tests first: where they fail, the rest says little. The engine's end last.
  const order = (file: string) => Number(!/^smoke/.test(file)) + Number(/^engine/.test(file));
  fs.readdirSync(__dirname)
    .filter((file) => file.endsWith('.test.cjs'))
    .sort((a, b) => order(a) - order(b) || a.localeCompare(b))
    .forEach((file) => mocha.addFile(path.join(__dirname, file)));
  await new Promise<void>((resolve, reject) => {
    const runner = mocha.run((failures) =>
      failures === 0 ? resolve() : reject(new Error(`${failures} host test(s) failed`)),
    );
    runner.on('pass', (test) => void page.say(`  ok   ${test.fullTitle()} (${test.duration} ms)`));
    runner.on('pending', (test) => void page.say(`  skip ${test.fullTitle()}`));
    runner.on('retry', (test, error: Error) => {
      void page.screenshot(`retried ${test.title}`).catch(() => undefined);
      void page.say(`  again ${test.fullTitle()}: ${error.message.slice(0, 300)}`);
    });
    runner.on('fail', (test, error: Error) => {
      void page.screenshot(`failed ${test.title}`).catch(() => undefined);
      void page.say(`  FAIL ${test.fullTitle()}\n       ${error.message.slice(0, 1500)}`);
    });
  });
}
