// Throw-away database servers for the tests that need real ones:
//   node scripts/databases.mjs start      installs what is missing where it may, starts PostgreSQL and MariaDB
//   node scripts/databases.mjs env        prints `export SCIMKIT_POSTGRES_URL=…` for those that run
//   node scripts/databases.mjs down       ends them and keeps their data, on which `start` starts them again
//   node scripts/databases.mjs stop       ends them and deletes their data
//   node scripts/databases.mjs installed  prints the names of those whose programs are there
// They listen on loopback addresses only, with a password made for the run. Plain JavaScript without dependencies.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { installMissing } from './databases/install.mjs';
import { mariadb } from './databases/mariadb.mjs';
import { postgres } from './databases/postgres.mjs';
import { root } from './pnpm.mjs';

/**
 * @typedef {import('./databases/server.mjs').Server} Server
 * @typedef {import('./databases/server.mjs').Running} Running
 */

const usage = `usage: node scripts/databases.mjs start|env|down|stop|installed [options]
  --folder <path>  the set of servers that is noted in this folder, in place of the usual one
  --only <name>    postgres or mariadb alone
  --no-install     start: takes what is installed
  --durable        start: a new server waits for the disk, as one that is in earnest
  --read-only      start: PostgreSQL as a standby, MariaDB with \`read_only\`
  --kill           down: at once, as a crash would, in place of cleanly`;

/** @type {Record<string, () => number | Promise<number>>} */
const commands = { start, env, down, stop, installed };

const { command, options } = readArguments();
const folder = options.folder === undefined ? join(root, '.databases') : resolve(options.folder);
const stateFile = join(folder, 'state.json');
const envFile = join(folder, 'env');

/** @type {readonly Server[]} */
const all = [postgres, mariadb];
const servers = all.filter(({ id }) => options.only === undefined || options.only === id);

if (command === undefined || servers.length === 0) {
  console.error(usage);
  process.exitCode = 2;
} else {
  process.exitCode = await command();
}

function readArguments() {
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: {
        folder: { type: 'string' },
        only: { type: 'string' },
        'no-install': { type: 'boolean' },
        durable: { type: 'boolean' },
        'read-only': { type: 'boolean' },
        kill: { type: 'boolean' },
      },
    });
    const [name = '', ...rest] = positionals;
    const isCommand = Object.hasOwn(commands, name) && rest.length === 0;
    return { command: isCommand ? commands[name] : undefined, options: values };
  } catch {
    return { command: undefined, options: {} };
  }
}

/** Starts those that do not run: new ones, and those that are down on their data. The exit code is 1 when none runs afterwards. */
async function start() {
  const running = readState();
  if (options['no-install'] !== true) {
    installMissing(
      servers.filter((server) => running[server.name] === undefined),
      say,
    );
  }
  const how = { durable: options.durable === true, readOnly: options['read-only'] === true };
  for (const server of servers) {
    const known = running[server.name];
    if (known !== undefined && !known.isDown) {
      say(`${server.name} runs already.`);
      continue;
    }
    try {
      const started = known === undefined ? await startNew(server, how) : await server.startAgain(known, how);
      running[server.name] = started;
      writeState(running);
      say(`${started.version} is up.`);
    } catch (error) {
      say(`${server.name} was not started: ${error instanceof Error ? error.message : error}`);
    }
  }
  process.stdout.write(exportsOf(running));
  return isAnyUp(running) ? 0 : 1;
}

/**
 * @param {Server} server
 * @param {import('./databases/server.mjs').How} how
 */
function startNew(server, how) {
  const programs = server.find();
  if (programs === undefined) throw new Error(`there is no server program of it here. ${server.advice}`);
  if (how.readOnly) throw new Error('one that may only be read has to have been made before.');
  return server.start(programs, how);
}

/** Prints what a shell has to take over. The exit code is 1 when nothing runs. */
function env() {
  const running = readState();
  process.stdout.write(exportsOf(running));
  return isAnyUp(running) ? 0 : 1;
}

/** Ends those that run; their data stays. */
async function down() {
  const running = readState();
  for (const server of servers) {
    const known = running[server.name];
    if (known === undefined || known.isDown) continue;
    if (options.kill === true) server.kill(known);
    else await server.end(known);
    running[server.name] = { ...known, isDown: true };
    writeState(running);
    say(`${server.name} is down.`);
  }
  return 0;
}

function stop() {
  const known = readFile();
  for (const server of servers) {
    const running = known[server.name];
    if (running === undefined) continue;
    server.kill(running);
    rmSync(running.folder, { recursive: true, force: true });
    delete known[server.name];
    say(`${server.name} is down, and its data is deleted.`);
  }
  if (Object.keys(known).length > 0) writeState(known);
  else if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
  else for (const file of [stateFile, envFile]) rmSync(file, { force: true });
  return 0;
}

function installed() {
  for (const server of servers) if (server.find() !== undefined) console.log(server.id);
  return 0;
}

/** What was started and still runs, or was put down. What a machine has lost by a restart is forgotten. */
function readState() {
  /** @type {Record<string, Running>} */
  const running = {};
  const known = readFile();
  for (const server of all) {
    const one = known[server.name];
    if (one === undefined) continue;
    if (one.isDown ? existsSync(one.folder) : server.isUp(one)) running[server.name] = one;
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
function isAnyUp(running) {
  return servers.some((server) => running[server.name]?.isDown === false);
}

/** @param {Record<string, Running>} running */
function exportsOf(running) {
  return all
    .flatMap((server) => {
      const one = running[server.name];
      return one === undefined || one.isDown ? [] : [`export ${server.variable}='${one.url}'\n`];
    })
    .join('');
}

/** What is said goes to stderr: stdout is for a shell. */
function say(/** @type {string} */ text) {
  process.stderr.write(`databases: ${text}\n`);
}
