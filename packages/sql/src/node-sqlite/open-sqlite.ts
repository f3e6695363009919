import process from 'node:process';
import type { DatabaseSync } from 'node:sqlite';
import { StoreError } from '@scimkit/core';
import { toStoreError } from '../dialects/sqlite-errors.ts';

/** How to open a database file. */
export interface OpenSqliteOptions {
  /**
   * What an acknowledged write survives. Both survive the death of the process, and both leave the file undamaged
   * whatever happens.
   *
   * - `power-loss` (default): the write is on the disk before it is acknowledged (`synchronous = full`): about a
   *   millisecond for a write on most disks;
   * - `process-crash`: the operating system has it (`synchronous = normal`). After a power failure or a crash of the
   *   whole machine the writes of the last moments may be gone.
   *
   * The default is the careful one because identity providers do not repeat what was acknowledged: a deactivation that
   * is lost leaves an account open that everyone believes to be closed.
   */
  readonly durability?: 'power-loss' | 'process-crash';
}

/**
 * How long SQLite itself waits for another connection, in milliseconds. The whole process stands still meanwhile, and
 * with it the other connection when it is in the same process; so this is short, and the store waits for longer without
 * blocking anybody (`busyTimeout`).
 */
const blockingWait = 5;

/**
 * Opens a database file the way the store wants it: write-ahead log, so that readers of other processes and a writer do
 * not wait for one another; foreign keys on.
 *
 * @param path - A file, which is made when it is not there, or `:memory:`.
 * @returns The connection. Who opens it closes it.
 * @throws StoreError `unavailable` when the file cannot be opened or is no SQLite database, and where there is no
 *   `node:sqlite` (Node 22.13 and later have it).
 * @example
 * ```ts
 * import { createSqlStore, openSqlite } from '@scimkit/sql';
 *
 * const database = openSqlite('scim.db');
 * const store = createSqlStore({ sqlite: database });
 * ```
 */
export function openSqlite(path: string, options: OpenSqliteOptions = {}): DatabaseSync {
  const { DatabaseSync } = nodeSqlite();
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { enableForeignKeyConstraints: true, timeout: blockingWait });
    database.exec('pragma journal_mode = wal');
    database.exec(`pragma synchronous = ${options.durability === 'process-crash' ? 'normal' : 'full'}`);
    return database;
  } catch (error) {
    database?.close();
    const { code, message } = toStoreError(error);
    throw new StoreError(code, `${path}: ${message}`, { cause: error });
  }
}

/**
 * The module, loaded when it is first needed: it does not exist on every runtime, who uses another database must not
 * pay for it, and Node 22 prints a warning when it is loaded (Node 24 does not).
 */
function nodeSqlite(): typeof import('node:sqlite') {
  const module = process.getBuiltinModule?.('node:sqlite');
  if (module === undefined) {
    throw new StoreError('unavailable', 'This runtime has no node:sqlite. Node 22.13 and later have it.');
  }
  return module;
}
