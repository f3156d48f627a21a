import { Command } from 'commander';
import packageJson from '../../package.json';
import { registerAsk } from './ask';
import { registerComplete } from './complete';
import { registerDeidentify } from './deidentify';
import { registerDifferential } from './differential';
import { registerFindings } from './findings';
import { registerLearn } from './learn';
import { registerModels } from './models';
import { registerSearch } from './search';
import { registerSummarize } from './summarize';

const program = new Command('chartside')
  .description(
    'Decision support for clinical notes, on this machine. It supports, it does not replace, clinical judgement.',
  )
  .version(packageJson.version);

registerFindings(program);
registerDifferential(program);
registerSummarize(program);
registerComplete(program);
registerSearch(program);
registerAsk(program);
registerDeidentify(program);
registerModels(program);
registerLearn(program);

// A reader that closes early (`| head`) is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

program.parseAsync().catch((error: Error) => {
  process.stderr.write(`chartside: ${error.name === 'AbortError' ? 'cancelled' : error.message}\n`);
  process.exitCode = 1;
});
