// Runs the one pnpm version this repository uses, fetched by npm: `node scripts/pnpm.mjs audit --prod`.
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const version = '12.21.0';
export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * @param {string[]} args
 * @param {import('node:child_process').StdioOptions} [stdio]
 * @returns {number} pnpm's exit code
 */
export function pnpm(args, stdio = 'inherit') {
  const line = ['exec', '--yes', '--loglevel=error', '--', `pnpm@${version}`, ...args];
  // Under `npm run` the path of npm itself is known; a shell is only needed to find it otherwise.
  const npm = process.env.npm_execpath?.endsWith('npm-cli.js') ? process.env.npm_execpath : undefined;
  const result = npm
    ? spawnSync(process.env.npm_node_execpath ?? process.execPath, [npm, ...line], { cwd: root, stdio })
    : spawnSync('npm', line, { cwd: root, stdio, shell: process.platform === 'win32' });
  if (result.error) throw result.error;
  return result.status ?? 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = pnpm(process.argv.slice(2));
