import { type Dialect, Kysely, MysqlDialect, PGliteDialect, PostgresDialect } from 'kysely';
import type { Engine } from '../dialects/dialect.ts';
import { type Direct, openDirect } from '../node-sqlite/direct.ts';
import { NodeSqliteDialect } from '../node-sqlite/node-sqlite-dialect.ts';
import { openSqlite } from '../node-sqlite/open-sqlite.ts';
import type { MysqlOptions, SqlStoreOptions, StatementRun } from '../options.ts';
import { nameStatements, StatementNames } from '../statements/statement-names.ts';
import { guardPool } from './guard-pool.ts';

/** A database, and what is known about it. */
export interface Database {
  readonly db: Kysely<unknown>;
  readonly engine: Engine;
  /** True when transactions begin with the right to write. */
  readonly beginsImmediately: boolean;
  /** True when all work shares one connection, so that a transaction keeps everyone else waiting. */
  readonly singleConnection: boolean;
  /** Where statements and transactions need not go through Kysely. */
  readonly direct?: Direct;
  /** Closes what was opened here. */
  readonly close: () => void;
}

const nothingToClose = (): void => undefined;

/** Opens a database in the way the options say. */
export function openDatabase(options: SqlStoreOptions): Database {
  if ('sqlite' in options) {
    const { sqlite, log } = options;
    const database = typeof sqlite === 'string' ? openSqlite(sqlite, options) : sqlite;
    const close = () => {
      if (typeof sqlite === 'string' && database.isOpen !== false) database.close();
    };
    const dialect = new NodeSqliteDialect(database);
    const opened = { ...onDialect(dialect, 'sqlite', log), beginsImmediately: true, close };
    // Kysely tells what it runs to whoever wants to know.
    if (log !== undefined) return opened;
    const inside = new Kysely<unknown>({ dialect });
    return { ...opened, direct: openDirect(opened.db, inside, dialect.connection) };
  }
  if ('postgres' in options) {
    const names = new StatementNames(options.prepare);
    const dialect = new PostgresDialect({ pool: guardPool(options.postgres, names) });
    const database = onDialect(dialect, 'postgres', options.log);
    nameStatements(database.db, names);
    return database;
  }
  if ('pglite' in options) {
    return onDialect(new PGliteDialect({ pglite: options.pglite }), 'postgres', options.log);
  }
  if ('mysql' in options) return onDialect(mysqlDialect(options.mysql), 'mysql', options.log);
  if ('mariadb' in options) return onDialect(mysqlDialect(options.mariadb), 'mariadb', options.log);
  if ('dialect' in options) return onDialect(options.dialect, options.engine, options.log);
  if (options.db.isTransaction) {
    throw new TypeError(
      'db: a transaction ends, and the store would not. Give the Kysely that it was begun on, and the transaction to `within`.',
    );
  }
  // What the store selects it names itself, so the tables that the application's Kysely knows do not matter.
  const db = options.db.withoutPlugins() as Kysely<unknown>;
  return {
    db,
    engine: options.engine,
    beginsImmediately: false,
    singleConnection: db.getExecutor().adapter.supportsMultipleConnections === false,
    close: nothingToClose,
  };
}

function onDialect(
  dialect: Dialect,
  engine: Engine,
  log: ((run: StatementRun) => void) | undefined,
): Database {
  return {
    db: withLog(dialect, log),
    engine,
    beginsImmediately: false,
    singleConnection: dialect.createAdapter().supportsMultipleConnections === false,
    close: nothingToClose,
  };
}

function mysqlDialect(pool: MysqlOptions['mysql']): Dialect {
  return new MysqlDialect({ pool: 'pool' in pool ? pool.pool : pool });
}

function withLog(dialect: Dialect, log: ((run: StatementRun) => void) | undefined): Kysely<unknown> {
  if (log === undefined) return new Kysely<unknown>({ dialect });
  return new Kysely<unknown>({
    dialect,
    log: ({ query, queryDurationMillis }) =>
      log({ text: query.sql, parameters: query.parameters, milliseconds: queryDurationMillis }),
  });
}
