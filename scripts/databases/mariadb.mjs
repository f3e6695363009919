import { spawn, spawnSync } from 'node:child_process';
import { chownSync, closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { findPrograms, freePort, need, newPassword, Place, pidIn } from './server.mjs';

const patience = 60_000;
const sbin = ['/usr/sbin', '/usr/libexec', '/opt/homebrew/opt/mariadb/bin', '/usr/local/opt/mariadb/bin'];

/** @type {import('./server.mjs').Server} */
export const mariadb = {
  name: 'MariaDB',
  id: 'mariadb',
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
  startAgain: async (known, { readOnly }) => {
    const { folder, programs, port, durable } = known;
    const more = readOnly ? ['--read-only=on'] : [];
    await launch(Place.at(folder), programs, [...options(folder, port, durable), ...more], port);
    return { ...known, isDown: false };
  },
  end: async ({ folder }) => {
    const pid = pidOf(folder);
    if (pid !== undefined) process.kill(pid, 'SIGTERM');
    const deadline = Date.now() + patience;
    while (pidOf(folder) !== undefined) {
      if (Date.now() > deadline) throw new Error(`it did not end within ${patience / 1000} seconds.`);
      await wait(50);
    }
  },
  kill: ({ folder }) => {
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

/**
 * @param {Record<string, string>} programs
 * @param {import('./server.mjs').How} how
 */
async function start(programs, { durable }) {
  const place = Place.make(['mysql', 'nobody']);
  const { folder, account } = place;
  try {
    const password = newPassword();
    place.run(need(programs, 'mariadb-install-db'), [
      '--no-defaults',
      `--datadir=${join(folder, 'data')}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ]);
    const init = join(folder, 'init.sql');
    writeFileSync(init, accounts(password), { mode: 0o600 });
    if (account) chownSync(init, account.uid, account.gid);
    const port = await freePort();
    const args = [...options(folder, port, durable), `--init-file=${init}`];
    const version = await launch(place, programs, args, port);
    rmSync(init);
    return {
      url: `mysql://scimkit:${password}@127.0.0.1:${port}/scimkit`,
      version: `MariaDB ${version.replace(/^5\.5\.5-/, '')}`,
      folder,
      programs,
      port,
      durable,
      isDown: false,
    };
  } catch (error) {
    mariadb.kill({ folder, programs });
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Starts the server, and waits until it can be reached.
 *
 * @param {Place} place
 * @param {Record<string, string>} programs
 * @param {string[]} args
 * @param {number} port
 * @returns {Promise<string>} the version that it greets with
 */
async function launch(place, programs, args, port) {
  const log = openSync(join(place.folder, 'log'), 'a', 0o600);
  const child = spawn(need(programs, 'mariadbd'), args, {
    ...place.options,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const ended = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  const version = await Promise.race([greeting(port), ended.then(() => undefined)]);
  if (version === undefined) {
    throw new Error(readFileSync(join(place.folder, 'log'), 'utf8').trim().slice(-2000));
  }
  child.unref();
  return version;
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
 * Nothing has to survive, so nothing waits for the disk, unless that was asked for: it is what a server does by itself.
 *
 * @param {string} folder
 * @param {number} port
 * @param {boolean} durable
 */
function options(folder, port, durable) {
  const common = [
    '--no-defaults',
    `--datadir=${join(folder, 'data')}`,
    `--pid-file=${join(folder, 'pid')}`,
    `--socket=${join(folder, 'socket')}`,
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    '--skip-name-resolve',
    '--skip-log-bin',
    '--max-connections=300',
  ];
  return durable ? common : [...common, '--innodb-flush-log-at-trx-commit=0', '--innodb-doublewrite=0'];
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

/** @param {string} folder */
function pidOf(folder) {
  return pidIn(join(folder, 'pid'), folder);
}
