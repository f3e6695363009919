import { type Dialect, Kysely } from 'kysely';
import type { Engine } from '../dialects/dialect.ts';
import { NodeSqliteDialect } from '../node-sqlite/node-sqlite-dialect.ts';
import { openSqlite } from '../node-sqlite/open-sqlite.ts';
import type { SqlStoreOptions, StatementRun } from '../options.ts';

/** A database, and what is known about it. */
export interface Database {
  readonly db: Kysely<unknown>;
  readonly engine: Engine;
  /** True when transactions begin with the right to write. */
  readonly beginsImmediately: boolean;
  /** Closes what was opened here. */
  readonly close: () => void;
}

/** Opens a database in the way the options say. */
export function openDatabase(options: SqlStoreOptions): Database {
  if ('sqlite' in options) {
    const { sqlite, log } = options;
    const database = typeof sqlite === 'string' ? openSqlite(sqlite, options) : sqlite;
    const close = () => {
      if (typeof sqlite === 'string' && database.isOpen !== false) database.close();
    };
    return {
      db: withLog(new NodeSqliteDialect(database), log),
      engine: 'sqlite',
      beginsImmediately: true,
      close,
    };
  }
  const { engine } = options;
  const close = () => undefined;
  if ('dialect' in options)
    return { db: withLog(options.dialect, options.log), engine, beginsImmediately: false, close };
  if (options.db.isTransaction) {
    throw new TypeError(
      'db: a transaction ends, and the store would not. Give the Kysely that it was begun on.',
    );
  }
  // What the store selects it names itself, so the tables that the application's Kysely knows do not matter.
  const db = options.db.withoutPlugins() as Kysely<unknown>;
  return { db, engine, beginsImmediately: false, close };
}

function withLog(dialect: Dialect, log: ((run: StatementRun) => void) | undefined): Kysely<unknown> {
  if (log === undefined) return new Kysely<unknown>({ dialect });
  return new Kysely<unknown>({
    dialect,
    log: ({ query, queryDurationMillis }) =>
      log({ text: query.sql, parameters: query.parameters, milliseconds: queryDurationMillis }),
  });
}
