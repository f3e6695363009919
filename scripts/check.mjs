// `npm run check`: format and lint, types, import directions, examples. `npm run check types` runs one of them, and
// `npm run check packed` what `npm run build` has built.
import process from 'node:process';
import { run } from './run.mjs';

/** @type {Record<string, [tool: string, ...args: string[]][]>} */
const checks = {
  lint: [['biome', 'check', '--error-on-warnings', '.']],
  types: [
    ['tsc', '--project', 'tsconfig.json'],
    // Core without its tests: no type of Node's may be needed.
    ['tsc', '--project', 'packages/core/tsconfig.pure.json'],
  ],
  imports: [['scripts/check-imports.ts']],
  examples: [['scripts/check-examples.ts']],
  packed: [['scripts/check-packed.ts']],
};
const byDefault = ['lint', 'types', 'imports', 'examples'];

const wanted = process.argv.length > 2 ? process.argv.slice(2) : byDefault;
for (const name of wanted) {
  const commands = checks[name];
  if (!commands) {
    console.error(`no such check: ${name} (there are ${Object.keys(checks).join(', ')})`);
    process.exit(2);
  }
  for (const [tool, ...args] of commands) {
    const code = await run(tool, args);
    if (code !== 0) process.exit(code);
  }
  console.log(`${name}: ok`);
}
