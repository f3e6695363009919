import { StoreError } from '@scimkit/core';
import type { Kysely, QueryResult } from 'kysely';
import type { SqlDialect } from '../dialects/dialect.ts';
import { directOf, type RunQuery } from '../node-sqlite/direct.ts';
import type { Statement } from '../statements/statement.ts';
import type { Session } from './session.ts';

/** The part of {@link Session} that runs statements; the errors of the driver become the port's. */
export type Execute = Pick<Session, 'all' | 'first' | 'run' | 'tryWrite'>;

/**
 * A failed statement, which keeps what the driver said: whoever owns the transaction decides by it whether to run it
 * again.
 */
export function executeOn(db: Kysely<unknown>, dialect: SqlDialect): Execute {
  const direct = directOf(db);
  if (direct === undefined) return executeBy(dialect, (query) => db.executeQuery(query));
  // Transactions come and go, and this one stands for the inside of all of them.
  const execute = directly.get(db) ?? executeBy(dialect, direct);
  directly.set(db, execute);
  return execute;
}

const directly = new WeakMap<Kysely<unknown>, Execute>();

function executeBy(dialect: SqlDialect, runQuery: RunQuery): Execute {
  /** SQLite answers at once: then no promise is made of the answer but the one that the caller gets. */
  const execute = <Args, Row>(statement: Statement<Args, Row>, args: Args): Answer<Row> => {
    try {
      const answer = runQuery<Row>(statement.bind(args));
      return answer instanceof Promise ? answer.catch(failed) : answer;
    } catch (error) {
      return failed(error);
    }
  };
  const failed = (error: unknown): never => {
    throw dialect.toStoreError(error);
  };
  return {
    all: async (statement, args) => {
      const answer = execute(statement, args);
      return (answer instanceof Promise ? await answer : answer).rows;
    },
    first: async (statement, args) => {
      const answer = execute(statement, args);
      return (answer instanceof Promise ? await answer : answer).rows[0];
    },
    run: async (statement, args) => {
      const answer = execute(statement, args);
      return changesOf(answer instanceof Promise ? await answer : answer);
    },
    tryWrite: async (statement, args) => {
      try {
        return changesOf(await execute(statement, args)) > 0;
      } catch (error) {
        if (error instanceof StoreError && dialect.isUniqueViolation(error.cause)) return false;
        throw error;
      }
    },
  };
}

type Answer<Row> = QueryResult<Row> | Promise<QueryResult<Row>>;

function changesOf({ numAffectedRows }: QueryResult<unknown>): number {
  return Number(numAffectedRows ?? 0);
}
