import { StoreError } from '@scimkit/core';
import type { Kysely, QueryResult } from 'kysely';
import type { SqlDialect } from '../dialects/dialect.ts';
import { type Way, wayOf } from '../node-sqlite/direct.ts';
import type { SqliteConnection } from '../node-sqlite/sqlite-connection.ts';
import type { Statement } from '../statements/statement.ts';
import type { Session } from './session.ts';

/** The part of {@link Session} that runs statements; the errors of the driver become the port's. */
export type Execute = Pick<Session, 'all' | 'first' | 'run' | 'tryWrite'>;

/**
 * A failed statement, which keeps what the driver said: whoever owns the transaction decides by it whether to run it
 * again.
 */
export function executeOn(db: Kysely<unknown>, dialect: SqlDialect): Execute {
  const way = wayOf(db);
  if (way === undefined) return executeByKysely(db, dialect);
  // Transactions come and go, and this one stands for the inside of all of them.
  const execute = directly.get(way) ?? executeDirectly(way, dialect);
  directly.set(way, execute);
  return execute;
}

const directly = new WeakMap<Way, Execute>();

function executeByKysely(db: Kysely<unknown>, dialect: SqlDialect): Execute {
  const execute = async <Args, Row>(
    statement: Statement<Args, Row>,
    args: Args,
  ): Promise<QueryResult<Row>> => {
    try {
      return await db.executeQuery<Row>(statement.bind(args));
    } catch (error) {
      throw dialect.toStoreError(error);
    }
  };
  const run: Execute['run'] = async (statement, args) =>
    Number((await execute(statement, args)).numAffectedRows ?? 0);
  return {
    all: async (statement, args) => (await execute(statement, args)).rows,
    first: async (statement, args) => (await execute(statement, args)).rows[0],
    run,
    tryWrite: (statement, args) => triedBy(dialect, run(statement, args)),
  };
}

/**
 * SQLite answers at once: then there is no promise but the one that the caller gets, and no closure in between, for they
 * are a good part of what a look-up costs.
 */
function executeDirectly({ connection, takesTurns }: Way, dialect: SqlDialect): Execute {
  const run: Execute['run'] = async ({ text, values }, args) => {
    try {
      return connection.run(text, values(args));
    } catch (error) {
      throw dialect.toStoreError(error);
    }
  };
  const execute: Execute = {
    all: async <Args, Row>({ text, values }: Statement<Args, Row>, args: Args) => {
      try {
        return connection.all<Row>(text, values(args));
      } catch (error) {
        throw dialect.toStoreError(error);
      }
    },
    first: async <Args, Row>({ text, values }: Statement<Args, Row>, args: Args) => {
      try {
        return connection.first<Row>(text, values(args));
      } catch (error) {
        throw dialect.toStoreError(error);
      }
    },
    run,
    tryWrite: (statement, args) => triedBy(dialect, run(statement, args)),
  };
  if (!takesTurns) return execute;
  const inTurn = <T>(work: () => Promise<T>): Promise<T> =>
    connection.isTaken ? waitFor(connection, work) : work();
  return {
    all: (statement, args) => inTurn(() => execute.all(statement, args)),
    first: (statement, args) => inTurn(() => execute.first(statement, args)),
    run: (statement, args) => inTurn(() => execute.run(statement, args)),
    tryWrite: (statement, args) => inTurn(() => execute.tryWrite(statement, args)),
  };
}

/** Runs something when what has the connection is over, and keeps others waiting for so long. */
async function waitFor<T>(connection: SqliteConnection, work: () => Promise<T>): Promise<T> {
  await connection.take();
  try {
    return await work();
  } finally {
    connection.give();
  }
}

/** False when a unique index has refused to write. */
async function triedBy(dialect: SqlDialect, written: Promise<number>): Promise<boolean> {
  try {
    return (await written) > 0;
  } catch (error) {
    if (error instanceof StoreError && dialect.isUniqueViolation(error.cause)) return false;
    throw error;
  }
}
