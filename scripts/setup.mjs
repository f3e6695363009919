// Makes a fresh clone ready to run. Plain JavaScript for Node 20 and later, with no dependency: it runs before
// anything is installed. What it says goes to stderr, so that a command's own output stays clean.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, sep } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { pnpm, root } from './pnpm.mjs';

const modules = join(root, 'node_modules');
const stampFile = join(modules, '.scimkit-setup.json');
const pinnedNode = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const oldestForSetup = [20, 0];
/** The first Node 22 that runs TypeScript sources without a flag. */
const oldestForSources = [22, 18];

/** What each command needs. `start` leaves the development tools out, so that a first `npm start` is quick. */
const scopes = {
  start: { select: ['--prod', '--filter', '.', '--filter', '@scimkit/example-okta-server...'], seconds: 20 },
  all: { select: [], seconds: 30 },
};

/**
 * Installs what is missing, puts the Node to use first in PATH, and returns it.
 *
 * @param {keyof typeof scopes} scope
 * @returns {string} path of the Node that runs everything else
 */
export function setup(scope) {
  if (isOlder(process.versions.node, oldestForSetup)) {
    fail(`Node ${oldestForSetup[0]} or later is needed to set up; this is ${process.versions.node}.`);
  }
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'pnpm-lock.yaml')))
    .digest('hex');
  const stamp = readStamp();
  if (stamp.lock !== lock || (scope === 'all' && stamp.scope !== 'all')) {
    // Once the whole tree is here it stays whole, also when `npm start` comes first after an update.
    install(stamp.scope === 'all' ? 'all' : scope, lock);
  }
  const node = chooseNode();
  process.env.PATH = `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`;
  return node;
}

/**
 * @param {keyof typeof scopes} scope
 * @param {string} lock
 */
function install(scope, lock) {
  const { select, seconds } = scopes[scope];
  const since = performance.now();
  say(`installing dependencies (${occasion(scope)}, about ${seconds} s) …`);
  // Without a stamp an interrupted installation is noticed and finished by the next command.
  rmSync(stampFile, { force: true });
  const status = pnpm(
    [
      'install',
      '--frozen-lockfile',
      '--config.confirm-modules-purge=false',
      '--reporter=append-only',
      ...select,
    ],
    ['ignore', process.stderr.fd, process.stderr.fd],
  );
  if (status !== 0) fail('installing dependencies failed; the reason stands above.');
  writeFileSync(stampFile, `${JSON.stringify({ scope, lock })}\n`);
  say(`dependencies are ready after ${((performance.now() - since) / 1000).toFixed(1)} s`);
}

/** @param {keyof typeof scopes} scope */
function occasion(scope) {
  const installed = readStamp().scope;
  if (!installed) return 'first run';
  return installed === scope ? 'they have changed' : 'now with the development tools';
}

/** @returns {{ scope?: string, lock?: string }} */
function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return {};
  }
}

/** The pinned Node, or the machine's: when SCIMKIT_NODE=system, or where the pinned one has no build. */
function chooseNode() {
  const wanted = process.env.SCIMKIT_NODE ?? 'pinned';
  if (wanted !== 'pinned' && wanted !== 'system')
    fail(`SCIMKIT_NODE is "pinned" or "system", not "${wanted}".`);
  if (wanted === 'pinned' && existsSync(pinnedNode)) return pinnedNode;
  const machine = machineNode();
  if (isOlder(machine.version, oldestForSources)) {
    const reason =
      wanted === 'system' ? 'SCIMKIT_NODE=system' : 'There is no pinned Node for this platform, so';
    fail(`${reason} needs a Node of ${oldestForSources.join('.')} or later; this is ${machine.version}.`);
  }
  return machine.path;
}

/** `npm run` puts the pinned Node first in PATH; the Node that npm itself runs on is the machine's. */
function machineNode() {
  const path = process.env.npm_node_execpath ?? process.execPath;
  if (path.startsWith(modules + sep))
    fail('SCIMKIT_NODE=system: run this through npm or with the machine’s Node.');
  return {
    path,
    version: spawnSync(path, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout.trim(),
  };
}

/**
 * @param {string} version
 * @param {number[]} least
 */
function isOlder(version, least) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor = 0, leastMinor = 0] = least;
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
}

/** @param {string} text */
function say(text) {
  process.stderr.write(`scimkit: ${text}\n`);
}

/**
 * @param {string} text
 * @returns {never}
 */
function fail(text) {
  say(text);
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) setup('all');
