// Throw-away database servers for the tests that need real ones:
//   node scripts/databases.mjs start   installs what is missing where it may, starts PostgreSQL and MariaDB
//   node scripts/databases.mjs env     prints `export SCIMKIT_POSTGRES_URL=…` for those that run
//   node scripts/databases.mjs stop    stops them and deletes their data
// They listen on loopback addresses only, with a password made for the run. Plain JavaScript without dependencies.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { installMissing } from './databases/install.mjs';
import { mariadb } from './databases/mariadb.mjs';
import { postgres } from './databases/postgres.mjs';
import { root } from './pnpm.mjs';

/**
 * @typedef {import('./databases/server.mjs').Server} Server
 * @typedef {import('./databases/server.mjs').Running} Running
 */

const folder = join(root, '.databases');
const stateFile = join(folder, 'state.json');
const envFile = join(folder, 'env');

/** @type {readonly Server[]} */
const servers = [postgres, mariadb];

/** @type {Record<string, () => number | Promise<number>>} */
const commands = { start, env, stop };

const [, , name = '', ...rest] = process.argv;
const command = Object.hasOwn(commands, name) && rest.length === 0 ? commands[name] : undefined;
if (command === undefined) {
  console.error('usage: node scripts/databases.mjs start|env|stop');
  process.exitCode = 2;
} else {
  process.exitCode = await command();
}

/** Starts those that do not run. The exit code is 1 when none runs afterwards. */
async function start() {
  const running = readState();
  installMissing(
    servers.filter((server) => running[server.name] === undefined),
    say,
  );
  for (const server of servers) {
    const known = running[server.name];
    if (known !== undefined) {
      say(`${server.name} runs already.`);
      continue;
    }
    try {
      const programs = server.find();
      if (programs === undefined) throw new Error(`there is no server program of it here. ${server.advice}`);
      const started = await server.start(programs);
      running[server.name] = started;
      writeState(running);
      say(`${started.version} is up.`);
    } catch (error) {
      say(`${server.name} was not started: ${error instanceof Error ? error.message : error}`);
    }
  }
  process.stdout.write(exportsOf(running));
  return Object.keys(running).length > 0 ? 0 : 1;
}

/** Prints what a shell has to take over. The exit code is 1 when nothing runs. */
function env() {
  const running = readState();
  process.stdout.write(exportsOf(running));
  return Object.keys(running).length > 0 ? 0 : 1;
}

function stop() {
  for (const server of servers) {
    const running = readFile()[server.name];
    if (running === undefined) continue;
    server.stop(running);
    rmSync(running.folder, { recursive: true, force: true });
    say(`${server.name} is down, and its data is deleted.`);
  }
  rmSync(folder, { recursive: true, force: true });
  return 0;
}

/** What was started and still runs. What a machine has lost by a restart is forgotten. */
function readState() {
  /** @type {Record<string, Running>} */
  const running = {};
  const known = readFile();
  for (const server of servers) {
    const one = known[server.name];
    if (one === undefined) continue;
    if (server.isUp(one)) running[server.name] = one;
    else rmSync(one.folder, { recursive: true, force: true });
  }
  return running;
}

/** @returns {Record<string, Running>} */
function readFile() {
  return existsSync(stateFile) ? JSON.parse(readFileSync(stateFile, 'utf8')) : {};
}

/** @param {Record<string, Running>} running */
function writeState(running) {
  // The URLs hold passwords.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(stateFile, `${JSON.stringify(running, null, 2)}\n`, { mode: 0o600 });
  writeFileSync(envFile, exportsOf(running), { mode: 0o600 });
}

/** @param {Record<string, Running>} running */
function exportsOf(running) {
  return servers
    .flatMap((server) => {
      const one = running[server.name];
      return one === undefined ? [] : [`export ${server.variable}='${one.url}'\n`];
    })
    .join('');
}

/** What is said goes to stderr: stdout is for a shell. */
function say(/** @type {string} */ text) {
  process.stderr.write(`databases: ${text}\n`);
}
