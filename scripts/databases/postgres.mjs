import { spawnSync } from 'node:child_process';
import { appendFileSync, chownSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { findPrograms, freePort, need, newPassword, Place, pidIn, versionFolders } from './server.mjs';

/** @type {import('./server.mjs').Server} */
export const postgres = {
  name: 'PostgreSQL',
  id: 'postgres',
  variable: 'SCIMKIT_POSTGRES_URL',
  apt: 'postgresql',
  advice: 'Install PostgreSQL 14 or later, or start it from compose.yaml.',
  find: () =>
    findPrograms(
      ['initdb', 'pg_ctl', 'postgres'],
      [
        ...versionFolders('/usr/lib/postgresql', /^\d/, 'bin'),
        ...versionFolders('/opt/homebrew/opt', /^postgresql@/, 'bin'),
        ...versionFolders('/usr/local/opt', /^postgresql@/, 'bin'),
      ],
    ),
  start,
  isUp: ({ folder, programs }) => {
    try {
      control(folder, programs, ['status']);
      return true;
    } catch {
      return false;
    }
  },
  startAgain: async (known, { readOnly }) => {
    const { folder, programs } = known;
    const place = Place.at(folder);
    // A standby that follows nobody.
    const standby = join(folder, 'data', 'standby.signal');
    if (readOnly) writeFileSync(standby, '');
    else rmSync(standby, { force: true });
    if (readOnly && place.account) chownSync(standby, place.account.uid, place.account.gid);
    launch(place, programs);
    return { ...known, isDown: false };
  },
  end: async ({ folder, programs }) => {
    control(folder, programs, ['stop', '-m', 'fast', '-w']);
  },
  kill: ({ folder }) => {
    const pid = pidOf(folder);
    if (pid === undefined) return;
    // Its children are killed while it cannot start others; then it ends without a checkpoint, and takes with it what would
    // be in the way of the next start.
    process.kill(pid, 'SIGSTOP');
    const { stdout } = spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' });
    for (const child of (stdout ?? '').split('\n').filter((line) => line !== '')) signal(Number(child));
    process.kill(pid, 'SIGQUIT');
    process.kill(pid, 'SIGCONT');
    for (let tries = 0; tries < 200 && pidOf(folder) !== undefined; tries += 1) spawnSync('sleep', ['0.05']);
  },
};

/** @param {number} pid */
function signal(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** @param {string} folder */
function pidOf(folder) {
  return pidIn(join(folder, 'data', 'postmaster.pid'), folder);
}

/**
 * @param {Record<string, string>} programs
 * @param {import('./server.mjs').How} how
 */
async function start(programs, { durable }) {
  const place = Place.make(['postgres', 'nobody']);
  const { folder, account } = place;
  try {
    const data = join(folder, 'data');
    const password = newPassword();
    const passwordFile = join(folder, 'password');
    writeFileSync(passwordFile, password, { mode: 0o600 });
    if (account) chownSync(passwordFile, account.uid, account.gid);
    makeCluster(place, programs, [`--pgdata=${data}`, `--pwfile=${passwordFile}`]);
    rmSync(passwordFile);
    const port = await freePort();
    appendFileSync(join(data, 'postgresql.conf'), settings(folder, port, durable));
    launch(place, programs);
    const version = place
      .run(need(programs, 'postgres'), ['--version'])
      .replace(/^postgres \(PostgreSQL\) /, '');
    return {
      url: `postgres://scimkit:${password}@127.0.0.1:${port}/postgres`,
      version: `PostgreSQL ${version}`,
      folder,
      programs,
      port,
      durable,
      isDown: false,
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/**
 * @param {Place} place
 * @param {Record<string, string>} programs
 */
function launch(place, programs) {
  const [data, log] = [join(place.folder, 'data'), join(place.folder, 'log')];
  place.run(need(programs, 'pg_ctl'), ['start', '-w', '-t', '60', '-s', '-D', data, '-l', log]);
}

/**
 * With a linguistic order where the server has one: the tables must not depend on the database's.
 *
 * @param {Place} place
 * @param {Record<string, string>} programs
 * @param {string[]} args
 */
function makeCluster(place, programs, args) {
  const common = ['--username=scimkit', '--auth=scram-sha-256', '--encoding=UTF8', '--no-sync', ...args];
  try {
    place.run(need(programs, 'initdb'), [...common, '--locale-provider=icu', '--icu-locale=en-US']);
  } catch {
    // PostgreSQL 14, or one that was built without ICU.
    rmSync(join(place.folder, 'data'), { recursive: true, force: true });
    place.run(need(programs, 'initdb'), common);
  }
}

/**
 * Nothing has to survive, so nothing waits for the disk, unless that was asked for: it is what a server does by itself.
 *
 * @param {string} folder
 * @param {number} port
 * @param {boolean} durable
 */
function settings(folder, port, durable) {
  const common = `
listen_addresses = '127.0.0.1'
port = ${port}
unix_socket_directories = '${folder}'
max_connections = 300
`;
  return durable ? common : `${common}fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n`;
}

/**
 * @param {string} folder
 * @param {Record<string, string>} programs
 * @param {string[]} args
 */
function control(folder, programs, args) {
  return Place.at(folder).run(need(programs, 'pg_ctl'), [...args, '-D', join(folder, 'data')]);
}
