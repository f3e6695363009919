import { StoreError } from '@scimkit/core';
import type { Kysely, QueryResult } from 'kysely';
import type { SqlDialect } from '../dialects/dialect.ts';
import type { Statement } from '../statements/statement.ts';
import type { Session } from './session.ts';

/** The part of {@link Session} that runs statements; the errors of the driver become the port's. */
export type Execute = Pick<Session, 'all' | 'first' | 'run' | 'tryWrite'>;

/**
 * A failed statement, which keeps what the driver said: whoever owns the transaction decides by it whether to run it
 * again.
 */
export function executeOn(db: Kysely<unknown>, dialect: SqlDialect): Execute {
  const execute = async <Args, Row>(
    statement: Statement<Args, Row>,
    args: Args,
  ): Promise<QueryResult<Row>> => {
    try {
      return await db.executeQuery(statement.bind(args));
    } catch (error) {
      throw dialect.toStoreError(error);
    }
  };
  return {
    all: (statement, args) => execute(statement, args).then(rowsOf),
    first: (statement, args) => execute(statement, args).then(firstOf),
    run: (statement, args) => execute(statement, args).then(changesOf),
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

function rowsOf<Row>({ rows }: QueryResult<Row>): readonly Row[] {
  return rows;
}

function firstOf<Row>({ rows }: QueryResult<Row>): Row | undefined {
  return rows[0];
}

function changesOf({ numAffectedRows }: QueryResult<unknown>): number {
  return Number(numAffectedRows ?? 0);
}
