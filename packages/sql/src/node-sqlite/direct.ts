import type { CompiledQuery, Kysely, QueryResult } from 'kysely';
import type { SqliteConnection } from './sqlite-connection.ts';

/** Runs a statement without a query layer in between. */
export type RunQuery = <Row>(query: CompiledQuery<Row>) => QueryResult<Row> | Promise<QueryResult<Row>>;

/** A connection whose statements and transactions the store runs itself. */
export interface Direct {
  readonly connection: SqliteConnection;
  /** Stands for the inside of a transaction: what runs on it does not wait for its turn. */
  readonly inside: Kysely<unknown>;
}

const runners = new WeakMap<Kysely<unknown>, RunQuery>();

/**
 * Lets the store's statements on `db` go to the connection directly. Kysely's way to it, of a dozen promises, takes as long
 * as a look-up in SQLite; it stays open, and takes turns with this one.
 */
export function openDirect(
  db: Kysely<unknown>,
  inside: Kysely<unknown>,
  connection: SqliteConnection,
): Direct {
  runners.set(db, (query) => {
    if (!connection.isTaken) return connection.query(query);
    return inTurn(connection, () => connection.query(query));
  });
  runners.set(inside, (query) => connection.query(query));
  return { connection, inside };
}

/** How to run statements on a database, where that is not left to Kysely. */
export function directOf(db: Kysely<unknown>): RunQuery | undefined {
  return runners.get(db);
}

async function inTurn<T>(connection: SqliteConnection, work: () => T): Promise<T> {
  await connection.take();
  try {
    return work();
  } finally {
    connection.give();
  }
}

/** Runs work as a transaction that begins with the right to write. */
export async function transactDirectly<T>(connection: SqliteConnection, work: () => Promise<T>): Promise<T> {
  const turn = connection.take();
  if (turn !== undefined) await turn;
  try {
    connection.execute('begin immediate');
    try {
      const result = await work();
      connection.execute('commit');
      return result;
    } catch (error) {
      try {
        connection.rollback();
      } catch {
        // The first error tells what went wrong.
      }
      throw error;
    }
  } finally {
    connection.give();
  }
}
