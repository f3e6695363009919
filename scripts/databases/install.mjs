import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { isRoot } from './server.mjs';

/**
 * Installs the packages of servers that are missing: on Debian and its relatives, as root or with a `sudo` that does not
 * ask. Elsewhere it does nothing; each server says then what to do.
 *
 * @param {readonly import('./server.mjs').Server[]} servers
 * @param {(text: string) => void} say
 */
export function installMissing(servers, say) {
  const missing = servers.filter((server) => server.find() === undefined);
  const wanted = missing.filter((server) => {
    const obstacle = server.obstacle?.();
    if (obstacle !== undefined) say(`${server.name} is not installed here: ${obstacle}`);
    return obstacle === undefined;
  });
  if (wanted.length === 0) return;
  const prefix = installer();
  if (prefix === undefined) return;
  const packages = wanted.map((server) => server.apt);
  say(`installing ${packages.join(' and ')} with apt-get …`);
  const ok =
    apt([...prefix, 'update', '-qq'], say) &&
    apt([...prefix, 'install', '-y', '-qq', '--no-install-recommends', ...packages], say);
  if (ok)
    say(
      `installed ${packages.join(' and ')}; where the packages start servers of their own, those are not used.`,
    );
}

/** What to put before the arguments of `apt-get`; `undefined` where it cannot be run. */
function installer() {
  if (spawnSync('apt-get', ['--version']).status !== 0) return undefined;
  if (isRoot) return ['apt-get'];
  return spawnSync('sudo', ['-n', 'true']).status === 0
    ? ['sudo', '-n', 'DEBIAN_FRONTEND=noninteractive', 'apt-get']
    : undefined;
}

/**
 * @param {string[]} line
 * @param {(text: string) => void} say
 */
function apt([program = '', ...args], say) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status === 0) return true;
  say(`${program} ${args.join(' ')} failed: ${(stderr || stdout || String(error)).trim().slice(-2000)}`);
  return false;
}
