// `npm start`: sets up what the server needs, then runs it from source on the pinned Node.
import process from 'node:process';
import { run } from './run.mjs';

process.exitCode = await run('examples/okta-server/src/main.ts', process.argv.slice(2), { scope: 'start' });
