import type { Engine } from '../dialects/dialect.ts';
import { mysqlTables } from './001-tables-mysql.ts';
import { postgresTables } from './001-tables-postgres.ts';
import { sqliteTables } from './001-tables-sqlite.ts';
import type { Migration, TableOptions } from './migration.ts';

/**
 * The first tables. Every key begins with the tenant, nothing is numbered by the database, and no index looks into JSON:
 * keys are columns, made by core, compared as bytes.
 */
export const tables: Migration = {
  version: 1,
  name: 'tables',
  statements: (engine, options) => byEngine[engine](options),
};

const byEngine: Readonly<Record<Engine, (options: TableOptions) => readonly string[]>> = {
  sqlite: sqliteTables,
  postgres: postgresTables,
  // Both compare the bytes and do not pad: with `utf8mb4_bin`, 'a' would equal 'a '.
  mysql: (options) => mysqlTables(options, 'utf8mb4_0900_bin'),
  mariadb: (options) => mysqlTables(options, 'utf8mb4_nopad_bin'),
};
