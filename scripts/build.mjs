// `npm run build`: builds every published package, or those named: `npm run build core sql`.
import process from 'node:process';
import { packages } from './packages.mjs';
import { root } from './pnpm.mjs';
import { run } from './run.mjs';

const wanted = process.argv.length > 2 ? process.argv.slice(2) : packages;
for (const name of wanted) {
  console.log(`building @scimkit/${name}`);
  const code = await run('tsup', ['--silent'], { cwd: `${root}packages/${name}` });
  if (code !== 0) process.exit(code);
}
