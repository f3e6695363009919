import { randomBytes } from 'node:crypto';
import process from 'node:process';
import { type Dialect, MysqlDialect, PGliteDialect, PostgresDialect } from 'kysely';
import { createPool } from 'mysql2';
import pg from 'pg';
import { createSqlStore } from '../create-sql-store.ts';
import type { Engine } from '../dialects/dialect.ts';
import type { ServerOptions, SqlStore } from '../options.ts';
import { startPglite } from './pglite.ts';

/** A database of its own on an engine, for one test file. */
export interface TestDatabase {
  readonly engine: Engine;
  /** The schema that the tables are in, where it is not the connection's own. */
  readonly schema?: string;
  /** The database that the connections are in, on MySQL and MariaDB. */
  readonly database?: string;
  /** A store on the database; all of them have the same tables. */
  readonly open: (options?: ServerOptions) => SqlStore;
  /** A dialect of Kysely over the same connections. */
  readonly dialect: () => Dialect;
  /** Runs a statement as the application would. */
  readonly query: (text: string, values?: readonly unknown[]) => Promise<readonly Record<string, unknown>[]>;
  /** Ends every connection of the pool from the server's side, as a restart does. */
  readonly dropConnections: () => Promise<void>;
  readonly end: () => Promise<void>;
}

/** How many connections a pool has: so many races at once. */
const connections = 20;

const servers = {
  postgres: { variable: 'SCIMKIT_POSTGRES_URL', start: startPostgres },
  mariadb: { variable: 'SCIMKIT_MARIADB_URL', start: (url: string) => startMysql('mariadb', url) },
  mysql: { variable: 'SCIMKIT_MYSQL_URL', start: (url: string) => startMysql('mysql', url) },
} as const;

/** The servers, with the environment variables that say where they are. */
export const serverVariables = Object.entries(servers).map(([name, { variable }]) => ({ name, variable }));

/** The servers that are there, by their names: tests that need several connections run on these. */
export const onServers: readonly (readonly [name: string, start: () => Promise<TestDatabase>])[] =
  Object.entries(servers).flatMap(([name, { variable, start }]) => {
    const url = process.env[variable];
    return url === undefined || url === '' ? [] : [[name, () => start(url)] as const];
  });

/** Every engine but SQLite: PGlite always, and the servers that are there. */
export const onEngines: typeof onServers = [['pglite', startEmbedded], ...onServers];

const newName = (): string => `scim_test_${randomBytes(6).toString('hex')}`;

/** `@resource` in a text stands for that table. */
const naming = (text: string, prefix: string): string => text.replace(/@(?=[a-z])/g, prefix);

async function startEmbedded(): Promise<TestDatabase> {
  const pglite = await startPglite();
  return {
    engine: 'postgres',
    open: (options) => createSqlStore({ pglite, ...options }),
    dialect: () => new PGliteDialect({ pglite }),
    query: async (text, values = []) =>
      (await pglite.query<Record<string, unknown>>(naming(text, 'scim_'), [...values])).rows,
    dropConnections: async () => undefined,
    end: () => pglite.close(),
  };
}

async function startPostgres(url: string): Promise<TestDatabase> {
  const schema = newName();
  const pool = new pg.Pool({ connectionString: url, max: connections, application_name: schema });
  await pool.query(`create schema ${schema}`);
  return {
    engine: 'postgres',
    schema,
    open: (options) => createSqlStore({ postgres: pool, schema, ...options }),
    dialect: () => new PostgresDialect({ pool }),
    query: async (text, values = []) => {
      const { rows } = await pool.query<Record<string, unknown>>(naming(text, `${schema}.scim_`), [
        ...values,
      ]);
      return rows;
    },
    dropConnections: async () => {
      const admin = new pg.Client({ connectionString: url });
      await admin.connect();
      const ours = 'select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = $1';
      await admin.query(ours, [schema]);
      await admin.end();
    },
    end: async () => {
      await pool.query(`drop schema ${schema} cascade`);
      await pool.end();
    },
  };
}

async function startMysql(engine: 'mysql' | 'mariadb', url: string): Promise<TestDatabase> {
  const database = newName();
  const server = new URL(url);
  const login = {
    host: server.hostname,
    port: Number(server.port || 3306),
    user: decodeURIComponent(server.username),
    password: decodeURIComponent(server.password),
  };
  const admin = createPool({ ...login, connectionLimit: 1 }).promise();
  await admin.query(`create database ${database}`);
  const pool = createPool({ ...login, database, connectionLimit: connections });
  return {
    engine,
    database,
    open: (options) =>
      createSqlStore(engine === 'mysql' ? { mysql: pool, ...options } : { mariadb: pool, ...options }),
    dialect: () => new MysqlDialect({ pool }),
    query: async (text, values = []) => {
      const [rows] = await pool.promise().query(naming(text, 'scim_'), [...values]);
      return Array.isArray(rows) ? rows.map((row) => ({ ...row })) : [];
    },
    dropConnections: async () => {
      const ours = 'select id from information_schema.processlist where db = ?';
      const [rows] = await admin.query(ours, [database]);
      if (!Array.isArray(rows)) return;
      for (const row of rows)
        await admin.query(`kill connection ${Object.values(row)[0]}`).catch(() => undefined);
    },
    end: async () => {
      await pool.promise().end();
      await admin.query(`drop database ${database}`);
      await admin.end();
    },
  };
}
