import type { PostgresPoolClient, PostgresQueryResult } from 'kysely';
import { isMisnamed } from '../dialects/postgres-errors.ts';
import type { StatementNames } from '../statements/statement-names.ts';

/** node-postgres takes a statement with its name as an object, of which Kysely's type of a client does not know. */
type QueryNamed = <Row>(statement: {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}) => Promise<PostgresQueryResult<Row>>;

/**
 * A client that runs statements by their names where they have one. A server that does not know a name it was told has a
 * pooler before it: from then on no statement has a name, and the store tries again what has failed.
 */
export function withNames(client: PostgresPoolClient, names: StatementNames): PostgresPoolClient {
  // The other form of `query`: the object goes to node-postgres, which is what the pool is made of.
  const queryNamed = client.query.bind(client) as unknown as QueryNamed;
  const query = (text: unknown, values?: readonly unknown[]): unknown => {
    const name = typeof text === 'string' && values !== undefined ? names.of(text) : undefined;
    if (name === undefined || typeof text !== 'string' || values === undefined) {
      // A cursor, or a statement as it is: whatever it was called with.
      return (client.query as (...args: readonly unknown[]) => unknown).call(client, text, values);
    }
    return queryNamed({ name, text, values }).catch((error: unknown) => {
      if (isMisnamed(error)) names.giveUp();
      throw error;
    });
  };
  return {
    query: query as PostgresPoolClient['query'],
    release: (destroy) => client.release(destroy),
    ...(client.processID === undefined ? {} : { processID: client.processID }),
  };
}
