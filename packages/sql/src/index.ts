export { createSqlStore } from './create-sql-store.ts';
export type { Engine } from './dialects/dialect.ts';
export { type OpenSqliteOptions, openSqlite } from './node-sqlite/open-sqlite.ts';
export type {
  AnyKysely,
  CommonOptions,
  DialectOptions,
  Explanation,
  KyselyOptions,
  SqliteOptions,
  SqlStore,
  SqlStoreOptions,
  StatementRun,
} from './options.ts';
export type { MigrationResult } from './schema/migrate.ts';
export type { Migration, TableOptions } from './schema/migration.ts';
export { migrations } from './schema/migrations.ts';
