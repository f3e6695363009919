import type { DatabaseSync } from 'node:sqlite';
import {
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  type QueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type TransactionSettings,
} from 'kysely';
import { SqliteConnection } from './sqlite-connection.ts';

/**
 * Kysely on `node:sqlite`. Two things differ from Kysely's own SQLite dialect: transactions that will write take the
 * right to write when they begin (`begin immediate`), because one that reads first can find its snapshot stale
 * (SQLITE_BUSY_SNAPSHOT) when another process has written; and statements stay prepared.
 */
export class NodeSqliteDialect implements Dialect {
  readonly connection: SqliteConnection;

  constructor(database: DatabaseSync) {
    this.connection = new SqliteConnection(database);
  }

  createDriver(): Driver {
    return new NodeSqliteDriver(this.connection);
  }

  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler();
  }

  createAdapter(): DialectAdapter {
    return new SqliteAdapter();
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new SqliteIntrospector(db);
  }
}

/** One connection, which statements and transactions take in turns. */
class NodeSqliteDriver implements Driver {
  readonly #connection: SqliteConnection;

  constructor(connection: SqliteConnection) {
    this.#connection = connection;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    await this.#connection.take();
    return this.#connection;
  }

  async releaseConnection(): Promise<void> {
    this.#connection.give();
  }

  async beginTransaction(_connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    this.#connection.execute(settings.accessMode === 'read only' ? 'begin' : 'begin immediate');
  }

  async commitTransaction(): Promise<void> {
    this.#connection.execute('commit');
  }

  async rollbackTransaction(): Promise<void> {
    this.#connection.rollback();
  }

  async destroy(): Promise<void> {}
}
