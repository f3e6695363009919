import { Kysely, MysqlAdapter, MysqlIntrospector, MysqlQueryCompiler } from 'kysely';
import { joinedDialect, type RunQuery } from './joined-driver.ts';
import { JoinedConnection } from './open-transaction.ts';

/** The part of a connection of `mysql2/promise` that is needed. */
export interface MysqlPromiseConnection {
  query(text: string, values: unknown[]): Promise<[result: unknown, fields: unknown]>;
}

/** The part of a connection of `mysql2` that is needed. */
export interface MysqlCallbackConnection {
  promise(): MysqlPromiseConnection;
}

/**
 * Joins a transaction that is open on a connection of mysql2, so that the store can work inside it.
 *
 * The transaction stays the caller's: the store neither commits nor rolls it back, and does not release the connection.
 *
 * @param connection - After its `begin`, and before its `commit`.
 * @returns What {@link SqlStore.within} takes.
 * @example
 * ```ts
 * import { createSqlStore, joinMysql } from '@scimkit/sql';
 * import mysql from 'mysql2/promise';
 *
 * const pool = mysql.createPool('mysql://localhost/app');
 * const store = createSqlStore({ mariadb: pool });
 * const connection = await pool.getConnection();
 * await connection.beginTransaction();
 * const tenant = await store.within(joinMysql(connection)).createTenant({ slug: 'acme', at: Date.now() });
 * await connection.query('insert into organisations (scim_tenant) values (?)', [tenant.id]);
 * await connection.commit();
 * connection.release();
 * ```
 */
export function joinMysql(connection: MysqlPromiseConnection | MysqlCallbackConnection): JoinedConnection {
  const promised = 'promise' in connection ? connection.promise() : connection;
  const run: RunQuery = async <Row>({ sql, parameters }: { sql: string; parameters: readonly unknown[] }) => {
    const [result] = await promised.query(sql, [...parameters]);
    // The rows are what the statement selects; what a write came to is no list.
    if (Array.isArray(result)) return { rows: result as Row[] };
    return { rows: [], numAffectedRows: BigInt(affectedBy(result)) };
  };
  const dialect = joinedDialect(run, {
    adapter: () => new MysqlAdapter(),
    compiler: () => new MysqlQueryCompiler(),
    introspector: (db) => new MysqlIntrospector(db),
  });
  return new JoinedConnection(new Kysely<unknown>({ dialect }));
}

function affectedBy(result: unknown): number {
  const hasCount = typeof result === 'object' && result !== null && 'affectedRows' in result;
  return hasCount ? Number(result.affectedRows) : 0;
}
