// What the servers have in common: an account, a folder, a port, a password, and how to run a program as somebody.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chownSync,
  constants,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import process from 'node:process';

/**
 * @typedef {object} Running a server that was started here
 * @property {string} url where it is, with its password
 * @property {string} version its name and version
 * @property {string} folder all that it has written
 * @property {Record<string, string>} programs
 * @property {number} port
 * @property {boolean} durable whether what it has acknowledged is on the disk
 * @property {boolean} isDown true when it was ended and its data kept
 */
/**
 * @typedef {object} How to start a server
 * @property {boolean} durable for a new one: to wait for the disk, and keep what was acknowledged when it is killed
 * @property {boolean} readOnly for one that was made before: to let it be read alone
 */
/**
 * @typedef {object} Server
 * @property {string} name
 * @property {string} id its name where it is asked for
 * @property {string} variable the environment variable that tests look for its URL in
 * @property {string} apt the Debian package
 * @property {string} advice what to do where it is not installed
 * @property {() => string | undefined} [obstacle] why it should not be installed here
 * @property {() => Record<string, string> | undefined} find its programs by their names
 * @property {(programs: Record<string, string>, how: How) => Promise<Running>} start a new one
 * @property {(running: Running, how: How) => Promise<Running>} startAgain one that was ended, on the same data and port
 * @property {(running: Running) => boolean} isUp
 * @property {(running: Running) => Promise<void>} end cleanly
 * @property {(running: Pick<Running, 'folder' | 'programs'>) => void} kill at once; does nothing where it is down
 */

export const isRoot = process.getuid?.() === 0;

/** A place that a server may write to: servers refuse to run as root, so under root it belongs to another account. */
export class Place {
  /**
   * @param {string} folder
   * @param {{ uid: number, gid: number } | undefined} account
   */
  constructor(folder, account) {
    this.folder = folder;
    this.account = account;
  }

  /**
   * A new one.
   *
   * @param {string[]} accounts for root: the first that there is
   */
  static make(accounts) {
    const account = isRoot ? findAccount(accounts) : undefined;
    // Below the folder for temporary files every account gets there, and the path is short enough for a socket.
    const folder = mkdtempSync(join(tmpdir(), 'scimkit-databases-'));
    if (account) chownSync(folder, account.uid, account.gid);
    return new Place(folder, account);
  }

  /**
   * One that was made before.
   *
   * @param {string} folder
   */
  static at(folder) {
    const { uid, gid } = statSync(folder);
    return new Place(folder, isRoot ? { uid, gid } : undefined);
  }

  /** How to spawn a program here. */
  get options() {
    const env = { ...process.env, HOME: this.folder, LC_ALL: 'C.UTF-8' };
    return { cwd: this.folder, env, ...this.account };
  }

  /**
   * Runs a program to its end.
   *
   * @param {string} program
   * @param {string[]} args
   */
  run(program, args) {
    const { status, stdout, stderr, error } = spawnSync(program, args, {
      ...this.options,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (error) throw error;
    if (status !== 0) throw new Error(`${program} failed: ${(stderr || stdout).trim().slice(-2000)}`);
    return stdout.trim();
  }
}

/** @param {string[]} names */
function findAccount(names) {
  for (const name of names) {
    const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }));
    if (uid?.status === 0 && gid?.status === 0)
      return { uid: Number(uid.stdout.trim()), gid: Number(gid.stdout.trim()) };
  }
  throw new Error(`this is root, and there is no account ${names.join(' or ')} to run it as.`);
}

/**
 * Looks for programs: in PATH, then in folders that packages put servers into.
 *
 * @param {string[]} names
 * @param {string[]} folders
 * @returns {Record<string, string> | undefined} all of them, from one folder
 */
export function findPrograms(names, folders) {
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), ...folders]) {
    if (folder !== '' && names.every((name) => isProgram(join(folder, name))))
      return Object.fromEntries(names.map((name) => [name, join(folder, name)]));
  }
  return undefined;
}

/** @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Folders one below another, the newest version first: `/usr/lib/postgresql/<version>/bin`.
 *
 * @param {string} parent
 * @param {RegExp} child
 * @param {string} below
 */
export function versionFolders(parent, child, below) {
  if (!existsSync(parent)) return [];
  const found = readdirSync(parent).filter((name) => child.test(name));
  const version = (/** @type {string} */ name) => Number.parseFloat(name.replace(/^\D*/, '')) || 0;
  return found.sort((a, b) => version(b) - version(a)).map((name) => join(parent, name, below));
}

/**
 * The process that a server has noted in a file, if it is still that one: numbers of processes are used again.
 *
 * @param {string} file its first line is the number
 * @param {string} folder what its command line has to mention
 */
export function pidIn(file, folder) {
  if (!existsSync(file)) return undefined;
  const [pid = ''] = readFileSync(file, 'utf8').split('\n');
  const { stdout } = spawnSync('ps', ['-ww', '-o', 'args=', '-p', pid.trim()], { encoding: 'utf8' });
  return stdout?.includes(folder) ? Number(pid) : undefined;
}

/** A port that was free a moment ago. */
export function freePort() {
  return new Promise((/** @type {(port: number) => void} */ resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** Other accounts of the machine can reach a loopback port, so there is a password all the same. */
export function newPassword() {
  return randomBytes(18).toString('hex');
}

/**
 * @param {Record<string, string>} programs
 * @param {string} name
 */
export function need(programs, name) {
  const program = programs[name];
  if (program === undefined) throw new Error(`there is no program ${name}.`);
  return program;
}
