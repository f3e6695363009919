export { createSqlStore } from './create-sql-store.ts';
export type { Engine } from './dialects/dialect.ts';
export { joinMysql, type MysqlCallbackConnection, type MysqlPromiseConnection } from './join/join-mysql.ts';
export { joinPg, type PgClient } from './join/join-pg.ts';
export type { JoinedConnection, OpenTransaction } from './join/open-transaction.ts';
export type { ReindexOptions, ReindexProblem, ReindexResult } from './keying/reindex.ts';
export type { KeyProblem } from './keying/rekey-resource.ts';
export type { Types, WantedIndex } from './keying/wanted-indexes.ts';
export type { Adopted } from './mapping/adopt-rows.ts';
export { createMappedStore } from './mapping/create-mapped-store.ts';
export type { MappedResources } from './mapping/create-mapped-view.ts';
export type {
  AttributesFor,
  ChildMapping,
  Codec,
  CodecCondition,
  ColumnFor,
  ColumnMapping,
  Compare,
  Definition,
  GroupDefinition,
  JoinDefinition,
  NameAttribute,
  RowCallbacks,
  RowContext,
  SingleAttribute,
  SingleMapping,
  TimeMapping,
  UserDefinition,
} from './mapping/definition.ts';
export type { Finding } from './mapping/finding.ts';
export type {
  MappedStore,
  MappedStoreOptions,
  MappedStoreView,
  MappingOptions,
} from './mapping/mapped-options.ts';
export {
  type ChildDefinition,
  type GroupMapping,
  type Mapping,
  mapChild,
  mapGroups,
  mapUsers,
  type UserMapping,
} from './mapping/mapping.ts';
export { type OpenSqliteOptions, openSqlite } from './node-sqlite/open-sqlite.ts';
export type {
  AnyKysely,
  CheckResult,
  CommonOptions,
  DialectOptions,
  Explanation,
  KyselyOptions,
  MariadbOptions,
  MysqlOptions,
  PgliteOptions,
  PostgresOptions,
  PromiseOfMysqlPool,
  ServerOptions,
  SqliteOptions,
  SqlStore,
  SqlStoreMaintenance,
  SqlStoreOptions,
  SqlStoreView,
  StatementRun,
} from './options.ts';
export type { MigrationResult } from './schema/migrate.ts';
export type { Migration, TableOptions } from './schema/migration.ts';
export { migrations } from './schema/migrations.ts';
export {
  type KyselyMigration,
  kyselyMigrations,
  type MigrationOptions,
  printMigrations,
} from './schema/print-migrations.ts';
export type { ExportOptions } from './tenant/export-tenant.ts';
export type { ImportOptions, ImportResult } from './tenant/import-tenant.ts';
export type { PurgeResult } from './tenant/purge-tenant.ts';
