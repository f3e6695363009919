import { spawn, spawnSync } from 'node:child_process';
import { chownSync, closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findPrograms, freePort, need, newPassword, Place } from './server.mjs';

const patience = 60_000;
const sbin = ['/usr/sbin', '/usr/libexec', '/opt/homebrew/opt/mariadb/bin', '/usr/local/opt/mariadb/bin'];

/** @type {import('./server.mjs').Server} */
export const mariadb = {
  name: 'MariaDB',
  variable: 'SCIMKIT_MARIADB_URL',
  apt: 'mariadb-server',
  advice: 'Install MariaDB 10.6 or later, or start it from compose.yaml.',
  // The packages of the two exclude each other, and nobody wants to lose a server to a test.
  obstacle: () =>
    findPrograms(['mysqld'], sbin) === undefined
      ? undefined
      : 'MySQL is installed, which its package would remove.',
  find,
  start,
  isUp: ({ folder }) => pidOf(folder) !== undefined,
  stop: ({ folder }) => {
    const pid = pidOf(folder);
    if (pid === undefined) return;
    process.kill(pid, 'SIGKILL');
    for (let tries = 0; tries < 100 && pidOf(folder) !== undefined; tries += 1) spawnSync('sleep', ['0.05']);
  },
};

function find() {
  const server = findPrograms(['mariadbd'], sbin);
  const tools = findPrograms(['mariadb-install-db', 'my_print_defaults'], sbin);
  return server === undefined || tools === undefined ? undefined : { ...server, ...tools };
}

/** @param {Record<string, string>} programs */
async function start(programs) {
  const place = Place.make(['mysql', 'nobody']);
  const { folder, account } = place;
  try {
    const data = join(folder, 'data');
    const password = newPassword();
    place.run(need(programs, 'mariadb-install-db'), [
      '--no-defaults',
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ]);
    const init = join(folder, 'init.sql');
    writeFileSync(init, accounts(password), { mode: 0o600 });
    if (account) chownSync(init, account.uid, account.gid);
    const port = await freePort();
    const log = openSync(join(folder, 'log'), 'a', 0o600);
    const child = spawn(need(programs, 'mariadbd'), options(folder, data, init, port), {
      ...place.options,
      detached: true,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    const ended = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
    const version = await Promise.race([greeting(port), ended.then(() => undefined)]);
    if (version === undefined) throw new Error(readFileSync(join(folder, 'log'), 'utf8').trim().slice(-2000));
    child.unref();
    rmSync(init);
    return {
      url: `mysql://scimkit:${password}@127.0.0.1:${port}/scimkit`,
      version: `MariaDB ${version.replace(/^5\.5\.5-/, '')}`,
      folder,
      programs,
    };
  } catch (error) {
    mariadb.stop({ folder, programs, url: '', version: '' });
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** @param {string} password */
function accounts(password) {
  return `create database scimkit;
create user scimkit@'127.0.0.1' identified by '${password}';
grant all privileges on *.* to scimkit@'127.0.0.1' with grant option;
alter user root@localhost identified by '${password}';
`;
}

/**
 * Nothing has to survive, so nothing waits for the disk.
 *
 * @param {string} folder
 * @param {string} data
 * @param {string} init
 * @param {number} port
 */
function options(folder, data, init, port) {
  return [
    '--no-defaults',
    `--datadir=${data}`,
    `--pid-file=${join(folder, 'pid')}`,
    `--socket=${join(folder, 'socket')}`,
    `--init-file=${init}`,
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    '--skip-name-resolve',
    '--skip-log-bin',
    '--max-connections=300',
    '--innodb-flush-log-at-trx-commit=0',
    '--innodb-doublewrite=0',
  ];
}

/**
 * Waits until the server greets whoever connects, and gives the version that it greets with.
 *
 * @param {number} port
 */
async function greeting(port) {
  const deadline = Date.now() + patience;
  while (Date.now() < deadline) {
    const packet = await firstBytes(port);
    // Four bytes of header, the protocol's version (10), the server's, NUL.
    if (packet !== undefined && packet[4] === 10) return packet.toString('latin1', 5, packet.indexOf(0, 5));
    await wait(100);
  }
  throw new Error(`it did not answer within ${patience / 1000} seconds.`);
}

/**
 * @param {number} port
 * @returns {Promise<Buffer | undefined>}
 */
function firstBytes(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const settle = (/** @type {Buffer | undefined} */ bytes) => {
      socket.destroy();
      resolve(bytes);
    };
    socket.once('data', settle);
    socket.once('error', () => settle(undefined));
    socket.once('close', () => settle(undefined));
    socket.setTimeout(2000, () => settle(undefined));
  });
}

/**
 * The process that serves this folder, if it is still that one: numbers of processes are used again.
 *
 * @param {string} folder
 */
function pidOf(folder) {
  const file = join(folder, 'pid');
  if (!existsSync(file)) return undefined;
  const pid = readFileSync(file, 'utf8').trim();
  const { stdout } = spawnSync('ps', ['-o', 'args=', '-p', pid], { encoding: 'utf8' });
  return stdout?.includes(folder) ? Number(pid) : undefined;
}
