import { appendFileSync, chownSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPrograms, freePort, need, newPassword, Place, versionFolders } from './server.mjs';

/** @type {import('./server.mjs').Server} */
export const postgres = {
  name: 'PostgreSQL',
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
  stop: ({ folder, programs }) => {
    try {
      control(folder, programs, ['stop', '-m', 'immediate', '-w']);
    } catch {
      // It was down already.
    }
  },
};

/** @param {Record<string, string>} programs */
async function start(programs) {
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
    appendFileSync(join(data, 'postgresql.conf'), settings(folder, port));
    const log = join(folder, 'log');
    place.run(need(programs, 'pg_ctl'), ['start', '-w', '-t', '60', '-s', '-D', data, '-l', log]);
    const version = place
      .run(need(programs, 'postgres'), ['--version'])
      .replace(/^postgres \(PostgreSQL\) /, '');
    return {
      url: `postgres://scimkit:${password}@127.0.0.1:${port}/postgres`,
      version: `PostgreSQL ${version}`,
      folder,
      programs,
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
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
 * Nothing has to survive, so nothing waits for the disk.
 *
 * @param {string} folder
 * @param {number} port
 */
function settings(folder, port) {
  return `
listen_addresses = '127.0.0.1'
port = ${port}
unix_socket_directories = '${folder}'
max_connections = 300
fsync = off
synchronous_commit = off
full_page_writes = off
`;
}

/**
 * @param {string} folder
 * @param {Record<string, string>} programs
 * @param {string[]} args
 */
function control(folder, programs, args) {
  return Place.at(folder).run(need(programs, 'pg_ctl'), [...args, '-D', join(folder, 'data')]);
}
