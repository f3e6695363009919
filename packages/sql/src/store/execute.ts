import type { CompiledQuery, Kysely, QueryResult } from 'kysely';
import type { SqlDialect } from '../dialects/dialect.ts';
import type { Statement } from '../statements/statement.ts';
import type { Session } from './session.ts';

/** The part of {@link Session} that runs statements; the errors of the driver become the port's. */
export type Execute = Pick<Session, 'all' | 'first' | 'run'>;

/**
 * A failed statement, which keeps what the driver said: whoever owns the transaction decides by it whether to run it
 * again.
 */
export function executeOn(db: Kysely<unknown>, dialect: SqlDialect): Execute {
  const execute = async <Row>(query: CompiledQuery<Row>): Promise<QueryResult<Row>> => {
    try {
      return await db.executeQuery(query);
    } catch (error) {
      throw dialect.toStoreError(error);
    }
  };
  return {
    all: async <Args, Row>(statement: Statement<Args, Row>, args: Args) =>
      (await execute(statement.bind(args))).rows,
    first: async <Args, Row>(statement: Statement<Args, Row>, args: Args) =>
      (await execute(statement.bind(args))).rows[0],
    run: async <Args>(statement: Statement<Args, unknown>, args: Args) =>
      Number((await execute(statement.bind(args))).numAffectedRows ?? 0),
  };
}
