import type { Kysely } from 'kysely';
import type { SqliteConnection } from './sqlite-connection.ts';

/** A connection whose statements and transactions the store runs itself. */
export interface Direct {
  readonly connection: SqliteConnection;
  /** Stands for the inside of a transaction: what runs on it does not wait for its turn. */
  readonly inside: Kysely<unknown>;
}

/** How statements on a database get to its connection without a query layer in between. */
export interface Way {
  readonly connection: SqliteConnection;
  /** True outside of transactions, where a statement waits until those before it are over. */
  readonly takesTurns: boolean;
}

const ways = new WeakMap<Kysely<unknown>, Way>();

/**
 * Lets the store's statements on `db` go to the connection directly. Kysely's way to it, of a dozen promises, takes as long
 * as a look-up in SQLite; it stays open, and takes turns with this one.
 */
export function openDirect(
  db: Kysely<unknown>,
  inside: Kysely<unknown>,
  connection: SqliteConnection,
): Direct {
  ways.set(db, { connection, takesTurns: true });
  ways.set(inside, { connection, takesTurns: false });
  return { connection, inside };
}

/** How to run statements on a database, where that is not left to Kysely. */
export function wayOf(db: Kysely<unknown>): Way | undefined {
  return ways.get(db);
}
