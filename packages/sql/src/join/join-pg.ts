import { Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import { guardClient } from '../store/guard-client.ts';
import { joinedDialect, type RunQuery } from './joined-driver.ts';
import { JoinedConnection } from './open-transaction.ts';

/** The part of a client of node-postgres that is needed; a transaction of PGlite's has it as well. */
export interface PgClient {
  query(
    text: string,
    values: unknown[],
  ): Promise<{
    readonly rows: readonly unknown[];
    readonly rowCount?: number | null;
    readonly affectedRows?: number | undefined;
  }>;
}

/**
 * Joins a transaction that is open on a client of node-postgres, so that the store can work inside it.
 *
 * The transaction stays the caller's: the store neither commits nor rolls it back, and does not release the client. It
 * listens to the client's `error`, so that a server that goes away fails the transaction and does not end the process.
 *
 * @param client - After its `begin`, and before its `commit`.
 * @returns What {@link SqlStore.within} takes.
 * @example
 * ```ts
 * import { createSqlStore, joinPg } from '@scimkit/sql';
 * import pg from 'pg';
 *
 * const pool = new pg.Pool({ connectionString: 'postgres://localhost/app' });
 * const store = createSqlStore({ postgres: pool });
 * const client = await pool.connect();
 * await client.query('begin');
 * const tenant = await store.within(joinPg(client)).createTenant({ slug: 'acme', at: Date.now() });
 * await client.query('insert into organisations (scim_tenant) values ($1)', [tenant.id]);
 * await client.query('commit');
 * client.release();
 * ```
 */
export function joinPg(client: PgClient): JoinedConnection {
  guardClient(client);
  const run: RunQuery = async <Row>({ sql, parameters }: { sql: string; parameters: readonly unknown[] }) => {
    const { rows, rowCount, affectedRows } = await client.query(sql, [...parameters]);
    // The rows are what the statement selects.
    return { rows: rows as Row[], numAffectedRows: BigInt(rowCount ?? affectedRows ?? 0) };
  };
  const dialect = joinedDialect(run, {
    adapter: () => new PostgresAdapter(),
    compiler: () => new PostgresQueryCompiler(),
    introspector: (db) => new PostgresIntrospector(db),
  });
  return new JoinedConnection(new Kysely<unknown>({ dialect }));
}
