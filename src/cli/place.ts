import { resolve } from 'node:path';

/** The folder that holds `dist/`, `models/` and `guidelines/`: the command line is built into `dist/`. */
export const extensionPath = resolve(__dirname, '..');
