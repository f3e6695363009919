// `npm test`: sets up, then runs the tests of all packages. `npm test -- core` runs those whose path has "core",
// `npm test -- --watch` stays and runs them again on every change.
import process from 'node:process';
import { run } from './run.mjs';

const args = process.argv.slice(2);
const mode = args.includes('--watch') || args.includes('-w') ? 'watch' : 'run';
process.exitCode = await run('vitest', [mode, '--config', 'vitest.workspace.ts', ...args]);
