// Runs a development tool or a TypeScript file of this repository on the pinned Node, after setting up:
//   node scripts/run.mjs vitest --version
//   node scripts/run.mjs packages/bench/src/main.ts
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { root } from './pnpm.mjs';
import { setup } from './setup.mjs';

/** Tools by the name of their command, with the package that has it. */
const tools = {
  biome: '@biomejs/biome',
  changeset: '@changesets/cli',
  tsc: 'typescript',
  tsup: 'tsup',
  typedoc: 'typedoc',
  vitest: 'vitest',
};

/** Sources are run as they are: Node strips the types, and this condition leads from package to package. */
const flags = ['--conditions=@scimkit/source', '--disable-warning=ExperimentalWarning'];

/**
 * @param {string} what a tool, or a file relative to the root
 * @param {string[]} args
 * @param {{ scope?: 'start' | 'all', cwd?: string }} [options]
 * @returns {Promise<number>} the exit code
 */
export function run(what, args, { scope = 'all', cwd = root } = {}) {
  const node = setup(scope);
  const file = Object.hasOwn(tools, what)
    ? toolFile(/** @type {keyof typeof tools} */ (what))
    : join(root, what);
  const child = spawn(node, [...flags, file, ...args], { cwd, stdio: 'inherit' });
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => {
    // A terminal sends Ctrl-C to the child as well; twice would mean "at once" to many programs.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of signals) process.on(signal, forward);
  // Some shells that npm runs this in die of a signal without passing it on.
  const parent = process.ppid;
  const watch = setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      clearInterval(watch);
      for (const each of signals) process.off(each, forward);
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}

/** @param {keyof typeof tools} tool */
function toolFile(tool) {
  const folder = join(root, 'node_modules', tools[tool]);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[tool]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [what, ...args] = process.argv.slice(2);
  if (!what) {
    console.error(`usage: node scripts/run.mjs <${Object.keys(tools).join('|')}|file.ts> [argument …]`);
    process.exit(2);
  }
  process.exitCode = await run(what, args);
}
